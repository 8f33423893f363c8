// So many calls per second, with a few saved up.

import type { Clock } from "./clock.ts";

export interface TokenBucket {
  /** Takes one, and says how many milliseconds to wait before it may be used; undefined where that is too long: none is taken. */
  take(longest: number): number | undefined;
}

/**
 * @param rate Per second.
 * @param burst Most that are saved up; there are as many at the start.
 */
export function createTokenBucket(rate: number, burst: number, clock: Clock): TokenBucket {
  // Tokens may be owed: a debt is a place in the line.
  let tokens = burst;
  let at = clock.now();
  return {
    take(longest) {
      const now = clock.now();
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * rate);
      at = now;
      const wait = tokens >= 1 ? 0 : ((1 - tokens) / rate) * 1000;
      if (wait > longest) return undefined;
      tokens -= 1;
      return wait;
    },
  };
}
