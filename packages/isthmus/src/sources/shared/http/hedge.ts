// A read that takes long is sent a second time; whichever answers first counts, and the other is given up.

import { CallFailure } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import { reasonOf } from "./clock.ts";
import { isRead, type HttpAnswer, type Send } from "./exchange.ts";
import { createStop } from "./stop.ts";

const settled = new Error("it has answered");

/** @param onHedge Told of each second sending. */
export function hedge(clock: Clock, onHedge?: () => void): (next: Send) => Send {
  return (next) => (call) => {
    const after = call.rules.hedge;
    if (after === undefined || !(isRead(call.method) || call.question !== undefined) || !call.repeatable)
      return next(call);
    const both = createStop();
    const leave = () => both.abort(reasonOf(call.signal));
    if (call.signal.aborted) leave();
    call.signal.addEventListener("abort", leave, { once: true });
    const raced = { ...call, signal: both.signal };
    const early = createStop();
    const first = next(raced);
    const settle = () => early.abort(settled);
    first.then(settle, settle);
    const second = (async (): Promise<HttpAnswer> => {
      await clock.sleep(after, early.signal).catch(() => undefined);
      // Repeating what has failed is for the retry to decide.
      if (early.signal.aborted) return first;
      onHedge?.();
      return next(raced);
    })();
    return Promise.any([first, second])
      .catch((reason: unknown) => {
        throw reason instanceof AggregateError ? reason.errors[0] : reason;
      })
      .finally(() => {
        call.signal.removeEventListener("abort", leave);
        both.abort(new CallFailure({ kind: "aborted", message: "the other one answered first" }));
      });
  };
}
