// A column's declared type → its DataType: well-known names first, then SQLite's affinity rules
// (https://www.sqlite.org/datatype3.html, 3.1).

import type { DataType, DataTypeName } from "../../core/index.ts";

/** SQLite's INTEGER holds 64 bits, so it is a bigint; the names of smaller types promise smaller values. */
const known: Readonly<Record<string, DataTypeName>> = {
  tinyint: "smallint",
  smallint: "smallint",
  int2: "smallint",
  mediumint: "integer",
  int4: "integer",
  int: "bigint",
  integer: "bigint",
  bigint: "bigint",
  int8: "bigint",
  decimal: "decimal",
  numeric: "decimal",
  money: "decimal",
  real: "float",
  float: "float",
  float4: "float",
  float8: "float",
  double: "float",
  "double precision": "float",
  bool: "boolean",
  boolean: "boolean",
  date: "date",
  time: "time",
  datetime: "timestamp",
  timestamp: "timestamp",
  "timestamp without time zone": "timestamp",
  timestamptz: "timestamptz",
  "timestamp with time zone": "timestamptz",
  uuid: "uuid",
  guid: "uuid",
  json: "json",
  jsonb: "json",
  blob: "bytes",
  bytea: "bytes",
  text: "text",
  clob: "text",
  any: "other",
};

/** `declared`: as in the CREATE statement; empty when there is none. */
export function dataTypeOf(declared: string): DataType {
  const native = declared.trim().toLowerCase().replace(/\s+/g, " ");
  const parts = /^([^(]*?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)\s*)?$/.exec(native);
  const word = parts?.[1] ?? native;
  const first = parts?.[2] === undefined ? undefined : Number(parts[2]);
  const second = parts?.[3] === undefined ? undefined : Number(parts[3]);
  const name = (Object.hasOwn(known, word) ? known[word] : undefined) ?? byAffinity(native);
  if (name === "decimal" && first !== undefined) return { name, native, precision: first, scale: second ?? 0 };
  if (name === "text" && first !== undefined) return { name, native, maxLength: first };
  return { name, native: native === "" ? "any" : native };
}

function byAffinity(native: string): DataTypeName {
  if (native.includes("int")) return "bigint";
  if (/char|clob|text|string/.test(native)) return "text";
  if (native === "") return "other";
  if (native.includes("blob")) return "bytes";
  if (/real|floa|doub/.test(native)) return "float";
  return "other";
}
