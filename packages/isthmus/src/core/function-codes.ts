// Codes of the back end's own functions.

import type { ProblemCode } from "./problem-code.ts";

export const functionCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS650: {
    category: "invalid",
    meaning: "The input of a function is not what it takes.",
    remedy: "`details` lists every field that is wrong, and what was expected there.",
  },
  ISTHMUS651: {
    category: "internal",
    meaning: "A function failed, or returned what its output does not allow.",
    remedy: "Look in the log under the request's id: the cause is there.",
  },
  ISTHMUS652: {
    category: "invalid",
    meaning: "A file in the folder of functions cannot be served.",
    remedy: "Correct the file that the message names.",
  },
  ISTHMUS653: {
    category: "invalid",
    meaning: "A function refused the call.",
    remedy: "The message is the function's own; it may have a code of its own in place of this one.",
  },
  ISTHMUS654: {
    category: "internal",
    meaning: "A function used its access to the data in a way that cannot be.",
    remedy: "The log names what was wrong: a statement behind its end, a change beside its own open transaction.",
  },
};
