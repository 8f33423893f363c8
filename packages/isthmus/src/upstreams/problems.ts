// What callers are told of a service that fails them. Nothing of its address or its words.

import { Problem } from "../core/index.ts";

export function unreachable(cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS760",
    category: "unavailable",
    status: 502,
    message: "The service behind this path cannot be reached",
    retryAfter: 1,
    cause,
  });
}

export function brokeOff(method: string, cause: unknown): Problem {
  const safe = method === "GET" || method === "HEAD" || method === "OPTIONS";
  return new Problem({
    code: "ISTHMUS761",
    category: "unavailable",
    status: 502,
    message: `The service behind this path broke off before it answered${safe ? "" : "; it may have done what was asked, or not"}`,
    cause,
  });
}

export function malformed(cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS762",
    category: "unavailable",
    status: 502,
    message: "The answer of the service behind this path cannot be passed on",
    cause,
  });
}

export function tooLate(what: string, ms: number): Problem {
  return new Problem({
    code: "ISTHMUS763",
    category: "timeout",
    message: `The service behind this path did not ${what} within ${ms} ms`,
  });
}

export function noInstance(full: boolean): Problem {
  return new Problem({
    code: "ISTHMUS764",
    category: "unavailable",
    message: full
      ? "The service behind this path has as many requests under way as it may"
      : "No instance of the service behind this path is well",
    retryAfter: full ? 1 : 5,
  });
}

export function bodyTooLarge(limit: number): Problem {
  return new Problem({
    code: "ISTHMUS413",
    category: "limited",
    status: 413,
    message: `The request body is larger than the ${limit} bytes that are passed on here`,
    hint: "Send it in several requests, or raise `body` of the route",
  });
}

export function bodyLate(limit: number): Problem {
  return new Problem({
    code: "ISTHMUS408",
    category: "timeout",
    status: 408,
    message: `Nothing of the request body arrived within ${limit} ms`,
  });
}

/** Nobody reads this answer; its code and status are for the log. */
export function callerLeft(): Problem {
  return new Problem({
    code: "ISTHMUS499",
    category: "timeout",
    status: 499,
    message: "The caller left before the answer was ready",
  });
}

export function stops(): Problem {
  return new Problem({
    code: "ISTHMUS502",
    category: "unavailable",
    message: "The server stopped before the answer was ready",
    retryAfter: 1,
  });
}
