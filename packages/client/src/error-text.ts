// In charge of the sentences people read when something goes wrong. What a function or a rule of the database says in its
// own words is passed on; what only a developer understands is not.

import type { ErrorFacts } from "./error.ts";

const byCode: Readonly<Record<string, string>> = {
  NETWORK: "The server cannot be reached. Please check your connection and try again.",
  TIMEOUT: "The server takes too long to answer. Please try again.",
  ABORTED: "The request was cancelled.",
  BAD_ADDRESS: "The request was not sent: it leads to another server.",
  QUEUE_FULL: "Too much is waiting to be sent. Please connect to the Internet first.",
  23502: "Something is missing. Please fill in everything that is needed.",
  23503: "This refers to something that is not there any more, or is still in use elsewhere.",
  23505: "There is one like this already.",
  23514: "One of the values is not allowed.",
  PGRST116: "This was not found.",
  ISTHMUS650: "Something that was entered is not right.",
  ISTHMUS211: "This was sent before with other content. Please start again.",
};

const byStatus: Readonly<Record<number, string>> = {
  401: "Please sign in.",
  403: "You are not allowed to do this.",
  404: "This was not found.",
  408: "The request took too long to arrive. Please try again.",
  409: "This conflicts with what is there already. Please load it again.",
  412: "This has been changed in the meantime. Please load it again.",
  413: "This is too large to send.",
  429: "There are too many requests just now. Please wait a moment.",
  503: "This is not available at the moment. Please try again shortly.",
  504: "This takes too long just now. Please try again.",
};

/** Codes whose texts are for developers: SQLSTATE, the REST dialect, the server's own. */
const technical = /^(?:(?=.*\d)[0-9A-Z]{5}|PGRST\w+|ISTHMUS\w+|\d{3})$/;
/** Said by the author of the schema or of a function: RAISE, RAISE(ABORT, …), `refuse(…)`. */
const spoken = /^(?:P0001|ISTHMUS653)$/;

export function textFor({ code, status, reason }: ErrorFacts): string {
  // A function may call its refusal "constructor".
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  if (spoken.test(code) || !technical.test(code)) return reason;
  return (
    byStatus[status] ?? (status >= 500 ? failed : "This could not be done: something in the request is not right.")
  );
}

const failed = "Something went wrong on the server. Please try again.";
