// A query as one statement with one row: the answer as JSON text, its number of rows, and what else was asked for.

import type { Catalog, Query } from "../../../core/index.ts";
import type { AnswerColumn, SqlCommand } from "./command.ts";
import { all, clause, isNever } from "./condition.ts";
import type { Dialect, Rows } from "./dialect.ts";
import { empty, type Fragment, join, nameOf, raw, render, sql, whole } from "./fragment.ts";
import { orderTerms } from "./order.ts";
import { namesOne } from "./is-short.ts";
import { openScope, resourceOf, type Scope } from "./scope.ts";
import { type Base, conditionsOf, isGrouped, limitOf, outputsOf, rootBase, rowsOf } from "./select.ts";

/** What an answer's row consists of, before it becomes text. */
export interface Answer {
  readonly columns: readonly { readonly name: AnswerColumn; readonly sql: Fragment }[];
  readonly from: Fragment;
}

export function compileQuery(dialect: Dialect, catalog: Catalog, query: Query): SqlCommand {
  const scope = openScope(dialect, catalog, resourceOf(catalog, query.resource));
  const answer = answerOf(scope, query, rootBase);
  const statement = render(selectAnswer(answer, dialect.answerName), dialect.placeholder);
  const guess = guessOf(dialect, catalog, query);
  return {
    kind: "read",
    statement,
    columns: answer.columns.map((column) => column.name),
    name: nameOf(statement.text),
    ...(guess === undefined ? {} : { guess }),
  };
}

/** `columnName`: a column's name as the database takes it, where one of the words is reserved there. */
export function selectAnswer({ columns, from }: Answer, columnName: (name: string) => Fragment = raw): Fragment {
  const list = columns.map((column) => sql`${column.sql} AS ${columnName(column.name)}`);
  return sql`SELECT ${join(list, ", ")} FROM ${from}`;
}

/** `base` tells what a scope's row is selected from: the resource itself, or rows that were just written. */
export function answerOf(scope: Scope, query: Query, base: (scope: Scope) => Base): Answer {
  const answer =
    query.cursor === true && !isGrouped(query.select) ? paged(scope, query, base) : plain(scope, query, base);
  const total = totalOf(scope, query, base);
  return total === undefined ? answer : { ...answer, columns: [...answer.columns, { name: "total", sql: total }] };
}

function plain(scope: Scope, query: Query, base: (scope: Scope) => Base): Answer {
  if (base === rootBase && isSole(scope, query)) return sole(scope, query);
  const { body, from } = bodyOf(scope, query, rowsOf(scope, query, base(scope)));
  const columns: Answer["columns"] = [
    { name: "body", sql: body },
    { name: "rows", sql: raw("count(*)") },
  ];
  return { columns: query.cursor === true ? [...columns, { name: "cursor", sql: raw("NULL") }] : columns, from };
}

/** One row at most, of which nothing has to be counted: it is answered as it is. */
function isSole({ catalog }: Scope, query: Query): boolean {
  const { answer, limit, offset, after, count, cursor, cap = 1 } = query;
  const whole = limit === undefined && offset === undefined && after === undefined && cap >= 1;
  const plain = answer.as === "one" && answer.optional !== true && count === undefined && cursor !== true;
  return plain && whole && !isGrouped(query.select) && namesOne(query, catalog);
}

function sole(scope: Scope, query: Query): Answer {
  const { dialect, fresh } = scope;
  const { order: _, ...unordered } = query;
  const { item, from } = dialect.items(rowsOf(scope, unordered, { ...rootBase(scope), single: true }), fresh);
  return {
    columns: [
      { name: "body", sql: dialect.itemText(item) },
      { name: "rows", sql: raw("1") },
    ],
    from,
  };
}

function bodyOf(scope: Scope, query: Query, rows: Rows): { readonly body: Fragment; readonly from: Fragment } {
  const { dialect, fresh } = scope;
  const one = query.answer.as === "one";
  const text = one ? undefined : dialect.answer?.(rows, fresh);
  if (text !== undefined) return text;
  const { item, element, from } = dialect.items(rows, fresh);
  return { body: one ? onlyOf(scope, query, item) : dialect.text(dialect.array(element)), from };
}

function onlyOf({ dialect }: Scope, { answer }: Query, item: Fragment): Fragment {
  return answer.optional === true ? sql`coalesce(${dialect.only(item)}, 'null')` : dialect.only(item);
}

