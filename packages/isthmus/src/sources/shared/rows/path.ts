// Where a field, or a place inside it, is in a row.

import type { FieldRef } from "../../../core/index.ts";

export type Row = Readonly<Record<string, unknown>>;
export type Read = (row: Row) => unknown;

/** The guard of a field is not looked at here. */
export function pathOf({ field, path = [] }: Omit<FieldRef, "guard">): Read {
  if (path.length === 0) return (row) => (Object.hasOwn(row, field) ? row[field] : undefined);
  return (row) => {
    let value: unknown = Object.hasOwn(row, field) ? row[field] : undefined;
    for (const { to, as } of path) {
      value = "key" in to ? memberOf(value, to.key) : elementOf(value, to.index);
      if (as === "text" && value !== undefined && value !== null)
        value = typeof value === "object" ? JSON.stringify(value) : String(value as string | number | bigint | boolean);
    }
    return value;
  };
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Row)[key]
    : undefined;
}

function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? (value as readonly unknown[]).at(index) : undefined;
}
