// Asks an open engine by GraphQL.

import type { Principal } from "../../src/core/index.ts";
import { graphql, type GraphqlOptions } from "../../src/interfaces/graphql/index.ts";
import type { OpenEngine } from "./open-engine.ts";

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors:
    | readonly {
        readonly message: string;
        readonly path?: readonly string[];
        readonly extensions: Record<string, unknown>;
      }[]
    | undefined;
}

export type AskGraphql = (
  query: string,
  principal: Principal,
  variables?: Readonly<Record<string, unknown>> | string,
  more?: object,
) => Promise<Answered>;

/** Variables may be given as JSON text, where numbers have more digits than JavaScript keeps. */
export function graphqlOver(opened: OpenEngine, options: GraphqlOptions = {}): AskGraphql {
  const face = graphql(options);
  return async (query, principal, variables = {}, more = {}) => {
    const given = typeof variables === "string" ? variables : JSON.stringify(variables);
    const rest = JSON.stringify({ query, ...more }).slice(0, -1);
    const reply = await opened.ask("/", principal, {
      face,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: `${rest},"variables":${given}}`,
    });
    const text = reply.body?.toString() ?? "";
    const { data, errors } = JSON.parse(text) as Pick<Answered, "data" | "errors">;
    return { status: reply.status, headers: reply.headers, text, data, errors };
  };
}
