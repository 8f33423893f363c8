// Casts, by the names that PostgreSQL's and MySQL's users know.

import type { DataType } from "../../core/index.ts";
import { castKinds } from "../shared/sql/cast-kinds.ts";
import { bigintType, textType, type Typed } from "../shared/sql/dialect.ts";
import { type Fragment, raw, sql } from "../shared/sql/fragment.ts";
import { spelledText } from "./json.ts";

const kinds: Readonly<Record<string, DataType["name"]>> = { ...castKinds, text: "text", varchar: "text" };

/** What a caller may cast to. */
export const castable: readonly string[] = Object.keys(kinds);

export function castType(to: string): DataType {
  const name = kinds[to.toLowerCase()] ?? "text";
  return name === "bigint" || name === "integer" ? bigintType : name === "text" ? textType : { name, native: name };
}

/** A text that spells no value of the type becomes what the database makes of it: null, or the number it begins with. */
export function cast(from: Typed, to: string): Fragment {
  const x = from.sql;
  switch (castType(to).name) {
    case "bigint":
      return sql`CAST(${from.type.name === "float" || from.type.name === "decimal" ? sql`ROUND(${x})` : x} AS SIGNED)`;
    case "decimal":
      return isNumber(from.type) ? x : sql`CAST(${x} AS DECIMAL(65, 30))`;
    case "float":
      return sql`(${x} + 0e0)`;
    case "boolean":
      return from.type.name === "text" ? sql`(LOWER(${x}) IN ('t', 'true', 'y', 'yes', 'on', '1'))` : sql`(${x} <> 0)`;
    case "date":
    case "time":
    case "timestamp":
      return sql`CAST(${x} AS ${raw(timeTypes[castType(to).name] ?? "DATE")})`;
    case "json":
      return from.type.name === "json" ? x : sql`JSON_QUOTE(${spelledText(from)})`;
    default:
      return spelledText(from);
  }
}

const timeTypes: Readonly<Record<string, string>> = { date: "DATE", time: "TIME(6)", timestamp: "DATETIME(6)" };

function isNumber({ name }: DataType): boolean {
  return name === "smallint" || name === "integer" || name === "bigint" || name === "decimal";
}
