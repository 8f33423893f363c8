// Where a field, or a place inside it, is in a row.

import { type FieldRef, unsupported } from "../../../core/index.ts";

export type Row = Readonly<Record<string, unknown>>;
export type Read = (row: Row) => unknown;

export function pathOf({ field, path = [], guard }: FieldRef): Read {
  if (guard !== undefined) throw unsupported("a guarded field of an API's answer");
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
