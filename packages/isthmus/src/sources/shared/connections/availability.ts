// Whether the database can be reached: notices the first failure and the recovery, and spaces out the tries between.

import { Problem, type Record } from "../../../core/index.ts";
import { unavailable } from "./problems.ts";

/**
 * Milliseconds after a failed try in which callers are refused at once; the next one then tries for himself. The longer
 * the try took, the longer: trying in vain costs callers little where the database says no at once, and much where the
 * network swallows everything.
 */
const leastRefusing = 20;
const mostRefusing = 250;
/** Of what the try took. */
const refusingFactor = 10;
/** Milliseconds between tries of our own: doubled from the first to the last. */
const firstPause = 250;
const longestPause = 4_000;

export interface Availability {
  /**
   * Throws PGRST000 at once while the database is known to be down, so that callers do not queue up for nothing; now and
   * then one may pass, so that none is refused long after the database has come back.
   */
  require(): void;
  /** Opens a connection, and notes whether that could be done. Throws the Problem to answer with. */
  opening<Connection>(open: () => Promise<Connection>): Promise<Connection>;
  close(): void;
}

/** `probe` opens a connection by `opening`, and lets go of it. */
export function watchAvailability(source: string, record: Record, probe: () => Promise<void>): Availability {
  let since: { readonly problem: Problem; pause: number; retryAt: number; refusedUntil: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function answer(): Problem {
    const seconds = Math.max(1, Math.ceil(((since?.retryAt ?? 0) - performance.now()) / 1000));
    const cause = since?.problem.cause;
    const { code, category, message } = unavailable(cause);
    return new Problem({ code, category, message, retryAfter: seconds, cause });
  }

  function tryLater(pause: number): void {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      // A timer may come a little early, and a failure ahead of its time would plan no further try.
      if (since !== undefined) since.retryAt = performance.now();
      void probe().catch(() => {});
    }, pause);
    timer.unref();
  }

  function up(): void {
    if (since === undefined) return;
    since = undefined;
    clearTimeout(timer);
    record({ kind: "source-up", source });
  }

  /** `took`: milliseconds until it was known. */
  function down(cause: unknown, took: number): Problem {
    const pause = since === undefined ? firstPause : Math.min(since.pause * 2, longestPause);
    // A part of the pause is left to chance, so that many servers do not come back in the same moment.
    const wait = pause * (0.75 + Math.random() / 4);
    const first = since === undefined;
    const now = performance.now();
    const refusedUntil = now + Math.min(mostRefusing, Math.max(leastRefusing, took * refusingFactor));
    // Several connections fail together when the database goes: they count as one failure.
    if (since === undefined || now >= since.retryAt) {
      since = { problem: unavailable(cause), pause, retryAt: now + wait, refusedUntil };
      tryLater(wait);
    } else since.refusedUntil = refusedUntil;
    const problem = answer();
    if (first) record({ kind: "source-down", source, problem, retryInMs: Math.round(wait) });
    return problem;
  }

  return {
    require() {
      if (since === undefined) return;
      const now = performance.now();
      if (now < since.refusedUntil) throw answer();
      since.refusedUntil = now + leastRefusing;
    },
    async opening(open) {
      const began = performance.now();
      try {
        const connection = await open();
        up();
        return connection;
      } catch (reason) {
        throw down(reason, performance.now() - began);
      }
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
