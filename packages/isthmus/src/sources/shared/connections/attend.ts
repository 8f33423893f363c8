// Watches work on a connection: when the caller leaves or his time is up, the database is told to stop.

import { aborted, outcomeUnknown } from "./problems.ts";

/** What can be stopped on a connection. */
export interface Stoppable {
  /** Asks the server to stop what the connection runs. */
  cancel(): Promise<void>;
  /** Lets go at once. */
  destroy(): void;
}

/** Milliseconds in which a change that was told to stop may still say whether it was made. */
const lastWord = 1_000;

/**
 * Rejects as soon as `signal` is aborted, with `changes` only when it is known or can no longer be known what became of
 * the work. Afterwards `spoiled` connections must be discarded: a cancel request that comes late would stop the next
 * statement, and one that stopped a BEGIN would let its transaction's statements run outside any.
 */
export function attend<T>(
  connection: Stoppable,
  work: (done: (value: T) => void, failed: (reason: unknown) => void) => void,
  signal: AbortSignal,
  changes: boolean,
  spoiled: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      spoiled();
      void connection.cancel();
      if (!changes) reject(aborted(signal));
      timer = setTimeout(() => {
        if (changes) reject(outcomeUnknown(signal.reason));
        connection.destroy();
      }, lastWord);
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    const settle = () => {
      if (timer !== undefined) clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    };
    work(
      (value) => {
        settle();
        resolve(value);
      },
      (reason) => {
        settle();
        reject(reason as Error);
      },
    );
  });
}

/** Watches work that is a promise already. */
export function attendTo<T>(
  connection: Stoppable,
  work: Promise<T>,
  signal: AbortSignal,
  changes: boolean,
  spoiled: () => void,
): Promise<T> {
  return attend<T>(connection, (answered, failed) => void work.then(answered, failed), signal, changes, spoiled);
}
