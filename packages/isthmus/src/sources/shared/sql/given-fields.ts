// Which fields a write gives values, and what an upsert does about the rows it meets.

import type { Field, Insert, Update } from "../../../core/index.ts";
import { clause, filter } from "./condition.ts";
import { empty, type Fragment, join, sql } from "./fragment.ts";
import { fieldOf, type Scope } from "./scope.ts";

/** Fields that the body gives: the presets win over it. */
export function givenFields(scope: Scope, { fields, presets = [] }: Insert | Update): readonly Field[] {
  const preset = new Set(presets.map((one) => one.field));
  return fields.filter((name) => !preset.has(name)).map((name) => fieldOf(scope.resource, name));
}

/** The conflict's own fields are equal in both rows, so they are written only where nothing else is. */
export function changedFields({ fields }: Insert, on: NonNullable<Insert["conflict"]>): readonly string[] {
  const allowed = on.fields ?? fields;
  const others = allowed.filter((field) => !on.target.includes(field));
  return others.length === 0 ? allowed : others;
}

/** `ON CONFLICT …`, of PostgreSQL and SQLite; empty where the insert names none. */
export function onConflict(scope: Scope, insert: Insert): Fragment {
  const { conflict: on } = insert;
  if (on === undefined) return empty;
  const { quote } = scope.dialect;
  const named = (field: string) => quote(fieldOf(scope.resource, field).name);
  const target = join(on.target.map(named), ", ");
  const changed = changedFields(insert, on);
  if (on.action === "ignore" || changed.length === 0) return sql` ON CONFLICT (${target}) DO NOTHING`;
  const sets = changed.map((field) => sql`${named(field)} = excluded.${named(field)}`);
  return sql` ON CONFLICT (${target}) DO UPDATE SET ${join(sets, ", ")}${clause(" WHERE ", filter(scope, on.where))}`;
}
