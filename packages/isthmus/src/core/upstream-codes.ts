// Codes of calls of other people's APIs.

import type { ProblemCode } from "./problem-code.ts";

export const upstreamCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS550: {
    category: "invalid",
    meaning:
      "An API's description that is at an address is read by `isthmus sync` alone, and the lock file does not have it.",
    remedy: "Run `isthmus sync`, and keep isthmus.lock.json beside the configuration.",
  },
  ISTHMUS600: {
    category: "unavailable",
    status: 502,
    meaning: "The API cannot be reached, or broke off.",
    remedy: "Try again; if it lasts, see whether the server can reach the API. The log has the reason.",
  },
  ISTHMUS601: {
    category: "unavailable",
    status: 502,
    meaning: "The connection was lost before the API confirmed a change: it may have been made, or not.",
    remedy: "Read what was to be changed, or declare the API's idempotency key, so that such calls are repeated.",
  },
  ISTHMUS602: {
    category: "unavailable",
    status: 502,
    meaning: "The API's answer cannot be used: malformed, cut off, too large, or not what its document describes.",
    remedy: "The message says what is wrong with it; the API has to be asked, or its document brought up to date.",
  },
  ISTHMUS603: {
    category: "timeout",
    meaning: "The API did not answer in time.",
    remedy: "Try again later, or raise the source's `timeout`.",
  },
  ISTHMUS604: {
    category: "unavailable",
    meaning: "The API takes no more calls for now.",
    remedy: "Wait as long as `Retry-After` says.",
  },
  ISTHMUS605: {
    category: "unavailable",
    meaning: "The API has failed too often and is left alone for a while.",
    remedy: "Wait as long as `Retry-After` says.",
  },
  ISTHMUS606: {
    category: "unavailable",
    meaning: "As many calls of the API are under way as the source allows.",
    remedy: "Try again in a moment, or raise the source's `concurrency`.",
  },
  ISTHMUS607: {
    category: "unavailable",
    meaning: "The source's daily quota of calls is used up.",
    remedy: "Wait as long as `Retry-After` says, or raise the source's `quota`.",
  },
  ISTHMUS608: {
    category: "unavailable",
    status: 502,
    meaning: "The API's address, or one it redirects to, is not one that may be called.",
    remedy: "Name the address in the source's `allowPrivate` where it is meant to be called.",
  },
  ISTHMUS609: {
    category: "unavailable",
    status: 502,
    meaning: "The API does not take the server's credentials.",
    remedy: "Correct the source's `auth`.",
  },
  ISTHMUS610: {
    category: "invalid",
    meaning: "An argument is not what the operation takes.",
    remedy: "The message names the argument and what was expected.",
  },
  ISTHMUS611: {
    category: "invalid",
    meaning: "The API refused the call.",
    remedy: "The details have the API's status and answer.",
  },
  ISTHMUS612: {
    category: "unavailable",
    status: 502,
    meaning: "The API answered that it could not do its work.",
    remedy: "Try again later.",
  },
  ISTHMUS620: {
    category: "unsupported",
    status: 501,
    meaning: "Nothing in the sandbox knows what the API would answer.",
    remedy: "Record an answer with `isthmus record`, give the source a simulator, or describe what it answers.",
  },
  ISTHMUS621: {
    category: "unsupported",
    status: 501,
    meaning: "A recorded answer cannot be understood.",
    remedy: "Correct the file that the message names, or delete it and record it anew.",
  },
};
