// What is made of several rounds.

import type { Measure } from "./load/load.ts";

export interface Summary {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** Slowest and fastest round, in requests per second. */
  readonly range: readonly [number, number];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

export function summarize(rounds: readonly Measure[]): Summary {
  const rates = rounds.map(({ requests, seconds }) => requests / seconds);
  return {
    perSecond: median(rates),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    range: [Math.min(...rates), Math.max(...rates)],
  };
}
