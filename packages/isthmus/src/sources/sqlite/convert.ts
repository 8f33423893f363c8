// Values between SQLite's storage and JSON: how a field's value is spelled in an answer, how a value of a JSON body is
// stored, and casts.

import type { DataType, JsonStep } from "../../core/index.ts";
import { castKinds } from "../shared/sql/cast-kinds.ts";
import { bigintType, textType, type Typed } from "../shared/sql/dialect.ts";
import { comparable, plainTime } from "./plain-time.ts";
import { type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";

/** The value as an argument of `json_object`: typed as PostgreSQL would type it. */
export function asJson(value: Typed): Fragment {
  if (value.built === true) return value.sql;
  if (value.type.holdsBytes === true) {
    const { holdsBytes: _, ...type } = value.type;
    return hexOr(value.sql, asJson({ ...value, type }));
  }
  const x = plainTime(value);
  switch (value.type.name) {
    case "boolean":
      return sql`json(CASE WHEN ${x} THEN 'true' WHEN ${x} IS NOT NULL THEN 'false' END)`;
    case "json":
    case "array":
    case "composite":
      return sql`CASE WHEN json_valid(${x}) THEN json(${x}) ELSE ${x} END`;
    case "bytes":
      return sql`CASE WHEN ${x} IS NOT NULL THEN '\\x' || lower(hex(${x})) END`;
    case "decimal":
      return decimal(x);
    case "float":
      return sql`CASE WHEN abs(${x}) <= 1.7976931348623157e308 OR ${x} IS NULL THEN ${x} WHEN ${x} > 0 THEN 'Infinity' ELSE '-Infinity' END`;
    case "timestamp":
      return trimmed(plainTime(value, "T"));
    case "timestamptz":
      return sql`CASE WHEN substr(${x}, -6, 1) IN ('+', '-') THEN replace(${x}, ' ', 'T') ELSE ${trimmed(sql`replace(rtrim(${x}, 'Z'), ' ', 'T')`)} || '+00:00' END`;
    case "other":
      return hexOr(x, x);
    default:
      return x;
  }
}

/** The same, of a column that holds bytes though its type has none: JSON cannot hold them. */
export function bytesAsHex(value: Typed): Fragment {
  if (value.built === true || value.type.name === "bytes" || value.type.name === "other") return asJson(value);
  const x = value.sql;
  if (value.type.name !== "json") return hexOr(x, asJson(value));
  // What `jsonb()` gives is bytes too, and JSON all the same.
  return sql`CASE WHEN typeof(${x}) <> 'blob' THEN ${asJson(value)} WHEN json_valid(${x}, 8) THEN json(${x}) ELSE ${hexOr(x, x)} END`;
}

function hexOr(x: Fragment, otherwise: Fragment): Fragment {
  return sql`iif(typeof(${x}) = 'blob', '\\x' || lower(hex(${x})), ${otherwise})`;
}

/** Without noughts that end a fraction of seconds. */
function trimmed(x: Fragment): Fragment {
  return sql`iif(length(${x}) > 19 AND instr(${x}, '.'), rtrim(rtrim(${x}, '0'), '.'), ${x})`;
}

/**
 * The number as SQLite prints it: `409.0` and `409.00` are the same number to JSON, and printing each with its scale's digits
 * costs a fifth of a list. One that SQLite keeps as text, to lose no digit, is a number all the same.
 */
function decimal(x: Fragment): Fragment {
  return sql`iif(typeof(${x}) = 'text' AND json_valid(${x}), json(${x}), ${x})`;
}

/** A JSON path as SQLite spells it. */
export function pathTo(steps: readonly JsonStep[]): Fragment {
  const text = steps
    .map(({ to }) => ("key" in to ? `.${JSON.stringify(to.key)}` : to.index < 0 ? `[#${to.index}]` : `[${to.index}]`))
    .join("");
  return parameter({ value: { kind: "literal", value: `$${text}` }, as: "text" });
}

/** What a value is ordered by: of JSON the value inside, not its text. */
export function orderValue(value: Typed): Typed {
  if (value.type.name !== "json") return comparable(value);
  return { ...value, sql: sql`(${value.sql} ->> '$')`, type: textType };
}

const kinds: Readonly<Record<string, DataType["name"]>> = { ...castKinds, blob: "bytes", bytea: "bytes" };

/** The type a cast leads to; what is not known by name is text. */
export function castType(to: string): DataType {
  const name = kinds[to.toLowerCase()] ?? "text";
  return name === "bigint" ? bigintType : name === "text" ? textType : { name, native: to };
}

export function cast(from: Typed, to: string): Fragment {
  const x = plainTime(from);
  switch (castType(to).name) {
    case "integer":
    case "bigint":
      return from.type.name === "text" ? sql`CAST(${x} AS INTEGER)` : sql`CAST(round(${x}) AS INTEGER)`;
    case "decimal":
      return sql`CAST(${x} AS NUMERIC)`;
    case "float":
      return sql`CAST(${x} AS REAL)`;
    case "boolean":
      return sql`CASE WHEN lower(${x}) IN ('t', 'true', 'y', 'yes', 'on', '1') THEN 1 WHEN ${x} IS NULL THEN NULL WHEN typeof(${x}) = 'text' THEN 0 ELSE ${x} <> 0 END`;
    case "date":
      return sql`date(${x})`;
    case "time":
      return sql`time(${x})`;
    case "timestamp":
      return sql`datetime(${x})`;
    case "bytes":
      return sql`CAST(${x} AS BLOB)`;
    case "json":
      return x;
    default:
      return textOf(from);
  }
}

/** The spelling PostgreSQL gives a value as text. */
export function textOf(from: Typed): Fragment {
  const x = plainTime(from);
  switch (from.type.name) {
    case "boolean":
      return sql`CASE WHEN ${x} THEN 'true' WHEN ${x} IS NOT NULL THEN 'false' END`;
    case "decimal":
      return from.type.scale === undefined
        ? sql`CAST(${x} AS TEXT)`
        : sql`CASE WHEN ${x} IS NOT NULL THEN printf(${raw(`'%.${Math.trunc(from.type.scale)}f'`)}, ${x}) END`;
    case "bytes":
      return asJson(from);
    default:
      return sql`CAST(${x} AS TEXT)`;
  }
}

/** A member of a JSON body as its field keeps it. The body was checked when it was bound: see `Parameter.fields`. */
export function fromBody(document: Fragment, name: string, type: DataType): Fragment {
  const to = pathTo([{ to: { key: name }, as: "json" }]);
  const x = sql`json_extract(${document}, ${to})`;
  switch (type.name) {
    case "json":
    case "array":
    case "composite":
      return sql`nullif(${document} -> ${to}, 'null')`;
    case "bytes":
      return sql`unhex(substr(${x}, 3))`;
    default:
      return x;
  }
}
