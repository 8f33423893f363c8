// How values of two sources are compared when a relation joins them.

import type { DataTypeName } from "../core/index.ts";

export type KeyKind = "number" | "whole" | "text" | "uuid";

const kinds: Readonly<Partial<Record<DataTypeName, KeyKind>>> = {
  smallint: "whole",
  integer: "whole",
  bigint: "whole",
  decimal: "number",
  float: "number",
  text: "text",
  enum: "text",
  other: "text",
  boolean: "text",
  date: "text",
  uuid: "uuid",
};

/**
 * Undefined where equal values may be spelled in several ways. A text and a value of another type are equal where the text
 * is what the other's source writes: both sides can then be asked for it.
 */
export function keyKindOf(here: DataTypeName, there: DataTypeName): KeyKind | undefined {
  const [a, b] = [kinds[here], kinds[there]];
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return a;
  return a === "uuid" || b === "uuid" || a === "text" || b === "text" ? "text" : "number";
}
