// Asks the parser as a caller would, over the small shop, for its tests.

import { restCatalog } from "../../../../test/kit/rest-catalog.ts";
import { Problem, type Condition, type Intent, type Query, type Request } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { createParser } from "../parse.ts";

export const catalog = restCatalog();
const parse = createParser();

export type Headers = Readonly<Record<string, string>>;

/** `ask("GET /orders?id=eq.1")`. */
export function ask(line: string, headers: Headers = {}, body = "", view = catalog): Intent<RestContext> {
  const [method = "", target = ""] = line.split(/ (.*)/s);
  const [path = "", ...query] = target.split("?");
  const request: Request = {
    id: "1",
    method,
    path,
    query: query.join("?"),
    headers,
    body,
    base: "https://shop.example/api",
  };
  return parse(request, view);
}

/** The only question of a read. */
export function only(
  line: string,
  headers: Headers = {},
): { readonly statement: Query; readonly inputs: readonly unknown[] } {
  const { questions } = ask(line, headers);
  const [question] = questions;
  if (questions.length !== 1 || question?.statement.kind !== "query") throw new Error(`${line} is no single query`);
  return { statement: question.statement, inputs: question.inputs };
}

export function query(line: string, headers: Headers = {}): Query {
  return only(line, headers).statement;
}

export function refusal(line: string, headers: Headers = {}, body = "", view = catalog): Problem {
  try {
    ask(line, headers, body, view);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error(`${line} was not refused`);
}

export const input = (index: number) => ({ kind: "input", index }) as const;
export const field = (name: string) => ({ kind: "field", as: name, of: { field: name } }) as const;
export const eq = (name: string, index: number): Condition => ({
  kind: "compare",
  left: { field: name },
  operator: "eq",
  right: input(index),
});
