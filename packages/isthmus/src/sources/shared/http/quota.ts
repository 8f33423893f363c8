// So many units a day. The day begins at 00:00 UTC unless the API's is another.

import type { Clock } from "./clock.ts";

export interface Quota {
  /** Takes units; undefined: taken; otherwise the milliseconds until there are some again. */
  take(units: number): number | undefined;
  readonly used: number;
}

const day = 86_400_000;

/** @param offset Milliseconds by which the API's day begins later than UTC's. */
export function createQuota(units: number, offset: number, clock: Clock): Quota {
  let today = Number.NaN;
  let used = 0;
  return {
    take(cost) {
      const now = clock.wall() - offset;
      const date = Math.floor(now / day);
      if (date !== today) {
        today = date;
        used = 0;
      }
      if (used + cost > units) return (date + 1) * day - now;
      used += cost;
      return undefined;
    },
    get used() {
      return used;
    },
  };
}
