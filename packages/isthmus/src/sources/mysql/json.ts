// Values as JSON text, written together by CONCAT: what the database's own JSON functions would make of decimals,
// booleans and times is not what the other databases answer, and nested JSON would be quoted twice.

import type { DataType } from "../../core/index.ts";
import type { Output, Typed } from "../shared/sql/dialect.ts";
import { type Fragment, join, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { collationOf, fractionOf, isForeign } from "./types.ts";

/** The JSON text of a value; never null. */
export function jsonText(value: Typed): Fragment {
  const text = textOrNull(value);
  return value.nullable ? sql`COALESCE(${text}, 'null')` : text;
}

/** Null stays null. */
function textOrNull(value: Typed): Fragment {
  const { sql: x, type } = value;
  if (value.built === true) return x;
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint":
      return type.native.includes("zerofill") || type.native.startsWith("bit") ? sql`(${x} + 0)` : x;
    case "decimal":
      return x;
    case "float":
      return floatText(x, type);
    case "boolean":
      return value.nullable
        ? sql`CASE WHEN ${x} THEN 'true' WHEN ${x} IS NOT NULL THEN 'false' END`
        : sql`IF(${x}, 'true', 'false')`;
    case "json":
    case "array":
    case "composite":
      return jsonColumn(x);
    case "bytes":
      return sql`CONCAT('"\\\\\\\\x', LOWER(HEX(${x})), '"')`;
    case "date":
      return sql`CONCAT('"', ${x}, '"')`;
    case "time":
      return sql`CONCAT('"', ${trimmed(x, type)}, '"')`;
    case "timestamp":
      return sql`CONCAT('"', REPLACE(${trimmed(x, type)}, ' ', 'T'), '"')`;
    case "timestamptz":
      return sql`CONCAT('"', REPLACE(${trimmed(x, type)}, ' ', 'T'), '+00:00"')`;
    default:
      return sql`JSON_QUOTE(${asText(value)})`;
  }
}

/** MySQL's JSON type is made a text; MariaDB's is one already. */
function jsonColumn(x: Fragment): Fragment {
  return sql`CONVERT(${x} USING utf8mb4)`;
}

/** A single-precision number by its own few digits where they tell it exactly, as PostgreSQL prints it. */
function floatText(x: Fragment, { native }: DataType): Fragment {
  if (!native.startsWith("float") || native.includes("float8")) return x;
  return sql`IF(CAST(CONCAT(${x}) AS FLOAT) = ${x}, CONCAT(${x}), CONCAT(CAST(${x} AS DOUBLE)))`;
}

/** Without noughts that end a fraction of seconds. */
function trimmed(x: Fragment, type: DataType): Fragment {
  const fraction = fractionOf(type);
  if (fraction === 0) return x;
  const bare = sql`TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM ${x}))`;
  return fraction === undefined ? sql`IF(LOCATE('.', ${x}), ${bare}, ${x})` : bare;
}

/** A text, or what is spelled as one, in the session's character set. */
export function asText({ sql: x, type }: Typed): Fragment {
  if (/^(uuid|inet)/.test(type.native)) return sql`CAST(${x} AS CHAR)`;
  if (isSpatial(type)) return sql`ST_AsText(${x})`;
  return isForeign(collationOf(type)) ? sql`CONVERT(${x} USING utf8mb4)` : x;
}

export function isSpatial({ native }: DataType): boolean {
  return /^(geometry|point|linestring|polygon|multi|geomcollection)/.test(native);
}

/** The spelling PostgreSQL gives a value as text. */
export function spelledText(value: Typed): Fragment {
  const { sql: x, type } = value;
  switch (type.name) {
    case "boolean":
      return sql`CASE WHEN ${x} THEN 'true' WHEN ${x} IS NOT NULL THEN 'false' END`;
    case "bytes":
      return sql`CONCAT('\\\\x', LOWER(HEX(${x})))`;
    case "float":
      return sql`CAST(${floatText(x, type)} AS CHAR)`;
    case "time":
    case "timestamp":
      return sql`CAST(${trimmed(x, type)} AS CHAR)`;
    case "timestamptz":
      return sql`CONCAT(${trimmed(x, type)}, '+00')`;
    case "json":
      return jsonColumn(x);
    case "smallint":
    case "integer":
    case "bigint":
      return sql`CAST((${x} + 0) AS CHAR)`;
    case "text":
    case "enum":
    case "other":
    case "uuid":
      return asText(value);
    default:
      return sql`CAST(${x} AS CHAR)`;
  }
}

/** One JSON object of the values; never null. */
export function objectText(outputs: readonly Output[]): Fragment {
  if (outputs.length === 0) return raw("'{}'");
  const members = outputs.map(({ as, value }, index) => sql`${memberName(as, index > 0)}, ${jsonText(value)}`);
  return sql`CONCAT(${join(members, ", ")}, '}')`;
}

/** Plain names stand in the text, which spares their binding. */
function memberName(as: string, further: boolean): Fragment {
  const text = `${further ? "," : "{"}${JSON.stringify(as)}:`;
  if (/^[\w $.-]+$/.test(as)) return raw(`'${text}'`);
  return parameter({ value: { kind: "literal", value: text }, as: "text" });
}

/** A part of a list of order values: a time in the form in which it is compared. */
export function cursorPart(value: Typed): Fragment {
  if (value.type.name !== "timestamptz") return jsonText(value);
  const text = sql`CONCAT('"', ${value.sql}, '"')`;
  return value.nullable ? sql`COALESCE(${text}, 'null')` : text;
}

export function listText(parts: readonly Fragment[]): Fragment {
  return sql`CONCAT('[', ${join(parts, ", ',', ")}, ']')`;
}

/** A JSON array of the items of a group. They are separated by commas, which is what GROUP_CONCAT does by itself. */
export function arrayText(item: Fragment): Fragment {
  return sql`CONCAT('[', COALESCE(GROUP_CONCAT(${item}), ''), ']')`;
}

/** Stands for an item that became too long to be sent; JSON has this character nowhere by itself. */
export const lost = "\u0001";
