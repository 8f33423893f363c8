// In charge of a request's whole way: identical reads of one tick are one, and what is safe to send again is sent again.

import { IsthmusError, type Texts } from "../error.ts";
import { createFold } from "./fold.ts";
import { backoff, pause } from "./pause.ts";
import { aborted, type Answer, type Sending, type Transport } from "./transport.ts";

export interface RetryOptions {
  /** Tries after the first. Default: 2. */
  readonly times?: number;
  /** Milliseconds before the second try, about; doubled each time. Default: 300. */
  readonly first?: number;
  /** Milliseconds a try may have to wait, by `Retry-After` too; beyond it the error is given at once. Default: 10,000. */
  readonly longest?: number;
}

export type Send = (sending: Sending) => Promise<Answer>;

export function createSend(transport: Transport, retry: RetryOptions, texts: Texts | undefined): Send {
  const { times = 2, first = 300, longest = 10_000 } = retry;

  async function tried(sending: Sending): Promise<Answer> {
    for (let n = 0; ; n++) {
      try {
        return await transport.ask(sending);
      } catch (thrown) {
        if (!(thrown instanceof IsthmusError) || !thrown.retryable || !isSafe(sending) || n >= times) throw thrown;
        const wait = thrown.retryAfter === undefined ? 0 : thrown.retryAfter * 1000;
        if (wait > longest) throw thrown;
        // Never before the server's word, and never all at the same moment after it.
        await pause(wait + backoff(wait === 0 ? n : 0, first, longest), sending.signal);
        if (sending.signal?.aborted === true) throw aborted(texts);
      }
    }
  }

  const fold = createFold(tried, texts);
  return (sending) => {
    if (isRead(sending)) return fold.ask(sending);
    // What is read after a write began is not what was read before it.
    fold.forget();
    return tried(sending);
  };
}

function isRead({ method }: Sending): boolean {
  return method === "GET" || method === "HEAD";
}

/** Carried out once, however often it is sent. */
function isSafe(sending: Sending): boolean {
  return isRead(sending) || sending.headers["idempotency-key"] !== undefined;
}
