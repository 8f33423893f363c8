// In charge of folding: the same read asked for several times in one tick is sent once. The request ends early only when
// all who asked have left.

import type { Texts } from "../error.ts";
import { aborted, type Answer, type Sending } from "./transport.ts";

export interface Fold {
  ask(sending: Sending): Promise<Answer>;
  /** Whoever asks from now on gets an answer of his own. */
  forget(): void;
}

interface Shared {
  readonly answer: Promise<Answer>;
  readonly controller: AbortController;
  askers: number;
}

export function createFold(send: (sending: Sending) => Promise<Answer>, texts: Texts | undefined): Fold {
  const shared = new Map<string, Shared>();

  function begin(sending: Sending, key: string): Shared {
    const controller = new AbortController();
    const one: Shared = { answer: send({ ...sending, signal: controller.signal }), controller, askers: 0 };
    shared.set(key, one);
    const end = (): void => void (shared.get(key) === one && shared.delete(key));
    // The tick ends, or the answer is there already: after this, the same question means that a newer one is wanted.
    setTimeout(end, 0);
    one.answer.then(end, end);
    return one;
  }

  return {
    ask(sending) {
      const { signal } = sending;
      if (signal?.aborted === true) return Promise.reject(aborted(texts));
      const key = keyOf(sending);
      const one = shared.get(key) ?? begin(sending, key);
      one.askers += 1;
      if (signal === undefined) return one.answer;
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          one.askers -= 1;
          if (one.askers === 0) {
            if (shared.get(key) === one) shared.delete(key);
            one.controller.abort();
          }
          reject(aborted(texts));
        };
        signal.addEventListener("abort", leave, { once: true });
        one.answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
      });
    },
    forget: () => shared.clear(),
  };
}

function keyOf({ method, url, headers }: Sending): string {
  return JSON.stringify([method, url, Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
