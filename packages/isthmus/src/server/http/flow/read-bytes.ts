// A request's body as it comes, with a bound on how long nothing may come.

import type { IncomingMessage } from "node:http";
import { Problem } from "../../../core/index.ts";
import { bodyLate, callerLeft } from "../refusals.ts";

/** Bytes, and milliseconds, for which what is no longer wanted is still read, so that the caller gets to see why. */
const drained = 4_194_304;
const linger = 2_000;

/**
 * Ends with the signal's reason once the signal is aborted.
 *
 * @param abort Told why the body ends before its end: its caller has left, or sends nothing for longer than the patience.
 */
export async function* readBytes(
  message: IncomingMessage,
  patience: number,
  signal: AbortSignal,
  abort: (problem: Problem) => void,
): AsyncGenerator<Uint8Array, void> {
  const bytes = message.iterator({ destroyOnReturn: false });
  for (;;) {
    const step = await within(bytes.next() as Promise<IteratorResult<Uint8Array>>, patience, signal, abort);
    if (step.done === true) return;
    yield step.value;
  }
}

async function within<T>(
  coming: Promise<T>,
  patience: number,
  signal: AbortSignal,
  abort: (problem: Problem) => void,
): Promise<T> {
  const ended = Promise.withResolvers<never>();
  const stop = (): void => ended.reject(signal.reason);
  const timer = setTimeout(() => ended.reject(bodyLate(patience)), patience);
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    return await Promise.race([coming, ended.promise]);
  } catch (thrown) {
    const problem = thrown instanceof Problem ? thrown : callerLeft();
    abort(problem);
    throw problem;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** Reads on to the end of the body and drops it. False: there is more than anybody wants to read. */
export function drain(message: IncomingMessage): Promise<boolean> {
  if (message.readableEnded || message.complete || message.destroyed) {
    message.resume();
    return Promise.resolve(true);
  }
  return new Promise((resolve) => {
    let size = 0;
    const timer = setTimeout(() => end(false), linger);
    const count = (part: Uint8Array): void => {
      size += part.length;
      if (size > drained) end(false);
    };
    const whole = (): void => end(true);
    const broken = (): void => end(false);
    function end(all: boolean): void {
      clearTimeout(timer);
      message.off("data", count).off("end", whole).off("close", broken);
      resolve(all);
    }
    message.on("data", count).once("end", whole).once("close", broken);
    message.on("error", () => {});
    message.resume();
  });
}
