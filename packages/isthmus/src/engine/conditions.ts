// Small algebra on conditions: joining them without piling up needless levels.

import type { Condition } from "../core/index.ts";

export const never: Condition = { kind: "constant", value: false };

/** All of them; absent ones hold. Absent when nothing is asked. */
export function all(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const of = conditions.flatMap((condition) =>
    condition === undefined || isAlways(condition) ? [] : condition.kind === "and" ? condition.of : [condition],
  );
  if (of.some(isNever)) return never;
  return of.length <= 1 ? of[0] : { kind: "and", of };
}

/** Any of them; an absent one means "every row", so the whole is then absent too. Without any: nothing holds. */
export function any(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  if (conditions.some((condition) => condition === undefined || isAlways(condition))) return undefined;
  const of = distinct(
    conditions.flatMap((condition) => (condition === undefined || isNever(condition) ? [] : [condition])),
  );
  if (of.length === 0) return never;
  return of.length === 1 ? of[0] : { kind: "or", of };
}

function distinct(conditions: readonly Condition[]): readonly Condition[] {
  return [...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values()];
}

function isAlways(condition: Condition): boolean {
  return condition.kind === "constant" && condition.value;
}

function isNever(condition: Condition): boolean {
  return condition.kind === "constant" && !condition.value;
}
