// The rows a relation leads to from one row: what to select them from, and the conditions that tie them to that row.

import { isToOne, type Relation } from "../../../core/index.ts";
import { type Fragment, raw, sql } from "./fragment.ts";
import { column, resourceOf, type Scope, within } from "./scope.ts";

export interface Link {
  /** Of the related rows. */
  readonly scope: Scope;
  readonly from: Fragment;
  readonly where: readonly (Fragment | undefined)[];
  /** At most one row, and the database itself sees to it. */
  readonly single: boolean;
  readonly toOne: boolean;
}

/** `guard` is a condition on the row here; `through` makes the condition on the junction's rows. */
export function linked(
  here: Scope,
  relation: Relation,
  guard: Fragment | undefined,
  through: (between: Scope) => Fragment | undefined,
): Link {
  const there = within(here, resourceOf(here.catalog, relation.target));
  const toOne = isToOne(relation);
  if (relation.computed !== undefined) {
    const from = sql`${here.dialect.call(relation.computed, here)} AS ${raw(there.alias)}`;
    return { scope: there, from, where: [guard], single: false, toOne };
  }
  const table = sql`${here.dialect.table(there.resource)} AS ${raw(there.alias)}`;
  if (relation.through === undefined) {
    const where = [...equal(here, there, relation.on), guard];
    return { scope: there, from: table, where, single: toOne && isUnique(there, relation), toOne };
  }
  const between = within(here, resourceOf(here.catalog, relation.through.resource));
  const where = [
    ...equal(here, between, relation.on),
    ...equal(between, there, relation.through.on),
    through(between),
    guard,
  ];
  const from = sql`${here.dialect.table(between.resource)} AS ${raw(between.alias)}, ${table}`;
  return { scope: there, from, where, single: false, toOne };
}

function equal(here: Scope, there: Scope, pairs: Relation["on"]): Fragment[] {
  return pairs.map(({ from, to }) => sql`${column(there, to).sql} = ${column(here, from).sql}`);
}

function isUnique(there: Scope, relation: Relation): boolean {
  const fields = new Set(relation.on.map((pair) => pair.to));
  const { key, unique } = there.resource;
  return [key, ...unique].some((set) => set.length > 0 && set.every((field) => fields.has(field)));
}
