// What a select answers: fields, aggregates, embedded queries and spread ones, as members of one JSON object per row.

import {
  type FieldSelection,
  membersOf,
  Problem,
  type Query,
  relationsOf,
  type RelationSelection,
  type Selection,
  unsupported,
} from "../../../core/index.ts";
import { all, clause, filter, follow, reference } from "./condition.ts";
import {
  type Listed,
  type Nested,
  type Output,
  type Rows,
  type Typed,
  bigintType,
  jsonType,
  textType,
} from "./dialect.ts";
import { empty, type Fragment, join, raw, sql, whole } from "./fragment.ts";
import type { Link } from "./link.ts";
import { groupedTerms } from "./grouped-order.ts";
import { behind, orderList, orderTerms, totalOrder } from "./order.ts";
import { cast, isAggregate, outputOf, type Part } from "./part.ts";
import { resourceOf, type Scope } from "./scope.ts";

/** What of a query its members depend on. */
type Selecting = Pick<Query, "select" | "order">;

/** What to select from, and the conditions that come with it. */
export interface Base {
  readonly from: Fragment;
  readonly where: readonly (Fragment | undefined)[];
  /** At most one row is wanted. */
  readonly one?: boolean;
  /** A limit in place of the query's own. */
  readonly limit?: Fragment;
  /** There is at most one row anyway, so that a limit of our own would only cost. */
  readonly single?: boolean;
  /** The relation by which the rows hang on another one. */
  readonly nested?: Pick<Link, "ties" | "guard" | "own"> & { readonly one: boolean };
}

/** The rows of a query, ready to become JSON. */
export function rowsOf(scope: Scope, query: Query, base: Base): Rows {
  const grouped = isGrouped(query.select);
  if (grouped && query.aggregatesPage === true) return rowsOfPage(scope, query, base);
  const outputs = outputsOf(scope, query);
  const terms = grouped ? groupedTerms(scope, query, outputs) : orderTerms(scope, query);
  const limit =
    base.one === true ? raw("1") : (base.limit ?? limitOf(scope, base.single === true ? uncapped(query) : query));
  const offset = query.offset === undefined ? undefined : scope.dialect.count(query.offset);
  const { nested } = base;
  const conditions = [
    ...conditionsOf(scope, query),
    query.after === undefined ? undefined : behind(scope, terms, query.after),
  ];
  return {
    alias: scope.alias,
    from: base.from,
    where: all([...base.where, ...conditions]),
    order: orderList(scope, terms, nested !== undefined),
    limit: limit === undefined && offset === undefined ? undefined : scope.dialect.limit({ limit, offset }),
    outputs,
    grouped,
    skipFirst: offset !== undefined && relationsOf(query.select).length > 0,
    stripNulls: query.answer.stripNulls === true,
    ...(nested && { nested: { ...nested, where: all([...nested.own, ...conditions]) } }),
  };
}

function uncapped(query: Query): Query {
  const { cap, ...rest } = query;
  return cap === undefined || cap < 1 ? query : rest;
}

/** Aggregates over a page: its rows are chosen first, and stand in the place of all. */
function rowsOfPage(scope: Scope, query: Query, base: Base): Rows {
  const { cap, ...page } = query;
  const { kind, resource, select, answer } = query;
  const chosen = rowsOf(scope, { ...page, select: hiddenOf(select) }, { ...base, one: false });
  if (chosen.nested !== undefined && scope.dialect.blindTables === true) {
    const groups: Query = { kind, resource, select, answer, ...(cap === undefined ? {} : { cap }) };
    return rowsOf(scope, groups, pageByTies(scope, page, base, chosen, chosen.nested));
  }
  const { from, where, order, limit } = chosen;
  const alias = raw(scope.alias);
  const tail = sql`${clause(" ORDER BY ", order)}${limit === undefined ? empty : sql` ${limit}`}`;
  const rows = sql`(SELECT ${alias}.* FROM ${from}${clause(" WHERE ", where)}${tail}) AS ${alias}`;
  const groups: Query = { kind, resource, select, answer, ...(cap === undefined ? {} : { cap }) };
  return rowsOf(scope, groups, { ...base, from: rows, where: [] });
}

