// Ends a worker process when what it does takes too long, or when nobody waits for it any more.

import { Problem } from "../../core/index.ts";
import { cancelled, timedOut } from "./errors.ts";
import type { WorkerProcess } from "./process.ts";

/** Milliseconds a worker may go on after its caller has left: a new process costs more than a short rest of work. */
const patience = 100;

export interface Watch {
  /** Why the process was ended; undefined when it was not. */
  readonly reason: () => Problem | undefined;
  readonly stop: () => void;
}

/** `timeout`: milliseconds from now. */
export function watch(worker: WorkerProcess, timeout: number, signals: readonly AbortSignal[]): Watch {
  let reason: Problem | undefined;
  let leaving: NodeJS.Timeout | undefined;
  const end = (why: Problem): void => {
    reason ??= why;
    worker.kill();
  };
  const timer = setTimeout(() => end(timedOut()), timeout);
  const leave = (): void => {
    const signal = signals.find(({ aborted }) => aborted);
    leaving ??= setTimeout(() => end(reasonOf(signal)), patience);
  };
  for (const signal of signals) {
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  }
  return {
    reason: () => reason,
    stop: () => {
      clearTimeout(timer);
      clearTimeout(leaving);
      for (const signal of signals) signal.removeEventListener("abort", leave);
    },
  };
}

/** What whoever aborted has to say, if it is a Problem. */
export function reasonOf(signal: AbortSignal | undefined): Problem {
  const reason: unknown = signal?.reason;
  return reason instanceof Problem ? reason : cancelled();
}
