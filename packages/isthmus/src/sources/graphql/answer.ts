// An API's answer → data and errors, and these → a result. It is untrusted: read within bounds, and refused where it is none.

import { type Execution, readJson, type Result } from "../../core/index.ts";
import { markedFallback, shapedResult } from "../shared/api/shaped.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { GraphCommand } from "./command.ts";
import { driftIn } from "./drift.ts";
import { type GraphError, unusable } from "./errors.ts";

export interface Answered {
  /** Absent: there is none. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphError[];
}

/** Lists and objects within one another. */
const deepest = 500;

/** Answers are read once, whoever looks at them: the judge, the configuration's predicates, the source. */
const read = new WeakMap<HttpAnswer, Answered | Error>();

/** Fatal: what is no UTF-8 is an error, and not a text with question marks in it. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws Error that says what is wrong with it. */
export function answeredIn(answer: HttpAnswer): Answered {
  let found = read.get(answer);
  if (found === undefined) {
    try {
      found = parse(answer);
    } catch (error) {
      found = error instanceof Error ? error : new Error(String(error));
    }
    read.set(answer, found);
  }
  if (found instanceof Error) throw found;
  return found;
}

function parse({ body, headers }: HttpAnswer): Answered {
  let value: unknown;
  try {
    value = readJson(utf8.decode(body), { deepest });
  } catch (cause) {
    const [type = ""] = (headers["content-type"] ?? "").split(";");
    throw new Error(type !== "" && !/json/i.test(type) ? `it is ${type} and no JSON` : "it is no JSON", { cause });
  }
  if (!isObject(value)) throw new Error("it is no answer of GraphQL");
  const [data, errors] = [member(value, "data"), member(value, "errors")];
  if (data === undefined && errors === undefined) throw new Error("it has neither data nor errors");
  if (data !== undefined && data !== null && !isObject(data)) throw new Error("its data is no object");
  if (errors !== undefined && errors !== null && !Array.isArray(errors)) throw new Error("its errors are no list");
  return {
    ...(isObject(data) ? { data } : {}),
    errors: ((errors ?? []) as readonly unknown[]).map(errorOf),
  };
}

function errorOf(given: unknown): GraphError {
  const one = isObject(given) ? given : {};
  const message = member(one, "message");
  const extensions = member(one, "extensions");
  const said = isObject(extensions) ? (member(extensions, "code") ?? member(extensions, "type")) : member(one, "type");
  const path = member(one, "path");
  return {
    message: typeof message === "string" ? message.toWellFormed().slice(0, 2_000) : "an error without a message",
    code: typeof said === "string" ? said.slice(0, 100) : "",
    ...(Array.isArray(path) ? { path: path.slice(0, 50) } : {}),
  };
}

/** What the only root field has; undefined where there is no data. */
export function fieldIn({ data }: Answered): unknown {
  return data === undefined ? undefined : Object.values(data)[0];
}

export function resultOf(source: string, command: GraphCommand, answer: HttpAnswer, call: Execution): Result {
  const { answer: plan, operation } = command;
  const wrong = (why: string, cause?: unknown) => unusable(source, operation, why, cause);
  const value =
    answer.from === "value" ? readJson(utf8.decode(answer.body), { deepest }) : fieldIn(readOr(answer, wrong));
  const drift =
    plan.types === undefined || answer.from === "value" ? undefined : driftIn(value, plan.field, plan.types);
  if (drift !== undefined) throw wrong(drift);
  return markedFallback(shapedResult(plan, value, call, wrong), answer);
}

function readOr(answer: HttpAnswer, wrong: (why: string, cause: unknown) => Error): Answered {
  try {
    return answeredIn(answer);
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : "it cannot be read", cause);
  }
}

function member(of: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
