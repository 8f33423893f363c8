// How many calls may be under way at a time. Those beyond it wait in line, and those beyond the line are refused.

import { CallFailure } from "./call-failure.ts";
import { stopped } from "./abandon.ts";
import type { Clock } from "./clock.ts";
import type { HttpCall, Send } from "./exchange.ts";

export interface GateOptions {
  readonly concurrency: number;
  readonly waiting: number;
}

/** A longer timer would end at once. */
const longestTimer = 2_147_483_647;

export function gate({ concurrency, waiting }: GateOptions, clock: Pick<Clock, "now">): (next: Send) => Send {
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

  function wait({ signal, deadline }: HttpCall): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(stopped(signal));
      const end = () => {
        signal.removeEventListener("abort", leave);
        clearTimeout(timer);
        line.delete(enter);
      };
      const enter = () => {
        end();
        resolve();
      };
      const leave = () => {
        end();
        reject(stopped(signal));
      };
      const late = () => {
        end();
        reject(busy(`${concurrency} calls are under way`));
      };
      const timer = setTimeout(late, Math.min(longestTimer, Math.max(0, deadline - clock.now())));
      signal.addEventListener("abort", leave, { once: true });
      line.add(enter);
    });
  }

  return (next) => async (call) => {
    if (under < concurrency) under++;
    else {
      if (line.size >= waiting) throw busy(`${concurrency} calls are under way and ${waiting} wait`);
      await wait(call);
    }
    try {
      return await next(call);
    } finally {
      leave();
    }
  };
}

function busy(message: string): CallFailure {
  return new CallFailure({ kind: "busy", message, retryAfter: 1_000 });
}
