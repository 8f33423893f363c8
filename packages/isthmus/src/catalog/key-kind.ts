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

/** Undefined where equal values may be spelled in several ways. `there`: of the side that is asked. */
export function keyKindOf(here: DataTypeName, there: DataTypeName): KeyKind | undefined {
  const [a, b] = [kinds[here], kinds[there]];
  if (a === undefined || b === undefined) return undefined;
  if (b !== "text") return b;
  return a;
}
