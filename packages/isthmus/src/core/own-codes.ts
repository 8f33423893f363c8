// Codes of ours: 1xx what is set up or asked wrongly (setup-codes.ts), 2xx limits and idempotency, 4xx and 5xx as their
// status, 6xx calls of other people's APIs.

import { functionCodes } from "./function-codes.ts";
import type { ProblemCode } from "./problem-code.ts";
import { gatewayCodes } from "./gateway-codes.ts";
import { routesCodes } from "./routes-codes.ts";
import { setupCodes } from "./setup-codes.ts";
import { upstreamCodes } from "./upstream-codes.ts";
import { usersCodes } from "./users-codes.ts";

export const ownCodes: Readonly<Record<string, ProblemCode>> = {
  ...setupCodes,
  ISTHMUS201: {
    category: "limited",
    status: 400,
    meaning: "Resources are embedded deeper than the policy allows.",
    remedy: "Embed less, or ask in two requests.",
  },
  ISTHMUS202: {
    category: "invalid",
    meaning: "An operation of a batch refers to an earlier one that returned no row.",
    remedy: "Make sure the earlier one finds its row; nothing was changed.",
  },
  ISTHMUS203: {
    category: "forbidden",
    meaning: "The rows of the resource may be read, but not exported.",
    remedy: "Read them page by page, or allow it by `read: { export: true }`.",
  },
  ISTHMUS210: {
    category: "invalid",
    meaning: "The idempotency key is empty or too long.",
    remedy: "The message says how many characters it may have.",
  },
  ISTHMUS211: {
    category: "invalid",
    status: 422,
    meaning: "The idempotency key was used for another request.",
    remedy: "Use a new key for a new request.",
  },
  ISTHMUS212: {
    category: "conflict",
    meaning: "A request with the same idempotency key is still under way.",
    remedy: "Wait as long as `Retry-After` says.",
  },
  ISTHMUS220: {
    category: "unavailable",
    meaning: "As many requests are in flight as the server takes.",
    remedy: "Try again in a moment.",
  },
  ISTHMUS221: {
    category: "unavailable",
    meaning: "As many imports and exports are under way as the server takes.",
    remedy: "Try again later, or raise `limits.transfers`.",
  },
  ISTHMUS230: {
    category: "limited",
    meaning: "There are as many live questions as the server, the caller or the socket may have.",
    remedy: "End some, or raise `limits.subscriptions` or `limits.subscriptionsPerCaller`.",
  },
  ISTHMUS231: {
    category: "invalid",
    meaning: "What changes something cannot be subscribed to.",
    remedy: "Send it as an ordinary request.",
  },
  ISTHMUS300: {
    category: "limited",
    status: 400,
    meaning: "A condition over records of another source is met by more of them than may be held.",
    remedy: "Make the condition narrower, or raise `limits.joined`.",
  },
  ISTHMUS301: {
    category: "limited",
    status: 400,
    meaning: "The records that another source has for those of the answer are more than may be held.",
    remedy: "Ask for fewer records, or raise `limits.joined`.",
  },
  ISTHMUS302: {
    category: "timeout",
    meaning: "Another source did not answer in the part of the request's time that it has.",
    remedy: "Try again; the rest of the answer is there, unless the other source decides which records it has.",
  },
  ISTHMUS310: {
    category: "limited",
    status: 400,
    meaning: "What was asked of an API needs more of its records than may be read for one answer.",
    remedy: "Filter by what the API itself can filter by, ask for fewer records, or raise the source's `scan`.",
  },
  ISTHMUS311: {
    category: "limited",
    status: 400,
    meaning: "An API has to be called too often for one answer: once for every record.",
    remedy: "Ask for fewer records, declare a batch call of the API, or raise the source's `calls`.",
  },
  ISTHMUS400: {
    category: "invalid",
    meaning: "The request is not HTTP, or its body not UTF-8.",
    remedy: "Correct the client.",
  },
  ISTHMUS401: {
    category: "unauthenticated",
    meaning: "The key is not known, or not any more.",
    remedy: "Ask the server's owner for a new one.",
  },
  ISTHMUS404: {
    category: "missing",
    meaning: "There is nothing at this path.",
    remedy: "The message says where the API is.",
  },
  ISTHMUS408: {
    category: "timeout",
    status: 408,
    meaning: "The request did not arrive in time.",
    remedy: "Send it again, faster.",
  },
  ISTHMUS413: {
    category: "limited",
    status: 413,
    meaning: "The body is larger than the server takes.",
    remedy: "Send it in several requests, or raise `limits.body`.",
  },
  ISTHMUS415: {
    category: "unsupported",
    status: 415,
    meaning: "Compressed bodies are not taken.",
    remedy: "Send it without `Content-Encoding`.",
  },
  ISTHMUS421: {
    category: "invalid",
    status: 421,
    meaning: "The server is for its own machine alone.",
    remedy: "Call it as localhost, or set `server.origin`.",
  },
  ISTHMUS431: {
    category: "limited",
    status: 431,
    meaning: "Address and headers are too long.",
    remedy: "Send long lists of values in a body, or in several requests.",
  },
  ISTHMUS499: {
    category: "timeout",
    status: 499,
    meaning: "The caller left before the answer; it stands in logs alone.",
    remedy: "None is needed.",
  },
  ISTHMUS500: {
    category: "internal",
    meaning: "Something happened that should not.",
    remedy: "Look in the log under the request's id, and report it.",
  },
  ISTHMUS502: {
    category: "unavailable",
    meaning: "The server was stopped before the answer was ready.",
    remedy: "Try again; a write may have been carried out, or not.",
  },
  ISTHMUS503: {
    category: "unavailable",
    meaning: "The keys of the token's issuer cannot be fetched.",
    remedy: "Try again; if it lasts, see whether the server can reach the issuer.",
  },
  ISTHMUS503R: {
    category: "unavailable",
    meaning: "A replica is out of the rotation: it does not answer, or lies too far behind. In the log alone.",
    remedy: "The log line has the reason; it comes back by itself.",
  },
  ISTHMUS503U: {
    category: "unavailable",
    meaning:
      "The connection was lost before the database confirmed a change: it may have been made, or not; or one of several sources has committed, and another has not.",
    remedy: "Read what was to be changed, or send an `Idempotency-Key` from the start.",
  },
  ISTHMUS504: {
    category: "timeout",
    meaning: "The request took longer than it may.",
    remedy: "Ask for less, or raise `limits.requestTimeout`.",
  },
  ISTHMUS_CONFIG: {
    category: "invalid",
    meaning: "An option of an SQLite source is wrong.",
    remedy: "The message names it.",
  },
  ISTHMUS_MIGRATION: {
    category: "internal",
    meaning: "A migration fails, was edited after it was applied, or comes too late in the order.",
    remedy: "The message names the file; write a new migration instead of changing an old one.",
  },
  ...functionCodes,
  ...gatewayCodes,
  ...routesCodes,
  ...upstreamCodes,
  ...usersCodes,
};
