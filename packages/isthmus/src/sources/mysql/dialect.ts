// MySQL's and MariaDB's spelling. Where the two differ, a flavour says how; which one a server has is found by asking it
// (see `features.ts`), never by its name.

import { type Adjustment, type DataType, type JsonStep, Problem } from "../../core/index.ts";
import type { Parameter } from "../shared/sql/command.ts";
import { all, clause } from "../shared/sql/condition.ts";
import {
  bigintType,
  type Dialect,
  type Items,
  type Limits,
  type Listed,
  type Nested,
  type Rows,
  textType,
  type Typed,
} from "../shared/sql/dialect.ts";
import { empty, type Fragment, join, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { cast, castType } from "./cast.ts";
import { compareWith, unsupported } from "./compare.ts";
import type { Flavour } from "./features.ts";
import { arrayText, cursorPart, jsonText, listText, lost, objectText } from "./json.ts";
import { collationOf, isExact } from "./types.ts";

/** More rows than any table has: without a limit, the order of a derived table is nobody's. */
const noLimit = raw("18446744073709551615");

/** Stands around a placeholder's number until the text is final: no name and no text of ours has this character. */
export const mark = "\u0000";

export function dialectOf(flavour: Flavour): Dialect {
  const itemsOf = (rows: Rows, alias: () => string) => items(flavour, rows, alias);
  return {
    name: "MySQL",
    placeholder: (position) => `${mark}${position}${mark}`,
    quote,
    answerName: quote,
    table: ({ native }) => sql`${quote(native.schema)}.${quote(native.name)}`,
    value: typedValue,
    count: (value) => parameter({ value, as: "count" }),
    compare: compareWith(flavour),
    sameOrNull: (left, right) => sql`${left} <=> ${right}`,
    path: (from, steps) => path(flavour, from, steps),
    cast: (from, to) => ({ sql: cast(from, to), type: castType(to), nullable: from.nullable }),
    aggregate,
    adjust,
    constant: (value) => ({
      sql: parameter({ value: { kind: "literal", value }, as: "text" }),
      type: textType,
      nullable: false,
    }),
    groupable: (value) => groupable(flavour, value),
    orderable: (value) =>
      value.type.name === "json" ? { ...value, sql: sql`JSON_UNQUOTE(${value.sql})`, type: textType } : value,
    orderTerm,
    limit: (limits) => limitClause(limits),
    least: (left, right) => sql`least(${left}, ${right})`,
    items: itemsOf,
    object: (outputs, stripNulls) => {
      if (stripNulls) throw nestedNulls();
      return objectText(outputs);
    },
    group: objectText,
    array: (item, filter, order) => {
      const kept = filter === undefined ? item : sql`CASE WHEN ${filter} THEN ${item} END`;
      return arrayText(sql`${kept}${clause(" ORDER BY ", order)}`);
    },
    place: (order) => sql`row_number() OVER (ORDER BY ${order})`,
    element: jsonText,
    ...(flavour.limitedLists ? { list, blindTables: true as const } : {}),
    text: (json) => json,
    plainText: (json) => json,
    only: (item) => sql`max(${item})`,
    cursor: (values) => listText(values.map(cursorPart)),
    cursorValue: (cursor, index, type) => typedMember(cursor, index, type),
    call: () => {
      throw new Problem({
        code: "PGRST127",
        category: "unsupported",
        message: "Feature not implemented",
        details: "A MySQL source has no functions over rows",
      });
    },
  };
}

export function quote(name: string): Fragment {
  if (name.includes("\0")) {
    throw new Problem({ code: "22021", category: "invalid", message: "A name must not hold the character U+0000" });
  }
  return raw(`\`${name.replaceAll("`", "``")}\``);
}

function typedValue(value: Parameter["value"], type: DataType): Fragment {
  return typed(parameter({ value, as: "scalar", type }), type);
}

export function typedMember(value: Parameter["value"], member: string | number, type: DataType): Fragment {
  return typed(parameter({ value, as: "scalar", type, member }), type);
}

/** Only of times would the database otherwise compare texts. */
function typed(of: Fragment, type: DataType): Fragment {
  switch (type.name) {
    case "date":
      return sql`CAST(${of} AS DATE)`;
    case "time":
      return sql`CAST(${of} AS TIME(6))`;
    case "timestamp":
    case "timestamptz":
      return sql`CAST(${of} AS DATETIME(6))`;
    default:
      return of;
  }
}

/** A JSON path is a parameter of ours; keys stand quoted in it. */
export function pathTo(steps: readonly JsonStep[]): Fragment {
  const text = steps
    .map(({ to }) =>
      "key" in to
        ? `.${JSON.stringify(to.key)}`
        : to.index < 0
          ? `[last${to.index === -1 ? "" : to.index + 1}]`
          : `[${to.index}]`,
    )
    .join("");
  return parameter({ value: { kind: "literal", value: `$${text}` }, as: "text" });
}

function path(flavour: Flavour, from: Typed, steps: readonly JsonStep[]): Typed {
  const text = steps.at(-1)?.as === "text";
  const type: DataType = text ? textType : { name: "json", native: "json" };
  if (from.type.name !== "json") return { sql: raw("NULL"), type, nullable: true };
  const found = sql`JSON_EXTRACT(${from.sql}, ${pathTo(steps)})`;
  const value = text ? sql`JSON_UNQUOTE(${flavour.withoutJsonNull(found)})` : found;
  // An index into what is no array would give the value itself.
  const arrays = steps.flatMap(({ to }, index) =>
    "key" in to ? [] : [sql`JSON_TYPE(JSON_EXTRACT(${from.sql}, ${pathTo(steps.slice(0, index))})) = 'ARRAY'`],
  );
  const guarded = arrays.length === 0 ? value : sql`CASE WHEN ${join(arrays, " AND ")} THEN ${value} END`;
  return { sql: guarded, type, nullable: true };
}

function aggregate(call: "count" | "sum" | "avg" | "min" | "max", of: Typed | undefined, distinct?: boolean): Typed {
  const type: DataType =
    call === "count"
      ? bigintType
      : (call === "sum" || call === "avg") && of?.type.name !== "float"
        ? { name: "decimal", native: "decimal" }
        : (of?.type ?? bigintType);
  const value = of === undefined ? raw("*") : distinct === true ? sql`DISTINCT ${of.sql}` : of.sql;
  return { sql: sql`${raw(call)}(${value})`, type, nullable: call !== "count" };
}

/** Overflows are refused by the database, in its strict mode. */
function adjust(from: Typed, { operator, value }: Adjustment): Fragment {
  if (operator !== "increment") throw unsupported(`Changing a part of a JSON value (${operator})`);
  return sql`${from.sql} + ${parameter({ value, as: "scalar", type: from.type })}`;
}

/** Texts are told apart byte by byte, as PostgreSQL does, whatever the column's collation. */
function groupable({ exactCollation }: Flavour, value: Typed): Typed {
  if (value.type.name !== "text" || isExact(collationOf(value.type))) return value;
  return { ...value, sql: sql`CONVERT(${value.sql} USING utf8mb4) COLLATE ${raw(exactCollation)}`, type: textType };
}

/** Null is the least value of all. */
function orderTerm(value: Typed, direction: "asc" | "desc", nulls: "first" | "last"): Fragment {
  const own = direction === "asc" ? "first" : "last";
  const way = raw(direction === "asc" ? "" : " DESC");
  if (!value.nullable || nulls === own) return sql`${value.sql}${way}`;
  return sql`${value.sql} IS NULL${raw(nulls === "first" ? " DESC" : "")}, ${value.sql}${way}`;
}

// ---- limits

function limitClause({ limit, offset }: Limits): Fragment {
  return sql`LIMIT ${limit === undefined ? noLimit : bound(limit)}${offset === undefined ? empty : sql` OFFSET ${offset}`}`;
}

/**
 * LIMIT takes a number and no expression: what `limitOf` and the page's one row more have written around the caller's
 * number is worked out when it is bound.
 */
function bound({ parts }: Fragment): Fragment {
  const given = parts.find((part) => typeof part !== "string");
  const text = parts.map((part) => (typeof part === "string" ? part : "?")).join("");
  const form = /^(?:\?|(\d+)|least\(\?, (\d+)\))( \+ 1)?$/.exec(text);
  if (form === null) throw new Error(`a limit of an unknown form: ${text}`);
  const more = form[3] === undefined ? 0 : 1;
  if (given === undefined) return raw(String(Number(form[1]) + more));
  return parameter({
    ...given,
    ...(form[2] === undefined ? {} : { most: Number(form[2]) }),
    ...(more > 0 && { more }),
  });
}

// ---- JSON

function items(flavour: Flavour, rows: Rows, alias: () => string): Items {
  if (rows.stripNulls) throw nestedNulls();
  const { nested } = rows;
  if (nested !== undefined && (flavour.limitedLists || nested.one)) {
    return rows.grouped ? nestedGroups(flavour, rows, nested, alias()) : nestedItems(rows, nested);
  }
  if (rows.grouped) return groups(flavour, rows, sql`${rows.from}${clause(" WHERE ", rows.where)}`, alias());
  const { order, limit } = rows;
  const item = objectText(rows.outputs);
  const source = sql`${rows.from}${clause(" WHERE ", rows.where)}`;
  if (order === undefined && limit === undefined) return { item, element: whole(item), from: source };
  const row = raw(rows.alias);
  return { item, element: whole(item), from: sql`(SELECT ${row}.* FROM ${source}${tailOf(rows)}) AS ${row}` };
}

function tailOf({ order, limit }: Rows): Fragment {
  return sql`${clause(" ORDER BY ", order)} ${limit ?? sql`LIMIT ${noLimit}`}`;
}

/** A derived table cannot see the row they belong to, so order and limit stand in the aggregate itself. */
function nestedItems(rows: Rows, { one }: Nested): Items {
  const item = objectText(rows.outputs);
  const source = sql`${rows.from}${clause(" WHERE ", rows.where)}`;
  const order = clause(" ORDER BY ", rows.order);
  if (one)
    return { item, element: whole(item), from: sql`${source}${rows.limit === undefined ? empty : tailOf(rows)}` };
  return { item, element: inAggregate(whole(item), order, rows.limit), from: source };
}

/** An item that became too long is null; it would be left out of its list without a word. */
function whole(item: Fragment): Fragment {
  return sql`COALESCE(${item}, '${raw(lost)}')`;
}

function inAggregate(item: Fragment, order: Fragment, limit: Fragment | undefined): Fragment {
  return limit === undefined ? sql`${item}${order}` : sql`${item}${order} ${limit}`;
}

/** Without anything to group by there is one row, even where there are none to aggregate. */
function nestedTotal({ outputs, from: source, where, limit }: Rows, name: string): Items {
  const of = objectText(outputs);
  const tail = sql`${source}${clause(" WHERE ", where)}`;
  const list = sql`(SELECT CONCAT('[', ${whole(of)}, ']') FROM ${tail}${limit === undefined ? empty : sql` ${limit}`})`;
  const item = sql`(SELECT ${of} FROM ${tail})`;
  return { item, element: item, list: sql`COALESCE(${list}, '[]')`, from: sql`(SELECT 1) AS ${raw(name)}` };
}

/** Groups are made of all rows at once, by what ties them as well, and then those of the one row are taken. */
function nestedGroups(flavour: Flavour, rows: Rows, { one, ties, guard, where }: Nested, name: string): Items {
  const source = sql`${rows.from}${clause(" WHERE ", where)}`;
  const keys = ties.map(({ there }, index) => ({ sql: there, as: raw(`k${index}`) }));
  const { list, by, outputs } = grouped(flavour, rows, name);
  if (by.length === 0) return nestedTotal(rows, name);
  const tied = keys.map((key) => sql`${key.sql} AS ${key.as}`);
  const group = clauseOf(" GROUP BY ", [...keys.map((key) => key.sql), ...by]);
  const orders = orderColumns(rows, name);
  const from = sql`(SELECT ${join([...tied, ...list, ...orders.columns], ", ")} FROM ${source}${group}) AS ${raw(name)}`;
  const same = ties.map(({ here }, index) => sql`${raw(`${name}.k${index}`)} = ${here}`);
  const item = objectText(outputs);
  const outer = sql`${from}${clause(" WHERE ", all([...same, guard]))}`;
  const order = clause(" ORDER BY ", orders.order);
  if (one) return { item, element: whole(item), from: sql`${outer}${order} LIMIT 1` };
  return { item, element: inAggregate(whole(item), order, rows.limit), from: outer };
}

function clauseOf(word: string, list: readonly Fragment[]): Fragment {
  return list.length === 0 ? empty : sql`${raw(word)}${join(list, ", ")}`;
}

/** Groups ordered outside of the table that makes them. */
function orderColumns(
  { order }: Rows,
  name: string,
): { readonly columns: readonly Fragment[]; readonly order: Fragment | undefined } {
  if (order === undefined) return { columns: [], order: undefined };
  return { columns: [sql`row_number() OVER (ORDER BY ${order}) AS n`], order: raw(`${name}.n`) };
}

/** Values are grouped as they are, and become JSON outside. */
function groups(flavour: Flavour, rows: Rows, source: Fragment, name: string): Items {
  const { list, by, outputs } = grouped(flavour, rows, name);
  const tail = rows.order === undefined && rows.limit === undefined ? empty : tailOf(rows);
  const item = objectText(outputs);
  const from = sql`(SELECT ${join(list, ", ")} FROM ${source}${clauseOf(" GROUP BY ", by)}${tail}) AS ${raw(name)}`;
  return { item, element: whole(item), from };
}

function grouped(flavour: Flavour, rows: Rows, name: string) {
  const values = rows.outputs.map((output) =>
    output.aggregate ? output : { ...output, value: groupable(flavour, output.value) },
  );
  return {
    list: values.map((output, index) => sql`${output.value.sql} AS ${raw(`c${index}`)}`),
    by: values.flatMap((output): readonly Fragment[] => (output.aggregate ? (output.keys ?? []) : [output.value.sql])),
    outputs: values.map((output, index) => {
      const { built, ...value } = output.value;
      const sql_ = raw(`${name}.c${index}`);
      return { ...output, value: built === true ? { ...output.value, sql: sql_ } : { ...value, sql: sql_ } };
    }),
  };
}

function list({ value, from, where, order, limit }: Listed): Fragment {
  const element = inAggregate(jsonText(value), clause(" ORDER BY ", order), limit);
  return sql`(SELECT ${arrayText(element)} FROM ${from}${clause(" WHERE ", where)})`;
}

/** Nulls are left out of a whole answer, which is done when it has come: see `execute.ts`. */
function nestedNulls(): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details: "A MySQL source leaves nulls out of whole answers, not of a part of one",
  });
}
