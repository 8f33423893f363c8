// What can go wrong on the way to a database and back, alike for all that are reached over a network.

import { Problem } from "../../../core/index.ts";

/** Seconds. */
export const soon = 1;

/** The database cannot be reached, or will not have us: PGRST000, or the code it gave. Nothing was done. */
export function unavailable(cause: unknown, code = "PGRST000"): Problem {
  return new Problem({
    code,
    category: "unavailable",
    message: "The database cannot be reached at the moment; nothing was done",
    retryAfter: soon,
    cause,
  });
}

/** The connection was lost under a read, or before a change was sent. */
export function interrupted(cause: unknown): Problem {
  return new Problem({
    code: "PGRST001",
    category: "unavailable",
    message: "The connection to the database was lost before its answer came; nothing was changed",
    retryAfter: soon,
    cause,
  });
}

/** The connection was lost when the database may already have done the work. */
export function outcomeUnknown(cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS503U",
    category: "unavailable",
    message: "The connection to the database was lost before it confirmed the change: it may have been made, or not",
    hint: "Read what was to be changed before you try again, or send an Idempotency-Key",
    retryAfter: soon,
    cause,
  });
}

/** No connection came free in time, or too many wait for one already. */
export function poolExhausted(message: string): Problem {
  return new Problem({ code: "PGRST003", category: "timeout", message, retryAfter: soon });
}

/** The caller left, or his time was up. */
export function aborted(signal: AbortSignal): Problem {
  return signal.reason instanceof Problem ? signal.reason : timedOut(signal.reason);
}

export function timedOut(cause: unknown): Problem {
  return new Problem({
    code: "57014",
    category: "timeout",
    message: "The statement was stopped in the database because its time was up",
    cause,
  });
}
