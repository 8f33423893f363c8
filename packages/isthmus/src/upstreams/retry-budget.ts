// How many requests may be repeats: a share of them all, so that a service in trouble gets little more than it would well.

export interface RetryBudget {
  /** A request has come. */
  deposit(): void;
  /** Whether there is one more repeat; takes it. */
  withdraw(): boolean;
}

/** Repeats that may be saved up, and that there are at the start: an instance that dies leaves as many at once. */
const reserve = 100;

export function createRetryBudget(share: number): RetryBudget {
  let left = reserve;
  return {
    deposit() {
      if (left < reserve) left = Math.min(reserve, left + share);
    },
    withdraw() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
