// The times of one request's stages, for its log line and its Server-Timing header.

export interface Trail {
  /** Ends the stage that was running, under this name. */
  mark(stage: string): void;
  readonly stages: readonly (readonly [stage: string, ms: number])[];
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
  };
}
