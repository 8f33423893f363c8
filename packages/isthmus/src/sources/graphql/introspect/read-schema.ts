// The text of a schema → the schema, by the library that knows the language. The only place that needs it.

import type { GraphQLSchema } from "graphql";
import { Problem } from "../../../core/index.ts";
import type { SchemaText } from "../connect.ts";

/** Tokens of a definition; the parser calls itself for each level. */
const mostTokens = 3_000_000;

/** @param place For messages. */
export async function readSchema({ kind, text }: SchemaText, place: string): Promise<GraphQLSchema> {
  const { buildASTSchema, buildClientSchema, parse } = await import("graphql");
  try {
    if (kind === "definitions")
      return buildASTSchema(parse(text, { noLocation: true, maxTokens: mostTokens }), { assumeValid: true });
    const told = JSON.parse(text) as { readonly data?: unknown; readonly __schema?: unknown };
    return buildClientSchema((told.data ?? told) as never, { assumeValid: true });
  } catch (cause) {
    const [why = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    const message = `${place} cannot be read: ${why.slice(0, 300)}`;
    throw new Problem({ code: "ISTHMUS105", category: "invalid", message, cause });
  }
}

/** What an API is asked for its schema: nothing that older servers do not know. */
export async function introspectionQuestion(): Promise<string> {
  const { getIntrospectionQuery } = await import("graphql");
  return getIntrospectionQuery({ descriptions: true });
}
