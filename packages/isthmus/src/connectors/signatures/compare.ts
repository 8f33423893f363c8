// Comparison that takes as long for a signature that is nearly right as for one that is all wrong.

import { timingSafeEqual } from "node:crypto";

/** @returns Whether one of those that were given is one of those that were expected; all of them are looked at. */
export function someEqual(given: readonly string[], expected: readonly string[]): boolean {
  let found = false;
  for (const one of given)
    for (const right of expected) {
      const [a, b] = [Buffer.from(one), Buffer.from(right)];
      if (a.length === b.length && timingSafeEqual(a, b)) found = true;
    }
  return found;
}
