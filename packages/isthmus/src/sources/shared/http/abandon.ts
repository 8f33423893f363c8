// Leaves what is waited for when a signal says so; the work itself may go on for others.

import { CallFailure } from "./call-failure.ts";
import { reasonOf } from "./clock.ts";
import type { StopSignal } from "./stop.ts";

/** Why a call was given up: its deadline has passed, or its caller has left. */
export function stopped(signal: StopSignal): CallFailure {
  const reason = reasonOf(signal);
  if (reason instanceof CallFailure) return reason;
  return new CallFailure({ kind: "aborted", message: "the caller has left", cause: reason });
}

export function abandonable<T>(work: Promise<T>, signal: StopSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(stopped(signal));
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    const settle = () => signal.removeEventListener("abort", leave);
    work.then(resolve, reject).finally(settle);
  });
}
