// Reads a golden question as GraphQL asks it. Who asks stands in `rest.http`.

import { existsSync, readFileSync } from "node:fs";
import { readCase } from "./read-case.ts";
import type { PrincipalName } from "./roles.ts";

export interface GraphqlCase {
  readonly title: string;
  readonly as: PrincipalName;
  /** The request's body. */
  readonly body: string;
  /** Where in `data` that stands which REST answers as its body. */
  readonly answer?: string;
  /** What stands there, where it is not REST's body. */
  readonly value?: unknown;
  /** Why the question is another statement than REST's; absent where it is the same. */
  readonly differs?: string;
}

/** `undefined` where GraphQL cannot ask the question. */
export function readGraphqlCase(folder: URL): GraphqlCase | undefined {
  const file = new URL("graphql.json", folder);
  if (!existsSync(file)) return undefined;
  const { title, as } = readCase(new URL("rest.http", folder).pathname);
  const body = readFileSync(file, "utf8");
  const { answer, value, differs } = JSON.parse(body) as GraphqlCase;
  return { title, as, body, ...(answer === undefined ? {} : { answer }), ...(value === undefined ? {} : { value }), ...(differs === undefined ? {} : { differs }) };
}
