// Whether a test can be met by one document at most.

import type { Bound } from "./bound.ts";
import type { Test } from "./command.ts";

/** Each field of the key is equal to one value. */
export function namesOne(key: readonly string[], where: Bound): boolean {
  const parts = where.kind === "all" ? where.of : [where];
  const isEqual = (name: string) =>
    parts.some((part) => part.kind === "in" && part.name === name && part.wanted && part.values.length === 1);
  return key.length > 0 && key.every(isEqual);
}

/** The same of a test without its values, of this collection's documents alone. */
export function asksForOne(key: readonly string[], where: Test | undefined): boolean {
  if (where === undefined || isRelated(where)) return false;
  const parts = where.kind === "all" ? where.of : [where];
  const isEqual = (name: string) =>
    parts.some(
      (part) =>
        part.kind === "compare" &&
        part.at.name === name &&
        part.at.steps === undefined &&
        part.operator === "eq" &&
        part.quantifier === undefined &&
        part.wanted,
    );
  return key.length > 0 && key.every(isEqual);
}

/** Whether documents of other collections decide. */
export function isRelated(test: Test): boolean {
  if (test.kind === "all" || test.kind === "any") return test.of.some(isRelated);
  return test.kind === "related" || (test.kind === "none" && isRelated(test.of));
}
