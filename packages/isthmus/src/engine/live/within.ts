// Work with an end: it is given up when nobody waits any more, or when it takes too long.

import { Problem } from "../../core/index.ts";

/** @param ms Milliseconds the work may take. */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const leave = (): void => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(tooLate(ms)), ms);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
  }
}

function tooLate(ms: number): Problem {
  return new Problem({
    code: "ISTHMUS504",
    category: "timeout",
    message: `The question was given up after ${ms} ms`,
    hint: "Ask for less at once, or raise limits.requestTimeout in the configuration",
  });
}
