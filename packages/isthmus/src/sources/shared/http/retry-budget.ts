// How many attempts may be repeats: a share of the calls, so that a failing API gets little more than it would healthy.

export interface RetryBudget {
  /** A call has come. */
  deposit(): void;
  /** Whether there is one more repeat; takes it. */
  withdraw(): boolean;
  readonly left: number;
}

/**
 * @param share Repeats per call, 0.1 for one in ten.
 * @param reserve Repeats that may be saved up, and that there are at the start.
 */
export function createRetryBudget(share: number, reserve: number): RetryBudget {
  let left = reserve;
  return {
    deposit: () => {
      left = Math.min(reserve, left + share);
    },
    withdraw: () => {
      // Ten deposits of 0.1 are not quite 1.
      if (left < 1 - 1e-9) return false;
      left = Math.max(0, left - 1);
      return true;
    },
    get left() {
      return left;
    },
  };
}
