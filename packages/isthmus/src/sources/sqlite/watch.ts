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

/** Milliseconds a new process may take to start; on a busy machine that is long. */
const startLimit = 10_000;

/** `timeout`: milliseconds from now, or from when the process has opened the file. */
export function watch(worker: WorkerProcess, timeout: number, signals: readonly AbortSignal[]): Watch {
  let reason: Problem | undefined;
  let leaving: NodeJS.Timeout | undefined;
  const end = (why: Problem): void => {
    reason ??= why;
    worker.kill();
  };
  let stopped = false;
  const begin = (limit: number): NodeJS.Timeout => setTimeout(() => end(timedOut()), limit);
  let timer = begin(worker.ready ? timeout : startLimit);
  if (!worker.ready) {
    void worker.opened
      .finally(() => {
        clearTimeout(timer);
        if (!stopped) timer = begin(timeout);
      })
      .catch(() => {});
  }
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
      stopped = true;
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
