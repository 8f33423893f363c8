// Keeps a source within what its API takes: by the rate and quota of the configuration, and by what the API's answers say.

import { stopped } from "./abandon.ts";
import { CallFailure } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import type { HttpAnswer, HttpCall, Send } from "./exchange.ts";
import type { Quota } from "./quota.ts";
import { allowanceOf } from "./rate-headers.ts";
import { retryAfterOf } from "./retry-after.ts";
import type { StopSignal } from "./stop.ts";
import type { TokenBucket } from "./token-bucket.ts";

export interface RateLimitOptions {
  readonly bucket?: TokenBucket | undefined;
  readonly quota?: Quota | undefined;
  /** Milliseconds a call may wait for its turn. */
  readonly longestWait: number;
  /** Milliseconds for which an API is believed that wants to be left alone. */
  readonly longestHold: number;
}

export function rateLimit(
  { bucket, quota, longestWait, longestHold }: RateLimitOptions,
  clock: Clock,
): (next: Send) => Send {
  /** By the clock's `now`: nothing is sent before. */
  let heldUntil = 0;

  function hold(ms: number): void {
    heldUntil = Math.max(heldUntil, clock.now() + Math.min(ms, longestHold));
  }

  /** A call that was let go beforehand says nothing of the time after. */
  function learn(answer: HttpAnswer): void {
    if (answer.status === 429) {
      hold(retryAfterOf(answer.headers, clock.wall()) ?? allowanceOf(answer.headers, clock.wall())?.reset ?? 0);
      return;
    }
    const allowance = allowanceOf(answer.headers, clock.wall());
    if (allowance !== undefined && allowance.remaining < 1) hold(allowance.reset);
  }

  /** Milliseconds to wait; what the call takes is taken. */
  function turn(call: HttpCall): number {
    const held = heldUntil - clock.now();
    const most = Math.min(longestWait, call.deadline - clock.now());
    if (held > most) throw limited("wants to be left alone", held);
    const wait = bucket?.take(most) ?? (bucket === undefined ? 0 : undefined);
    if (wait === undefined) throw limited("is asked as often as the source's rate allows", most);
    const units = call.rules.cost ?? 1;
    const tomorrow = quota?.take(units);
    if (tomorrow !== undefined)
      throw new CallFailure({ kind: "quota", message: "the day's quota is used up", retryAfter: tomorrow });
    return Math.max(0, held, wait);
  }

  async function wait(pause: number, signal: StopSignal): Promise<void> {
    await clock.sleep(pause, signal).catch(() => {
      throw stopped(signal);
    });
  }

  return (next) => async (call) => {
    const pause = turn(call);
    if (pause > 0) await wait(pause, call.signal);
    try {
      const answer = await next(call);
      learn(answer);
      return answer;
    } catch (reason) {
      if (reason instanceof CallFailure && reason.answer !== undefined) learn(reason.answer);
      throw reason;
    }
  };
}

function limited(what: string, retryAfter: number): CallFailure {
  return new CallFailure({ kind: "limited", message: `it ${what}`, retryAfter: Math.max(1, retryAfter) });
}
