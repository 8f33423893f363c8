// The deadline of one attempt: the earlier of its own limit and the whole call's.

import { CallFailure } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import { reasonOf } from "./clock.ts";
import type { Send } from "./exchange.ts";
import { createStop } from "./stop.ts";

/** @param limit Milliseconds one attempt may take. */
export function attempt(limit: number, clock: Clock): (next: Send) => Send {
  return (next) => async (call) => {
    const left = call.deadline - clock.now();
    if (left <= 0) throw late(0);
    const own = createStop();
    const leave = () => own.abort(reasonOf(call.signal));
    if (call.signal.aborted) leave();
    call.signal.addEventListener("abort", leave, { once: true });
    const wait = Math.min(limit, left);
    const timer = setTimeout(() => own.abort(late(wait)), wait);
    try {
      return await next({ ...call, signal: own.signal });
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener("abort", leave);
    }
  };
}

function late(limit: number): CallFailure {
  return new CallFailure({ kind: "timeout", message: `it has not answered within ${Math.round(limit)} ms` });
}
