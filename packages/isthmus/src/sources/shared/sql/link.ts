// The rows a relation leads to from one row: what to select them from, and the conditions that tie them to that row.

import { isToOne, type Relation } from "../../../core/index.ts";
import type { Tie } from "./dialect.ts";
import { type Fragment, raw, sql } from "./fragment.ts";
import { column, resourceOf, type Scope, within } from "./scope.ts";

export interface Link {
  /** Of the related rows. */
  readonly scope: Scope;
  readonly from: Fragment;
  readonly where: readonly (Fragment | undefined)[];
  /** The same in parts: what ties them to that row, a condition on that row, and those of the rows themselves. */
  readonly ties: readonly Tie[];
  readonly guard: Fragment | undefined;
  readonly own: readonly (Fragment | undefined)[];
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
    return { scope: there, from, where: [guard], ties: [], guard, own: [], single: false, toOne };
  }
  const table = sql`${here.dialect.table(there.resource)} AS ${raw(there.alias)}`;
  if (relation.through === undefined) {
    const ties = tiesOf(here, there, relation.on);
    const where = [...ties.map(equal), guard];
    const single = toOne && isUnique(there, relation);
    return { scope: there, from: table, where, ties, guard, own: [], single, toOne };
  }
  const between = within(here, resourceOf(here.catalog, relation.through.resource));
  const ties = tiesOf(here, between, relation.on);
  const own = [...tiesOf(between, there, relation.through.on).map(equal), through(between)];
  const where = [...ties.map(equal), ...own, guard];
  const from = sql`${here.dialect.table(between.resource)} AS ${raw(between.alias)}, ${table}`;
  return { scope: there, from, where, ties, guard, own, single: false, toOne };
}

function tiesOf(here: Scope, there: Scope, pairs: Relation["on"]): Tie[] {
  return pairs.map(({ from, to }) => ({ there: column(there, to).sql, here: column(here, from).sql }));
}

function equal({ there, here }: Tie): Fragment {
  return sql`${there} = ${here}`;
}

function isUnique(there: Scope, relation: Relation): boolean {
  const fields = new Set(relation.on.map((pair) => pair.to));
  const { key, unique } = there.resource;
  return [key, ...unique].some((set) => set.length > 0 && set.every((field) => fields.has(field)));
}
