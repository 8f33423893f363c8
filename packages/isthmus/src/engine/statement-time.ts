// The time that a caller's roles give each of his statements. It ends what a source does for him, and nothing else.

import type { Execution } from "../core/index.ts";
import { Problem } from "../core/index.ts";

/** @param time Milliseconds; undefined: as long as the source lets him. */
export async function withinTime<T>(
  time: number | undefined,
  call: Execution,
  work: (call: Execution) => Promise<T>,
): Promise<T> {
  if (time === undefined) return work(call);
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(outOfTime(time)), time);
  const signal = AbortSignal.any([call.signal, own.signal]);
  try {
    return await work({ ...call, signal, deadline: Math.min(call.deadline, performance.now() + time) });
  } finally {
    clearTimeout(timer);
  }
}

function outOfTime(time: number): Problem {
  return new Problem({
    code: "57014",
    category: "timeout",
    message: "The statement was stopped because its time was up",
    details: `Your roles give a statement ${time} ms`,
    hint: "Ask for less at once: fewer rows, a narrower filter, fewer levels",
  });
}
