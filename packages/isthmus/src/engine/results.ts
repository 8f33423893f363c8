// What an earlier statement of a transaction returned, for the values of the ones behind it.

import type { Result } from "../core/index.ts";
import { Problem } from "../core/index.ts";

type Row = Readonly<Record<string, unknown>>;

/** Whether some value of the statement is taken from an earlier result. */
export function pointsBack(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node && node.kind === "result" && "step" in node) return true;
  return Object.values(node).some(pointsBack);
}

/** The first row of a result; numbers that a JavaScript number would round are kept as their text. */
export function firstRow(result: Result): Row {
  if (result.body === null) return {};
  const parsed: unknown = valueIn(result.body);
  const row: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (typeof row === "object" && row !== null) return row as Row;
  throw new Problem({
    code: "ISTHMUS202",
    category: "invalid",
    message: "A later operation refers to the result of an earlier one, which returned no row",
  });
}

/** A JSON text as a value; numbers that a JavaScript number would round are kept as their text. */
export function valueIn(text: string): unknown {
  return JSON.parse(text, keepDigits);
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && context?.source !== undefined && String(value) !== context.source
    ? context.source
    : value;
}
