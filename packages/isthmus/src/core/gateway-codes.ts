// Codes of the gate: limits, addresses, and what is wrong with values.

import type { ProblemCode } from "./problem-code.ts";

export const gatewayCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS750: {
    category: "limited",
    meaning: "A rate limit has come to its end.",
    remedy: "Wait as long as `Retry-After` says; `RateLimit` tells ahead how much is left.",
  },
  ISTHMUS751: {
    category: "limited",
    meaning: "The quota of the day or month is used up.",
    remedy: "Wait as long as `Retry-After` says, or ask the server's owner for more.",
  },
  ISTHMUS752: {
    category: "forbidden",
    status: 403,
    meaning: "Requests from this address are not taken.",
    remedy: "Ask the server's owner; he names addresses in `server.addresses`.",
  },
  ISTHMUS753: {
    category: "unavailable",
    meaning: "Attempts to sign in cannot be counted, so nobody is let in.",
    remedy: "Try again in a moment; the server's owner has to see to Redis.",
  },
  ISTHMUS755: {
    category: "limited",
    status: 500,
    meaning: "The answer is larger than the server gives.",
    remedy: "Ask for less at once, or raise `limits.answer`.",
  },
  ISTHMUS756: {
    category: "invalid",
    meaning: "Values are not what the fields take.",
    remedy: "`details` lists every field that is wrong, by row, with a code and a text that can be shown to people.",
  },
  ISTHMUS757: {
    category: "invalid",
    meaning: "The certificate or key of `server.tls` cannot be used.",
    remedy: "The message names the file and what is wrong with it.",
  },
};
