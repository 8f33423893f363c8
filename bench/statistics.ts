// What is made of several rounds.

import type { Measure } from "./load/load.ts";

export interface Round extends Measure {
  /** Microseconds the server's processes worked; NaN where that cannot be known. */
  readonly cpu: number;
}

export interface Summary {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds per request. */
  readonly cpu: number;
  readonly errors: number;
  /** Requests per second of each round. */
  readonly rates: readonly number[];
}

/**
 * How many times as fast one server was as another: the median over the rounds of what each round says, since the two
 * were asked one right after the other in it, and the machine was alike for both.
 */
export function ratio(of: Summary, to: Summary): number {
  return median(of.rates.map((rate, round) => rate / (to.rates[round] ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

export function summarize(rounds: readonly Round[]): Summary {
  const rates = rounds.map(({ requests, seconds }) => requests / seconds);
  return {
    perSecond: median(rates),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    cpu: median(rounds.map(({ cpu, requests }) => cpu / requests)),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    rates,
  };
}
