// What an import or an export has under its feet. Each chunk and each page asks for the road anew, so that a policy that
// is taken back holds from the next one on.

import type { Principal, Request, Soon } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import type { Roadside } from "../pipeline.ts";

export interface Ground {
  readonly road: () => Roadside;
  readonly principal: Principal;
  readonly request: Request;
  /** Of the whole. */
  readonly signal: AbortSignal;
  /** Milliseconds for a chunk or a page. */
  readonly patience: number;
}

/** Gives work its own deadline. */
export async function timed<T>(
  { signal, patience, road }: Ground,
  work: (signal: AbortSignal, deadline: number) => Soon<T>,
): Promise<T> {
  const controller = new AbortController();
  const leave = (): void => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(late(patience)), patience);
  signal.addEventListener("abort", leave);
  try {
    signal.throwIfAborted();
    return await work(controller.signal, road().clock() + patience);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
  }
}

function late(patience: number): Problem {
  return new Problem({
    code: "ISTHMUS504",
    category: "timeout",
    message: `A chunk of rows was given up after ${patience} ms`,
    hint: "Raise limits.requestTimeout in the configuration",
  });
}
