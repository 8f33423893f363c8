// MySQL's and MariaDB's spelling. Where the two differ, a flavour says how; which one a server has is found by asking it
// (see `features.ts`), never by its name.

import { type Adjustment, type DataType, type JsonStep, Problem } from "../../core/index.ts";
import type { Parameter } from "../shared/sql/command.ts";
import { clause } from "../shared/sql/condition.ts";
import { bigintType, type Dialect, textType, type Typed } from "../shared/sql/dialect.ts";
import { type Fragment, join, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { cast, castType } from "./cast.ts";
import { compareWith, unsupported } from "./compare.ts";
import type { Flavour } from "./features.ts";
import { groupable, items, list, nestedNulls } from "./items.ts";
import { arrayText, cursorPart, jsonText, listText, objectText } from "./json.ts";
import { limitClause } from "./limit.ts";

/** Stands around a placeholder's number until the text is final: no name and no text of ours has this character. */
export const mark = "\u0000";

export function dialectOf(flavour: Flavour): Dialect {
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
    limit: limitClause,
    least: (left, right) => sql`least(${left}, ${right})`,
    items: (rows, alias) => items(flavour, rows, alias),
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
    itemText: (item) => item,
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
  return raw(quoted(name));
}

/** A name as MySQL reads it. */
export function quoted(name: string): string {
  if (name.includes("\0")) {
    throw new Problem({ code: "22021", category: "invalid", message: "A name must not hold the character U+0000" });
  }
  return `\`${name.replaceAll("`", "``")}\``;
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

/**
 * A JSON path is a parameter of ours; keys stand quoted in it. An index from the end is worked out for each row: MariaDB
 * counts `last` wrongly from the second row on.
 */
export function pathTo(document: Fragment, steps: readonly JsonStep[]): Fragment {
  const behind = steps.findLastIndex(({ to }) => "index" in to && to.index < 0);
  const text = (some: readonly JsonStep[]): string =>
    some.map(({ to }) => ("key" in to ? `.${JSON.stringify(to.key)}` : `[${to.index}]`)).join("");
  const step = steps[behind];
  if (step === undefined || "key" in step.to) return literal(`$${text(steps)}`);
  const before = pathTo(document, steps.slice(0, behind));
  const length = sql`JSON_LENGTH(${document}, ${before})`;
  const index = raw(String(-step.to.index));
  const place = sql`IF(${length} >= ${index}, ${length} - ${index}, NULL)`;
  return sql`CONCAT(${before}, '[', ${place}, ${literal(`]${text(steps.slice(behind + 1))}`)})`;
}

function literal(value: string): Fragment {
  return parameter({ value: { kind: "literal", value }, as: "text" });
}

function path(flavour: Flavour, from: Typed, steps: readonly JsonStep[]): Typed {
  const text = steps.at(-1)?.as === "text";
  const type: DataType = text ? textType : { name: "json", native: "json" };
  if (from.type.name !== "json") return { sql: raw("NULL"), type, nullable: true };
  const found = sql`JSON_EXTRACT(${from.sql}, ${pathTo(from.sql, steps)})`;
  const value = text ? sql`JSON_UNQUOTE(${flavour.withoutJsonNull(found)})` : found;
  // An index into what is no array would give the value itself.
  const arrays = steps.flatMap(({ to }, index) =>
    "key" in to
      ? []
      : [sql`JSON_TYPE(JSON_EXTRACT(${from.sql}, ${pathTo(from.sql, steps.slice(0, index))})) = 'ARRAY'`],
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

/** Null is the least value of all; but MariaDB's GROUP_CONCAT takes it for the empty text, or nought. */
function orderTerm(value: Typed, direction: "asc" | "desc", nulls: "first" | "last", inList: boolean): Fragment {
  const own = direction === "asc" ? "first" : "last";
  const way = raw(direction === "asc" ? "" : " DESC");
  if (!value.nullable || (nulls === own && !inList)) return sql`${value.sql}${way}`;
  return sql`${value.sql} IS NULL${raw(nulls === "first" ? " DESC" : "")}, ${value.sql}${way}`;
}