/** One row more than asked for is fetched: whether there is a further page is then known for certain. */
function paged(scope: Scope, query: Query, base: (scope: Scope) => Base): Answer {
  const { dialect, fresh } = scope;
  const limit = limitOf(scope, query);
  if (limit === undefined) {
    const { cursor: _, ...rest } = query;
    const answer = plain(scope, rest, base);
    return { ...answer, columns: [...answer.columns, { name: "cursor", sql: raw("NULL") }] };
  }
  const rows = rowsOf(scope, query, { ...base(scope), limit: sql`${limit} + 1` });
  const alias = raw(scope.alias);
  const page = raw(fresh());
  const order = clause(" ORDER BY ", rows.order);
  const bounds = rows.limit === undefined ? empty : sql` ${rows.limit}`;
  const inner = sql`SELECT ${alias}.* FROM ${rows.from}${clause(" WHERE ", rows.where)}${order}${bounds}`;
  const json = dialect.object(outputsOf(scope, query), rows.stripNulls, fresh);
  const key = dialect.cursor(orderTerms(scope, query).map((term) => term.value));
  const place = (rows.order && dialect.place?.(rows.order)) ?? raw("row_number() OVER ()");
  const from = sql`(SELECT ${json} AS j, ${key} AS k, ${place} AS n FROM (${inner}) AS ${alias}) AS ${page}`;
  const element = dialect.element({ sql: sql`${page}.j`, type: { name: "json", native: "json" }, nullable: false });
  const last = sql`max(CASE WHEN ${page}.n = ${limit} THEN ${page}.k END)`;
  return {
    columns: [
      { name: "body", sql: dialect.text(dialect.array(element, sql`${page}.n <= ${limit}`, sql`${page}.n`)) },
      { name: "rows", sql: dialect.least(raw("count(*)"), limit) },
      { name: "cursor", sql: sql`CASE WHEN count(*) > ${limit} THEN ${last} END` },
    ],
    from,
  };
}

function totalOf(scope: Scope, query: Query, base: (scope: Scope) => Base): Fragment | undefined {
  if (query.count === undefined) return undefined;
  if (query.count === "planned" && scope.dialect.explain !== undefined) return undefined;
  // What aggregates everything answers a row of nothing.
  if (isNever(query.where) && !isGrouped(query.select)) return raw("0");
  const bounded =
    query.limit !== undefined || query.offset !== undefined || query.after !== undefined || query.cap !== undefined;
  if (!bounded && query.cursor !== true) return raw("count(*)");
  const bound = query.count === "estimated" && scope.dialect.explain !== undefined ? query.cap : undefined;
  const rows = matching(scope, query, base, bound);
  return isGrouped(query.select) || bound !== undefined
    ? sql`(SELECT count(*) FROM (SELECT 1 FROM ${rows}) AS ${raw(scope.fresh())})`
    : sql`(SELECT count(*) FROM ${rows})`;
}

/** Every row the query is about, whatever its page: what stands behind FROM. */
function matching(scope: Scope, query: Query, base: (scope: Scope) => Base, bound?: number): Fragment {
  const all_: Scope = { ...scope, alias: scope.fresh() };
  const { from, where } = base(all_);
  const source = sql`${from}${clause(" WHERE ", all([...where, ...conditionsOf(all_, query)]))}`;
  const limit = bound === undefined ? empty : sql` LIMIT ${whole(bound + 1)}`;
  if (!isGrouped(query.select)) return sql`${source}${limit}`;
  const keys = outputsOf(all_, query).flatMap((output): readonly Fragment[] =>
    output.aggregate ? (output.keys ?? []) : [all_.dialect.groupable(output.value).sql],
  );
  const by = keys.length === 0 ? empty : sql` GROUP BY ${join(keys, ", ")}`;
  return keys.length === 0 ? sql`(SELECT 1) AS ${raw(scope.fresh())}${limit}` : sql`${source}${by}${limit}`;
}

function guessOf(dialect: Dialect, catalog: Catalog, query: Query): SqlCommand["guess"] {
  if (dialect.explain === undefined || (query.count !== "planned" && query.count !== "estimated")) return undefined;
  const scope = openScope(dialect, catalog, resourceOf(catalog, query.resource));
  const explain = render(dialect.explain(sql`SELECT 1 FROM ${matching(scope, query, rootBase)}`), dialect.placeholder);
  if (query.count === "planned") return { explain };
  return query.cap === undefined ? undefined : { explain, from: query.cap };
}
