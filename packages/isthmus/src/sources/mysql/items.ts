// Rows become JSON: objects, lists of them, and groups, at the root and in the place of a related row.

import { Problem } from "../../core/index.ts";
import { all, clause } from "../shared/sql/condition.ts";
import { type Items, type Listed, type Nested, type Rows, textType, type Typed } from "../shared/sql/dialect.ts";
import { empty, type Fragment, join, raw, sql } from "../shared/sql/fragment.ts";
import type { Flavour } from "./features.ts";
import { arrayText, jsonText, lost, objectText } from "./json.ts";
import { noLimit } from "./limit.ts";
import { collationOf, isExact } from "./types.ts";

export function items(flavour: Flavour, rows: Rows, alias: () => string): Items {
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

export function list({ value, from, where, order, limit }: Listed): Fragment {
  const element = inAggregate(jsonText(value), clause(" ORDER BY ", order), limit);
  return sql`(SELECT ${arrayText(element)} FROM ${from}${clause(" WHERE ", where)})`;
}

/** Nulls are left out of a whole answer, which is done when it has come: see `execute.ts`. */
export function nestedNulls(): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details: "A MySQL source leaves nulls out of whole answers, not of a part of one",
  });
}

/** Texts are told apart byte by byte, as PostgreSQL does, whatever the column's collation. */
export function groupable({ exactCollation }: Flavour, value: Typed): Typed {
  if (value.type.name !== "text" || isExact(collationOf(value.type))) return value;
  return { ...value, sql: sql`CONVERT(${value.sql} USING utf8mb4) COLLATE ${raw(exactCollation)}`, type: textType };
}
