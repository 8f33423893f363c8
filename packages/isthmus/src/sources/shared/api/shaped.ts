// What an API answered, as a result: one value, or rows of which the caller takes what he asked for.

import { type Execution, isLongDecimal, notOneRow, type Problem, type Result, writeJson } from "../../../core/index.ts";
import type { HttpAnswer } from "../http/exchange.ts";
import type { Shape } from "../rows/compile-rows.ts";
import type { Row } from "../rows/path.ts";

export interface ShapePlan {
  readonly rows: "none" | "one" | "many";
  /** Of rows. */
  readonly shape?: Shape;
  readonly single: boolean;
  /** Of rows: one object is wanted. */
  readonly asOne: boolean;
}

/** @param wrong Makes the Problem of an answer that is not what it should be. */
export function shapedResult(
  plan: ShapePlan,
  value: unknown,
  call: Execution,
  wrong: (why: string) => Problem,
): Result {
  if (plan.rows === "none") return value === undefined ? { body: null, rows: 0 } : { body: writeJson(value), rows: 1 };
  const rows = rowsOf(plan.rows, value);
  if (rows === undefined) throw wrong(plan.rows === "many" ? "expected a list of objects" : "expected an object");
  const shaped = plan.shape === undefined ? { rows } : plan.shape(rows, call);
  const { length } = shaped.rows;
  if (plan.single && length !== 1) throw notOneRow(length);
  const body = plan.asOne ? (length === 0 ? "null" : writeJson(shaped.rows[0])) : writeJson(shaped.rows);
  return { body, rows: length, ...("total" in shaped && shaped.total !== undefined ? { total: shaped.total } : {}) };
}

/** The answer says where it is another than the API's own. */
export function markedFallback(result: Result, { from }: Pick<HttpAnswer, "from">): Result {
  if (from === undefined || from === "cache") return result;
  return { ...result, headers: [["isthmus-fallback", from]] };
}

function rowsOf(expected: "one" | "many", value: unknown): readonly Row[] | undefined {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = expected === "many" ? (Array.isArray(value) ? value : [undefined]) : [value];
  return list.every(isRow) ? list : undefined;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLongDecimal(value);
}
