// The times of one request's stages, for its log line and its Server-Timing header; and what went wrong in a part of it.

import type { Problem } from "../core/index.ts";

export interface Trail {
  /** Ends the stage that was running, under this name. */
  mark(stage: string): void;
  readonly stages: readonly (readonly [stage: string, ms: number])[];
  /** Of a request that was answered in part: the first thing that was not. For the log. */
  problem: Problem | undefined;
}

/** Grows with every stage that has ended. */
export type Stages = (readonly [stage: string, ms: number])[];

/** @param since `performance.now()` at which the first stage began. */
export function createTrail(since: number, clock: () => number, stages: Stages = []): Trail {
  let last = since;
  return {
    mark: (stage) => {
      const now = clock();
      stages.push([stage, now - last]);
      last = now;
    },
    stages,
    problem: undefined,
  };
}
