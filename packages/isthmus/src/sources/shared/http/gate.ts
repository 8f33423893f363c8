// How many calls may be under way at a time. Those beyond it wait in line, and those beyond the line are refused.

import { CallFailure } from "./call-failure.ts";
import { reasonOf } from "./clock.ts";
import type { Send } from "./exchange.ts";

export interface GateOptions {
  readonly concurrency: number;
  readonly waiting: number;
}

export function gate({ concurrency, waiting }: GateOptions): (next: Send) => Send {
  let under = 0;
  const line = new Set<() => void>();

  function leave(): void {
    const [first] = line;
    if (first === undefined) {
      under--;
      return;
    }
    line.delete(first);
    first();
  }

  function wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return void reject(reasonOf(signal));
      const enter = () => {
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const stop = () => {
        line.delete(enter);
        reject(new CallFailure({ kind: "aborted", message: "the caller has left", cause: reasonOf(signal) }));
      };
      signal.addEventListener("abort", stop, { once: true });
      line.add(enter);
    });
  }

  return (next) => async (call) => {
    if (under < concurrency) under++;
    else {
      if (line.size >= waiting)
        throw new CallFailure({
          kind: "busy",
          message: `${concurrency} calls are under way and ${waiting} wait`,
          retryAfter: 1_000,
        });
      await wait(call.signal);
    }
    try {
      return await next(call);
    } finally {
      leave();
    }
  };
}
