// GraphQL, in the names that users of Hasura know.

import type { Interface } from "../../core/index.ts";
import type { GraphqlContext } from "./context.ts";
import { refuse } from "./errors.ts";
import { type GraphqlOptions, graphqlSettings } from "./options.ts";
import { createParser } from "./parse.ts";
import { render } from "./render.ts";

export { leftOutOf, schemaText } from "./describe.ts";
export { explorerPage, explorerPolicy, type ExplorerPage } from "./explorer/page.ts";
export { explorerScript } from "./explorer/script.ts";
export { explorerStyle } from "./explorer/style.ts";
export type { GraphqlContext } from "./context.ts";
export type { GraphqlOptions, PersistedOptions } from "./options.ts";

/** The interface for a server to mount. Throws a RangeError where an option cannot be. */
export function graphql(options: GraphqlOptions = {}): Interface<GraphqlContext> {
  return { name: "graphql", parse: createParser(graphqlSettings(options)), render, refuse };
}
