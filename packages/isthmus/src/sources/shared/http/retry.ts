// Sends a call again where that is safe, may help, and stays within the budget.

import { stopped } from "./abandon.ts";
import { CallFailure } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import type { HttpCall, Send } from "./exchange.ts";
import type { RetryBudget } from "./retry-budget.ts";

export interface RetryOptions {
  /** Most attempts of one call, the first included. */
  readonly attempts: number;
  /** Milliseconds: the first pause is below this, and the bound doubles with each further one. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Milliseconds: an API that wants a longer pause is not waited for. */
  readonly longestRetryAfter: number;
  /** Told of each attempt beyond the first. */
  readonly onRetry?: () => void;
}

export function retry(options: RetryOptions, budget: RetryBudget, clock: Clock): (next: Send) => Send {
  return (next) => async (call) => {
    budget.deposit();
    for (let attempts = 1; ; attempts++) {
      try {
        return await next(call);
      } catch (reason) {
        if (!(reason instanceof CallFailure) || attempts >= options.attempts || !mayRepeat(call, reason)) throw reason;
        const pause = pauseOf(reason, attempts, options, clock);
        if (pause === undefined || clock.now() + pause >= call.deadline || !budget.withdraw()) throw reason;
        await clock.sleep(pause, call.signal).catch(() => {
          throw stopped(call.signal);
        });
        options.onRetry?.();
      }
    }
  };
}

/** Statuses after which the same call may succeed. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 529]);

function mayRepeat(call: HttpCall, failure: CallFailure): boolean {
  if (failure.lasting) return false;
  switch (failure.kind) {
    case "refused":
      return true;
    case "lost":
    case "timeout":
    case "malformed":
    case "soft":
      return call.repeatable;
    case "status":
      return call.repeatable && passing.has(failure.answer?.status ?? 0);
    case "aborted":
    case "blocked":
    case "limited":
    case "quota":
    case "open":
    case "busy":
    case "credentials":
      return false;
    default:
      return failure.kind satisfies never;
  }
}

/** Full jitter: anything up to the bound, so that callers who failed together do not come back together. */
function pauseOf(failure: CallFailure, attempts: number, options: RetryOptions, clock: Clock): number | undefined {
  const bound = Math.min(options.longestPause, options.firstPause * 2 ** (attempts - 1));
  const jitter = clock.random() * bound;
  if (failure.retryAfter === undefined) return jitter;
  if (failure.retryAfter > options.longestRetryAfter) return undefined;
  // Somewhat later than told, for the same reason.
  return failure.retryAfter + jitter;
}