/** Pages of all rows at once, by what ties them, out of which those of the one row are taken. */
function pageByTies(scope: Scope, page: Query, base: Base, { from, order }: Rows, nested: Nested): Base {
  const alias = raw(scope.alias);
  const ties = nested.ties.map(({ there, here }, at) => ({ there, here, name: raw(`isthmus_k${at}`) }));
  const by = join(
    ties.map(({ there }) => there),
    ", ",
  );
  const place = sql`row_number() OVER (PARTITION BY ${by}${clause(" ORDER BY ", order)}) AS isthmus_n`;
  const keys = ties
    .map(({ there, name }) => sql`, ${there} AS ${name}`)
    .reduce((left, right) => sql`${left}${right}`, empty);
  const rows = sql`(SELECT ${alias}.*, ${place}${keys} FROM ${from}${clause(" WHERE ", nested.where)}) AS ${alias}`;
  const offset = page.offset === undefined ? raw("0") : scope.dialect.count(page.offset);
  const limit = limitOf(scope, page);
  const own = [
    sql`${alias}.isthmus_n > ${offset}`,
    ...(limit === undefined ? [] : [sql`${alias}.isthmus_n <= ${offset} + ${limit}`]),
  ];
  const same = ties.map(({ here, name }) => ({ there: sql`${alias}.${name}`, here }));
  const tied = same.map(({ there, here }) => sql`${there} = ${here}`);
  const { guard, one } = nested;
  return { ...base, from: rows, where: [...tied, guard, ...own], nested: { ties: same, guard, own, one } };
}

/** What a select asks of the rows: its relations, for their joins and for orders through them. */
function hiddenOf(select: readonly Selection[]): readonly Selection[] {
  return relationsOf(select).map((relation) => ({ ...relation, hidden: true }));
}

/** The query's own conditions, without its place in an order: what a count of all rows has to meet. */
export function conditionsOf(scope: Scope, query: Pick<Query, "where" | "select">): (Fragment | undefined)[] {
  return [filter(scope, query.where), ...inner(scope, query.select)];
}

/** A limit that is part of the shape is written out: a planner that does not know it plans for a tenth of the table. */
export function limitOf(scope: Scope, query: Query): Fragment | undefined {
  const most = query.cap === undefined ? undefined : Math.trunc(query.cap);
  const cap = most === undefined ? undefined : whole(most);
  const { limit } = query;
  if (limit === undefined) return cap;
  if (limit.kind === "literal" && typeof limit.value === "number")
    return whole(Math.min(limit.value, most ?? limit.value));
  const asked = scope.dialect.count(limit);
  return cap === undefined ? asked : scope.dialect.least(asked, cap);
}

/** Whether the select aggregates, by itself or by what a to-one spread lifts into it. */
export function isGrouped(select: readonly Selection[]): boolean {
  return membersOf(select).some((one) =>
    one.kind === "field"
      ? one.aggregate !== undefined || one.of === undefined
      : one.kind === "relation" && one.spread && one.hidden !== true && isGrouped(one.query.select),
  );
}

function inner(scope: Scope, select: readonly Selection[]): Fragment[] {
  return relationsOf(select)
    .filter((one) => one.join === "inner")
    .map((one) => {
      const link = follow(scope, one);
      const where = all([...link.where, ...conditionsOf(link.scope, one.query)]);
      return sql`EXISTS (SELECT 1 FROM ${link.from}${clause(" WHERE ", where)})`;
    });
}

export function outputsOf(scope: Scope, query: Selecting): Output[] {
  const grouped = isGrouped(query.select);
  return partsOf(scope, query).map((part) => outputOf(scope, part, grouped));
}

function partsOf(scope: Scope, query: Selecting): Part[] {
  return query.select.flatMap((one): readonly Part[] => partOf(scope, query, one));
}

function partOf(scope: Scope, query: Selecting, one: Selection): readonly Part[] {
  switch (one.kind) {
    case "field":
      return [fieldPart(scope, one)];
    case "relation":
      if (one.hidden === true) return [];
      if (!one.spread) return [{ as: one.as, value: embedded(scope, one), aggregate: undefined }];
      return spread(scope, one);
    case "group": {
      const members = one.select.flatMap((member) => partOf(scope, query, member));
      return [{ as: one.as, value: undefined, aggregate: undefined, members }];
    }
    case "constant":
      return [{ as: one.as, value: scope.dialect.constant(one.value), aggregate: undefined, constant: true }];
    case "cursor":
      return [{ as: one.as, value: cursorOf(scope, query), aggregate: undefined }];
  }
}

