// A clock that stands still until a test, or somebody's sleep, moves it.

import type { Clock } from "../clock.ts";

export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** What was slept, in order. */
  readonly slept: readonly number[];
}

/** @param start Milliseconds since 1970. Sleeping takes no time, and moves the clock. */
export function fakeClock(start = 1_750_000_000_000, random = 0.5): FakeClock {
  let now = 0;
  const slept: number[] = [];
  return {
    now: () => now,
    wall: () => start + now,
    random: () => random,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      now += ms;
    },
    slept,
  };
}
