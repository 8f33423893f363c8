// Time and chance, handed in so that tests can say what they are.

import type { StopSignal } from "./stop.ts";

export interface Clock {
  /** Milliseconds, monotonic; what deadlines are measured by. */
  now(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  /** Rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal?: StopSignal): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(reasonOf(signal));
      const stop = () => {
        clearTimeout(timer);
        reject(signal === undefined ? new Error("stopped") : reasonOf(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

export function reasonOf(signal: StopSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("aborted", { cause: signal.reason });
}
