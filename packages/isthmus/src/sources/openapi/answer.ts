// An API's answer → a result. It is untrusted: read within bounds, written anew, and refused where it is not what it should be.

import { type Execution, Problem, readJson, type Result, writeJson } from "../../core/index.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { ApiCommand } from "./command.ts";
import { unusable } from "./errors.ts";
import type { Row } from "../shared/rows/path.ts";

/** Lists and objects within one another. */
const deepest = 500;
const nothing: Result = { body: null, rows: 0 };

/** The value is kept beside an answer that is given several times, from the cache. */
const readBefore = new WeakMap<HttpAnswer, unknown>();

export function resultOf(source: string, command: ApiCommand, answer: HttpAnswer, call: Execution): Result {
  const result = bodyOf(source, command, answer, call);
  if (answer.from === undefined || answer.from === "cache") return result;
  return { ...result, headers: [["isthmus-fallback", answer.from]] };
}

function bodyOf(source: string, command: ApiCommand, answer: HttpAnswer, call: Execution): Result {
  const { kind, rows } = command.answer;
  if (kind === "none") return nothing;
  if (kind === "text") return { body: JSON.stringify(Buffer.from(answer.body).toString()), rows: 1 };
  if (kind === "bytes") return { body: `"\\\\x${Buffer.from(answer.body).toString("hex")}"`, rows: 1 };
  const value = valueOf(source, command, answer);
  if (rows === "none") return value === undefined ? nothing : { body: writeJson(value), rows: 1 };
  return shapedResult(source, command, value, call);
}

/** The JSON of an answer; undefined where it is empty. @throws Problem where it is none, or not what it should be. */
export function valueOf(source: string, { operation, answer: plan }: ApiCommand, answer: HttpAnswer): unknown {
  if (readBefore.has(answer)) return readBefore.get(answer);
  const wrong = (why: string, cause?: unknown): Problem => unusable(source, operation, why, cause);
  if (answer.body.length === 0) return undefined;
  let value: unknown;
  try {
    value = readJson(utf8.decode(answer.body), { deepest });
  } catch (cause) {
    const type = answer.headers["content-type"];
    throw wrong(
      type !== undefined && !/json/i.test(type) ? `it is ${type.split(";")[0] ?? ""} and no JSON` : "it is no JSON",
      cause,
    );
  }
  const fault = plan.check?.(value);
  if (fault !== undefined) throw wrong(`${fault.at || "it"}: expected ${fault.expected}`);
  if (answer.from === "cache") readBefore.set(answer, value);
  return value;
}

/** Fatal: what is no UTF-8 is an error, and not a text with question marks in it. A byte order mark is left out. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

function shapedResult(
  source: string,
  { operation, answer: plan }: ApiCommand,
  value: unknown,
  call: Execution,
): Result {
  const rows = rowsOf(plan.rows, value);
  if (rows === undefined)
    throw unusable(source, operation, plan.rows === "many" ? "expected a list of objects" : "expected an object");
  const shaped = plan.shape === undefined ? { rows } : plan.shape(rows, call);
  const { length } = shaped.rows;
  if (plan.single && length !== 1) throw notOne(length);
  const body = plan.asOne ? (length === 0 ? "null" : writeJson(shaped.rows[0])) : writeJson(shaped.rows);
  return { body, rows: length, ...("total" in shaped && shaped.total !== undefined ? { total: shaped.total } : {}) };
}

function rowsOf(expected: "none" | "one" | "many", value: unknown): readonly Row[] | undefined {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = expected === "many" ? (Array.isArray(value) ? value : [undefined]) : [value];
  return list.every(isRow) ? list : undefined;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notOne(rows: number): Problem {
  return new Problem({
    code: "PGRST116",
    category: "invalid",
    status: 406,
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${rows} rows`,
  });
}
