// Conditions become SQL. Constants are folded, so that a condition that can never hold does not touch a table.

import type { Condition, FieldRef, Is, Related, RelationSelection } from "../../../core/index.ts";
import type { Typed } from "./dialect.ts";
import { empty, type Fragment, join, raw, sql } from "./fragment.ts";
import { type Link, linked } from "./link.ts";
import { column, relationOf, type Scope } from "./scope.ts";

const words: Readonly<Record<Is["right"], Fragment>> = {
  null: raw("IS NULL"),
  "not-null": raw("IS NOT NULL"),
  true: raw("IS TRUE"),
  false: raw("IS FALSE"),
  unknown: raw("IS NULL"),
};

export function condition(scope: Scope, of: Condition): Fragment {
  return render(scope, fold(of));
}

/** All of the conditions that there are; `undefined` when there is none, or nothing but what always holds. */
export function all(conditions: readonly (Fragment | undefined)[]): Fragment | undefined {
  const present = conditions.filter((one) => one !== undefined);
  return present.length === 0 ? undefined : join(present, " AND ");
}

/** As a part of `WHERE`; `undefined` for what always holds. */
export function filter(scope: Scope, of: Condition | undefined): Fragment | undefined {
  if (of === undefined) return undefined;
  const folded = fold(of);
  if (folded.kind === "constant" && folded.value) return undefined;
  return render(scope, folded);
}

/** Whether the condition can never hold, whatever the values. */
export function isNever(of: Condition | undefined): boolean {
  if (of === undefined) return false;
  const folded = fold(of);
  return folded.kind === "constant" && !folded.value;
}

function fold(of: Condition): Condition {
  if (of.kind === "not") {
    const inner = fold(of.of);
    return inner.kind === "constant" ? { kind: "constant", value: !inner.value } : { kind: "not", of: inner };
  }
  if (of.kind !== "and" && of.kind !== "or") return of;
  const neutral = of.kind === "and";
  const kept: Condition[] = [];
  for (const part of of.of) {
    const folded = fold(part);
    if (folded.kind !== "constant") kept.push(folded);
    else if (folded.value !== neutral) return folded;
  }
  const [first] = kept;
  if (first === undefined) return { kind: "constant", value: neutral };
  return kept.length === 1 ? first : { kind: of.kind, of: kept };
}

function render(scope: Scope, of: Condition): Fragment {
  switch (of.kind) {
    case "constant":
      return raw(of.value ? "TRUE" : "FALSE");
    case "and":
    case "or":
      return sql`(${join(
        of.of.map((part) => render(scope, part)),
        of.kind === "and" ? " AND " : " OR ",
      )})`;
    case "not":
      return sql`NOT (${render(scope, of.of)})`;
    case "is":
      return sql`(${reference(scope, of.left).sql} ${words[of.right]})`;
    case "compare":
      return sql`(${scope.dialect.compare(reference(scope, of.left), of, scope)})`;
    case "related":
      return related(scope, of);
  }
}

function related(scope: Scope, of: Related): Fragment {
  const link = follow(scope, of);
  return sql`EXISTS (SELECT 1 FROM ${link.from}${clause(" WHERE ", all([...link.where, filter(link.scope, of.where)]))})`;
}

/** A clause with its word in front; nothing when it is absent. */
export function clause(word: " WHERE " | " ORDER BY ", of: Fragment | undefined): Fragment {
  return of === undefined ? empty : sql`${raw(word)}${of}`;
}

/** The related rows that the caller may see, under the rules that authorize has set. */
export function follow(
  scope: Scope,
  by: Pick<Related | RelationSelection, "relation" | "guard" | "throughWhere">,
): Link {
  const guard = filter(scope, by.guard);
  return linked(scope, relationOf(scope.resource, by.relation), guard, (between) => filter(between, by.throughWhere));
}

/** A field as it may be seen: null where its guard does not hold, then the place inside it. */
export function reference(scope: Scope, ref: FieldRef): Typed {
  const plain = guarded(scope, column(scope, ref.field), ref.guard);
  return ref.path === undefined || ref.path.length === 0 ? plain : scope.dialect.path(plain, ref.path);
}

function guarded(scope: Scope, value: Typed, guard: Condition | undefined): Typed {
  const holds = filter(scope, guard);
  return holds === undefined ? value : { ...value, sql: sql`CASE WHEN ${holds} THEN ${value.sql} END`, nullable: true };
}
