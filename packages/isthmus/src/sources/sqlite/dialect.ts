// SQLite's spelling. JSON is built by `json_object` and `json_group_array`; values are given the spelling that
// PostgreSQL gives them in JSON. Functions the connection must have: see `functions.ts`.

import { type DataType, type JsonStep, Problem } from "../../core/index.ts";
import { clause } from "../shared/sql/condition.ts";
import {
  bigintType,
  type Dialect,
  type Items,
  type Output,
  type Rows,
  textType,
  type Typed,
} from "../shared/sql/dialect.ts";
import { empty, type Fragment, join, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { adjust } from "./adjust.ts";
import { compare } from "./compare.ts";
import { comparable } from "./plain-time.ts";
import { asJson, bytesAsHex, cast, castType, orderValue, pathTo } from "./convert.ts";

type AsJson = (value: Typed) => Fragment;

/** `wary`: any column of SQLite's may hold bytes, whatever its type says; looking at each value costs, so it is done where need be. */
export const sqlite = dialectWith(asJson);
export const wary = dialectWith(bytesAsHex);

function dialectWith(asJson: AsJson): Dialect {
  const objectOf = objectWith(asJson);
  return {
    name: "SQLite",
    placeholder: (position) => `?${position}`,
    quote,
    table: ({ native }) => quote(native.name),
    value: (value, type) => parameter({ value, as: "scalar", type }),
    count: (value) => parameter({ value, as: "count" }),
    compare,
    sameOrNull: (left, right) => sql`${left} IS ${right}`,
    path,
    cast: (from, to) => ({ sql: cast(from, to), type: castType(to), nullable: from.nullable }),
    aggregate,
    adjust,
    constant: (value) => ({ sql: name(value), type: textType, nullable: false }),
    groupable: comparable,
    orderable: orderValue,
    orderTerm,
    limit: ({ limit, offset }) =>
      sql`LIMIT ${limit ?? raw("-1")}${offset === undefined ? empty : sql` OFFSET ${offset}`}`,
    least: (left, right) => sql`min(${left}, ${right})`,
    items: (rows, alias) => items(rows, alias, objectOf),
    answer: (rows, alias) => answer(rows, alias, objectOf),
    object: objectOf,
    group: (outputs) => objectOf(outputs, false),
    array: (item, filter) =>
      sql`json_group_array(${item})${filter === undefined ? empty : sql` FILTER (WHERE ${filter})`}`,
    element: (value) => (value.type.name === "json" && value.built !== true ? sql`json(${value.sql})` : asJson(value)),
    text: (json) => json,
    itemText: (item) => item,
    only: (item) => sql`max(${item})`,
    cursor: (values) => sql`json_array(${join(values.map(cursorPart), ", ")})`,
    cursorValue: (cursor, index, type) => {
      const value = sql`json_extract(${parameter({ value: cursor, as: "json" })}, ${raw(`'$[${index}]'`)})`;
      return type.name === "bytes" ? sql`unhex(${value})` : value;
    },
    // What JSON functions give, they would take for JSON again.
    plainText: (json) => sql`(${json} || '')`,
    call: () => {
      throw new Problem({
        code: "PGRST127",
        category: "unsupported",
        message: "Feature not implemented",
        details: "SQLite has no functions over rows",
      });
    },
  };
}

function quote(name: string): Fragment {
  if (name.includes("\0")) {
    throw new Problem({ code: "22021", category: "invalid", message: "A name must not hold the character U+0000" });
  }
  return raw(`"${name.replaceAll('"', '""')}"`);
}

function path(from: Typed, steps: readonly JsonStep[]): Typed {
  const to = pathTo(steps);
  if (steps.at(-1)?.as !== "text") {
    return { sql: sql`(${from.sql} -> ${to})`, type: { name: "json", native: "json" }, nullable: true };
  }
  // The arrow alone would give 1 for true, and numbers for numbers.
  const text = sql`CASE json_type(${from.sql}, ${to}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(${from.sql} ->> ${to} AS TEXT) END`;
  return { sql: sql`(${text})`, type: textType, nullable: true };
}

function aggregate(call: "count" | "sum" | "avg" | "min" | "max", of: Typed | undefined, distinct?: boolean): Typed {
  if (of !== undefined) of = comparable(of);
  const type: DataType =
    call === "count" ? bigintType : call === "avg" ? { name: "decimal", native: "numeric" } : (of?.type ?? bigintType);
  const value = of === undefined ? raw("*") : distinct === true ? sql`DISTINCT ${of.sql}` : of.sql;
  const result = sql`${raw(call)}(${value})`;
  return { sql: call === "sum" ? exact(result, type) : result, type, nullable: call !== "count" };
}

/** A sum of doubles is not quite the sum of the decimals they stand for. */
function exact(sum: Fragment, { name, scale }: DataType): Fragment {
  return name === "decimal" && scale !== undefined && scale >= 0
    ? sql`round(${sum}, ${raw(String(Math.trunc(scale)))})`
    : sum;
}

/** SQLite takes null for the least value of all. */
function orderTerm(value: Typed, direction: "asc" | "desc", nulls: "first" | "last"): Fragment {
  const own = direction === "asc" ? "first" : "last";
  const way = direction === "asc" ? "" : " DESC";
  const place = !value.nullable || nulls === own ? "" : nulls === "first" ? " NULLS FIRST" : " NULLS LAST";
  return sql`${value.sql}${raw(`${way}${place}`)}`;
}

/** JSON cannot hold bytes, and a float must come back as the very same. */
function cursorPart(value: Typed): Fragment {
  if (value.type.name === "bytes") return sql`hex(${value.sql})`;
  if (value.type.name !== "float" && value.type.name !== "decimal") return value.sql;
  return sql`CASE WHEN typeof(${value.sql}) = 'real' THEN json(printf('%!.17g', ${value.sql})) ELSE ${value.sql} END`;
}

// ---- JSON

type ObjectOf = (outputs: readonly Output[], stripNulls: boolean) => Fragment;

function items(rows: Rows, alias: () => string, objectOf: ObjectOf): Items {
  const { order, limit } = rows;
  const row = raw(rows.alias);
  const source = sql`${rows.from}${clause(" WHERE ", rows.where)}`;
  const tail = sql`${clause(" ORDER BY ", order)}${limit === undefined ? empty : sql` ${limit}`}`;
  if (rows.grouped) return groups(rows, source, tail, alias(), objectOf);
  const item = objectOf(rows.outputs, rows.stripNulls);
  if (order === undefined && limit === undefined) return { item, element: item, from: source };
  return { item, element: item, from: sql`(SELECT ${row}.* FROM ${source}${tail}) AS ${row}` };
}

/** The objects are made where the rows are limited, and their texts joined: nothing is copied in between. */
function answer(rows: Rows, alias: () => string, objectOf: ObjectOf): { body: Fragment; from: Fragment } | undefined {
  if (rows.grouped || rows.skipFirst) return undefined;
  const name = raw(alias());
  const { order, limit } = rows;
  const source = sql`${rows.from}${clause(" WHERE ", rows.where)}${clause(" ORDER BY ", order)}${limit === undefined ? empty : sql` ${limit}`}`;
  return {
    body: sql`'[' || coalesce(group_concat(${name}.o, ','), '') || ']'`,
    from: sql`(SELECT ${objectOf(rows.outputs, rows.stripNulls)} AS o FROM ${source}) AS ${name}`,
  };
}

/** Values are grouped as they are, and become JSON outside. */
function groups(rows: Rows, source: Fragment, tail: Fragment, name: string, objectOf: ObjectOf): Items {
  const keys = rows.outputs.flatMap((output, index) =>
    output.aggregate ? (output.keys ?? []) : [raw(String(index + 1))],
  );
  const list = join(
    rows.outputs.map((output, index) => sql`${output.value.sql} AS ${raw(`c${index}`)}`),
    ", ",
  );
  const group = keys.length === 0 ? empty : sql` GROUP BY ${join(keys, ", ")}`;
  const outputs = rows.outputs.map((output, index) => {
    const value = { ...output.value, sql: raw(`${name}.c${index}`), built: false };
    return { ...output, value };
  });
  const item = objectOf(outputs, rows.stripNulls);
  return {
    item,
    element: item,
    from: sql`(SELECT ${list} FROM ${source}${group}${tail}) AS ${raw(name)}`,
  };
}

function objectWith(asJson: AsJson): ObjectOf {
  return (outputs: readonly Output[], stripNulls: boolean): Fragment => {
    const members = join(
      outputs.map((output) => sql`${name(output.as)}, ${asJson(output.value)}`),
      ", ",
    );
    return stripNulls ? sql`json(isthmus_strip_nulls(json_object(${members})))` : sql`json_object(${members})`;
  };
}

/** Plain names stand in the text, which spares their binding. */
function name(as: string): Fragment {
  if (/^[\w $.-]+$/.test(as)) return raw(`'${as}'`);
  return parameter({ value: { kind: "literal", value: as }, as: "text" });
}
