// Foreign keys between exposed relations: declared between tables, carried over to the views that show their columns,
// and those that a function makes.

import type { ForeignKeySchema } from "../../../core/index.ts";
import type { ConstraintFact } from "./constraints.ts";
import type { Facts } from "./facts.ts";
import { appearances, getOrPut, type ShownIn } from "./keys.ts";
import type { RelationFact } from "./relations.ts";
import { rowFunctions } from "./row-functions.ts";

/** By the relation in which the foreign key lies. */
export function readForeignKeys(facts: Facts, shown: ShownIn): ReadonlyMap<RelationFact, readonly ForeignKeySchema[]> {
  const found = new Map<RelationFact, ForeignKeySchema[]>();
  for (const key of facts.foreignKeys) {
    const unique = isUnique(facts, key);
    const targets = appearances(facts, shown, key.target, key.targetColumns);
    for (const { relation, fields } of appearances(facts, shown, key.relation, key.columns)) {
      const list = getOrPut(found, relation, () => []);
      for (const target of targets) {
        list.push({
          name: key.name,
          fields,
          target: { namespace: target.relation.schema, name: target.relation.name },
          targetFields: target.fields,
          unique,
        });
      }
    }
  }
  for (const entry of rowFunctions(facts)) {
    if (entry.target === undefined) continue;
    getOrPut(found, entry.owner, () => []).push({
      name: entry.fact.name,
      fields: [],
      target: { namespace: entry.target.schema, name: entry.target.name },
      targetFields: [],
      unique: false,
      computed: {
        schema: entry.fact.schema,
        function: entry.fact.name,
        toOne: !entry.fact.many || entry.fact.rows === 1,
      },
    });
  }
  return found;
}

/** The key's columns are together a primary key or a unique constraint of their table. */
function isUnique(facts: Facts, key: ConstraintFact): boolean {
  const columns = key.columns.toSorted().join();
  return (facts.constraints.get(key.relation) ?? []).some(
    (constraint) => constraint.kind !== "f" && constraint.columns.toSorted().join() === columns,
  );
}
