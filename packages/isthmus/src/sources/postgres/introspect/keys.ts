// How columns of a base table appear in the relations that are exposed: as themselves, or under a view's names.

import { columnName, type Facts } from "./facts.ts";
import type { RelationFact } from "./relations.ts";

/** An exposed relation in which all of some base columns can be seen, and by which names. */
export interface Appearance {
  readonly relation: RelationFact;
  readonly fields: readonly string[];
}

/** A view can show one column many times; more combinations than this name no relation anyone could tell apart. */
const maxCombinations = 16;

/** View columns by base column, for each view that shows anything of a base table. */
export type ShownIn = ReadonlyMap<number, ReadonlyMap<RelationFact, ReadonlyMap<number, readonly string[]>>>;

/** By base table: the views over it, and in each the names that show each base column. */
export function findShown(facts: Facts): ShownIn {
  const shown = new Map<number, Map<RelationFact, Map<number, string[]>>>();
  for (const [view, origins] of facts.origins) {
    const relation = facts.relation.get(view);
    if (relation === undefined) continue;
    for (const column of facts.columns.get(view) ?? []) {
      const origin = origins.get(column.number);
      if (origin === undefined) continue;
      const views = getOrPut(shown, origin.relation, () => new Map<RelationFact, Map<number, string[]>>());
      getOrPut(
        getOrPut(views, relation, () => new Map<number, string[]>()),
        origin.column,
        () => [] as string[],
      ).push(column.name);
    }
  }
  return shown;
}

/** Where all of these columns of a table appear together: the table itself, if exposed, and views, once per combination. */
export function appearances(
  facts: Facts,
  shown: ShownIn,
  table: number,
  columns: readonly number[],
): readonly Appearance[] {
  const found: Appearance[] = [];
  const self = facts.relation.get(table);
  const names = columns.map((number) => columnName(facts, table, number));
  if (self !== undefined && names.every((name) => name !== undefined)) found.push({ relation: self, fields: names });
  for (const [view, byColumn] of shown.get(table) ?? []) {
    for (const fields of combinations(columns.map((number) => byColumn.get(number) ?? [])))
      found.push({ relation: view, fields });
  }
  return found;
}

/** Keys that a view takes over from the tables under it: all their primary keys, one after the other. */
export function viewKey(facts: Facts, shown: ShownIn, view: RelationFact): readonly string[] {
  const key: string[] = [];
  for (const [table, views] of shown) {
    const byColumn = views.get(view);
    const primary = facts.constraints.get(table)?.find((constraint) => constraint.kind === "p");
    if (byColumn === undefined || primary === undefined) continue;
    const fields = primary.columns.map((number) => byColumn.get(number)?.[0]);
    if (fields.every((field) => field !== undefined)) key.push(...fields);
  }
  return key;
}

function combinations(choices: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let found: string[][] = [[]];
  for (const choice of choices) {
    found = found.flatMap((prefix) => choice.map((name) => [...prefix, name])).slice(0, maxCombinations);
  }
  return found;
}

export function getOrPut<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}
