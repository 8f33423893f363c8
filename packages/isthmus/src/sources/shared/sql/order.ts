// Orders, and the condition for what comes behind a record in one (keyset pagination).

import { type Order, Problem, type Query, relationsOf, type Value } from "../../../core/index.ts";
import { all, clause, filter, follow, reference } from "./condition.ts";
import type { Typed } from "./dialect.ts";
import { empty, type Fragment, join, raw, sql } from "./fragment.ts";
import { column, type Scope } from "./scope.ts";

export interface Term {
  readonly value: Typed;
  readonly direction: "asc" | "desc";
  readonly nulls: "first" | "last";
}

export function orderTerms(scope: Scope, query: Pick<Query, "order" | "select">): Term[] {
  return (query.order ?? []).map((order) => ({
    value: scope.dialect.orderable(ordered(scope, query, order)),
    direction: order.direction,
    nulls: order.nulls ?? (order.direction === "asc" ? "last" : "first"),
  }));
}

/** The terms, and behind them the key, so that the order is the same every time. */
export function totalOrder(scope: Scope, query: Pick<Query, "order" | "select">): Term[] {
  const key = scope.resource.key.map((field): Term => ({
    value: column(scope, field),
    direction: "asc",
    nulls: "last",
  }));
  return [...orderTerms(scope, query), ...key];
}

/** `inList`: it stands in the function that makes a list of related rows. */
export function orderList(scope: Scope, terms: readonly Term[], inList = false): Fragment | undefined {
  if (terms.length === 0) return undefined;
  return join(
    terms.map(({ value, direction, nulls }) => scope.dialect.orderTerm(value, direction, nulls, inList)),
    ", ",
  );
}

function ordered(scope: Scope, query: Pick<Query, "select">, order: Order): Typed {
  if (order.through === undefined) return reference(scope, order.by);
  const through = relationsOf(query.select).find((one) => one.as === order.through);
  if (through === undefined) {
    throw new Problem({
      code: "PGRST108",
      category: "invalid",
      message: `'${order.through}' is not an embedded resource in this request`,
      hint: `Verify that '${order.through}' is included in the 'select' query parameter.`,
    });
  }
  const link = follow(scope, through);
  const value = reference(link.scope, order.by);
  const where = all([...link.where, filter(link.scope, through.query.where)]);
  const limit = link.single ? empty : raw(" LIMIT 1");
  return {
    ...value,
    sql: sql`(SELECT ${value.sql} FROM ${link.from}${clause(" WHERE ", where)}${limit})`,
    nullable: true,
  };
}

/** Rows behind the one whose order values the list holds. */
export function behind(scope: Scope, terms: readonly Term[], after: Value): Fragment {
  const pairs = terms.map((term, index) => ({
    ...term,
    left: term.value.sql,
    right: scope.dialect.cursorValue(after, index, term.value.type),
  }));
  const [first] = pairs;
  if (first === undefined) return raw("TRUE");
  const compare = ({ direction }: Term) => raw(direction === "asc" ? " > " : " < ");
  if (pairs.every((one) => !one.value.nullable && one.direction === first.direction)) {
    const lefts = join(
      pairs.map((one) => one.left),
      ", ",
    );
    const rights = join(
      pairs.map((one) => one.right),
      ", ",
    );
    return sql`(${lefts})${compare(first)}(${rights})`;
  }
  const ways = pairs.map((last, index) => {
    const equal = pairs
      .slice(0, index)
      .map((one) =>
        one.value.nullable ? scope.dialect.sameOrNull(one.left, one.right) : sql`${one.left} = ${one.right}`,
      );
    const beyond = sql`${last.left}${compare(last)}${last.right}`;
    const [absent, present] = last.nulls === "last" ? [last.left, last.right] : [last.right, last.left];
    const step = last.value.nullable ? sql`(${beyond} OR (${absent} IS NULL AND ${present} IS NOT NULL))` : beyond;
    return sql`(${join([...equal, step], " AND ")})`;
  });
  const tree = sql`(${join(ways, " OR ")})`;
  // The first field alone bounds the rows, and an index on it can be used.
  const bound = raw(first.direction === "asc" ? " >= " : " <= ");
  return first.value.nullable ? tree : sql`(${first.left}${bound}${first.right} AND ${tree})`;
}
