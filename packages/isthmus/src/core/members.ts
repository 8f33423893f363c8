// The members of a select, whichever groups they stand in: a group is a shape of the answer, and no level of its own.

import type { GroupSelection, RelationSelection, Selection } from "./statement.ts";

/** In their order, each group replaced by what is in it. */
export function membersOf(select: readonly Selection[]): readonly Exclude<Selection, GroupSelection>[] {
  return select.flatMap((one) => (one.kind === "group" ? membersOf(one.select) : [one]));
}

/** The relations of this level. Of several of one name an order goes through the first. */
export function relationsOf(select: readonly Selection[]): readonly RelationSelection[] {
  return membersOf(select).filter((one) => one.kind === "relation");
}