/** As text: `Query.after` takes it as it is. */
function cursorOf(scope: Scope, query: Selecting): Typed {
  if (isGrouped(query.select)) throw unsupported("a cursor among aggregates");
  const values = orderTerms(scope, query).map((term) => term.value);
  return { sql: scope.dialect.plainText(scope.dialect.cursor(values)), type: textType, nullable: false };
}

function fieldPart(scope: Scope, selection: FieldSelection): Part {
  const aggregate = selection.aggregate ?? (selection.of === undefined ? { function: "count" as const } : undefined);
  if (selection.of === undefined) return { as: selection.as, value: undefined, aggregate };
  const stored = reference(scope, selection.of);
  const value = aggregate === undefined ? (scope.dialect.shown?.(stored) ?? stored) : stored;
  return {
    as: selection.as,
    value: selection.cast === undefined ? value : cast(scope, value, selection.cast),
    aggregate,
  };
}

function embedded(scope: Scope, selection: RelationSelection): Typed {
  const link = follow(scope, selection);
  const { dialect, fresh } = scope;
  const one = link.toOne || selection.query.answer.as === "one";
  const { from: source, where, single, ties, guard, own } = link;
  const nested = { one, ties, guard, own };
  const rows = rowsOf(link.scope, selection.query, {
    from: source,
    where,
    one: one && !single,
    single: one && single,
    nested,
  });
  const { item, element, list, from } = dialect.items(rows, fresh);
  const json = sql`(SELECT ${one ? item : (list ?? dialect.array(element))} FROM ${from})`;
  return { sql: json, type: jsonType, nullable: one, built: true };
}

function spread(scope: Scope, selection: RelationSelection): Part[] {
  const link = follow(scope, selection);
  const parts = partsOf(link.scope, selection.query).map((part) => ungrouped(link.scope, part));
  return link.toOne
    ? parts.map((part) => lifted(link, selection.query, part))
    : parts.map((part) => inList(link, selection.query, part));
}

/** What is lifted is one value each. */
function ungrouped(scope: Scope, part: Part): Part {
  if (part.members === undefined) return part;
  if (isAggregate(part)) throw unsupported("a group with aggregates in a spread relation");
  return { as: part.as, value: outputOf(scope, part, false).value, aggregate: undefined };
}

/** A to-one spread's member as a value of the row here; its aggregate moves along. */
function lifted(link: Link, query: Query, part: Part): Part {
  const where = all([...link.where, ...conditionsOf(link.scope, query)]);
  const value = part.value ?? { sql: raw("1"), type: bigintType, nullable: true };
  const limit = link.single ? empty : raw(" LIMIT 1");
  return {
    ...part,
    value: {
      ...value,
      sql: sql`(SELECT ${value.sql} FROM ${link.from}${clause(" WHERE ", where)}${limit})`,
      nullable: true,
    },
  };
}

/** A to-many spread's member as a list; all lists of one spread have the same order. */
function inList(link: Link, query: Query, part: Part): Part {
  const { scope } = link;
  const { dialect } = scope;
  if (part.aggregate !== undefined) {
    throw new Problem({
      code: "PGRST127",
      category: "unsupported",
      message: "Feature not implemented",
      details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
    });
  }
  const value = part.value ?? { sql: raw("1"), type: bigintType, nullable: true };
  const rows = rowsOf(scope, { ...query, select: [] }, { from: link.from, where: link.where });
  const where = all([rows.where, ...inner(scope, query.select)]);
  const order = orderList(scope, totalOrder(scope, query), true);
  const listed = { value, from: link.from, where, order, limit: rows.limit };
  const list = dialect.list?.(listed) ?? derivedList(scope, listed);
  return { as: part.as, value: { sql: list, type: jsonType, nullable: false, built: true }, aggregate: undefined };
}

function derivedList({ dialect, fresh }: Scope, { value, from, where, order, limit }: Listed): Fragment {
  const alias = fresh();
  const list = dialect.array(dialect.element({ ...value, sql: raw(`${alias}.v`), built: false }));
  const bounds = limit === undefined ? empty : sql` ${limit}`;
  const source = sql`SELECT ${value.sql} AS v FROM ${from}${clause(" WHERE ", where)}${clause(" ORDER BY ", order)}${bounds}`;
  return sql`(SELECT ${list} FROM (${source}) AS ${raw(alias)})`;
}

export function rootBase(scope: Scope): Base {
  return {
    from: sql`${scope.dialect.table(resourceOf(scope.catalog, scope.resource.id))} AS ${raw(scope.alias)}`,
    where: [],
  };
}
