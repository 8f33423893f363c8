// What is said to code inside the server that asks in a way that cannot be. It is its author's to read, in the log.

import { Problem } from "../../core/index.ts";

export function misuse(message: string, cause?: unknown): Problem {
  return new Problem({ code: "ISTHMUS654", category: "internal", message, cause });
}

export function tooLate(ms: number): Problem {
  return new Problem({
    code: "ISTHMUS504",
    category: "timeout",
    message: `The transaction was given up after ${ms} ms`,
  });
}

export function lostRace(): Problem {
  return new Problem({
    code: "40001",
    category: "conflict",
    message: "could not serialize access due to concurrent update",
  });
}

export function halfDone(cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS503U",
    category: "unavailable",
    message: "A change over several sources was committed in one of them, and not in all",
    hint: "Read what was to be changed before you try again",
    cause,
  });
}
