// Types of columns, from the text that information_schema has of them.

import type { DataType, DataTypeName } from "../../../core/index.ts";
import type { ColumnFact } from "./facts.ts";

const names: Readonly<Record<string, DataTypeName>> = {
  tinyint: "smallint",
  smallint: "smallint",
  mediumint: "integer",
  int: "integer",
  bigint: "bigint",
  year: "integer",
  bit: "bigint",
  decimal: "decimal",
  float: "float",
  double: "float",
  char: "text",
  varchar: "text",
  tinytext: "text",
  text: "text",
  mediumtext: "text",
  longtext: "text",
  set: "text",
  enum: "enum",
  binary: "bytes",
  varbinary: "bytes",
  tinyblob: "bytes",
  blob: "bytes",
  mediumblob: "bytes",
  longblob: "bytes",
  date: "date",
  time: "time",
  datetime: "timestamp",
  timestamp: "timestamptz",
  json: "json",
  uuid: "uuid",
};

/** What an unsigned type has no room for in the signed one of its name. */
const wider: Readonly<Partial<Record<string, DataTypeName>>> = { smallint: "integer", int: "bigint" };

/** `isJson`: a check of the table holds the column to be JSON. */
export function dataTypeOf({ type, collation }: ColumnFact, isJson: boolean): DataType {
  const word = /^[a-z\d]+/.exec(type)?.[0] ?? "";
  if (isJson) return { name: "json", native: "json" };
  if (type === "tinyint(1)" || type === "bit(1)") return { name: "boolean", native: type };
  const native = collation === null ? type : `${type} COLLATE ${collation}`;
  const unsigned = / unsigned/.test(type) ? wider[word] : undefined;
  const name = unsigned ?? (Object.hasOwn(names, word) ? names[word] : undefined) ?? "other";
  const [first, second] = /\((\d+)(?:,(\d+))?\)/.exec(type)?.slice(1) ?? [];
  return {
    name,
    native,
    ...(name === "enum" ? { values: valuesOf(type) } : {}),
    ...((word === "char" || word === "varchar") && first !== undefined ? { maxLength: Number(first) } : {}),
    ...(name === "decimal" && first !== undefined ? { precision: Number(first), scale: Number(second ?? 0) } : {}),
  };
}

/** `enum('a','it''s')` */
function valuesOf(type: string): readonly string[] {
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = ""]) => value.replaceAll("''", "'"));
}
