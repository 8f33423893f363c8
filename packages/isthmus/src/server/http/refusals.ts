// What the server itself refuses, before or instead of the engine. The shape of the answer is the interface's.

import { Problem } from "../../core/index.ts";

export function bodyTooLarge(limit: number): Problem {
  return new Problem({
    code: "ISTHMUS413",
    category: "limited",
    status: 413,
    message: `The request body is larger than the ${limit} bytes this server takes`,
    hint: "Send it in several requests, or raise limits.body in the configuration",
  });
}

export function answerTooLarge(limit: number): Problem {
  return new Problem({
    code: "ISTHMUS755",
    category: "limited",
    status: 500,
    message: `The answer is larger than the ${limit} bytes this server gives at once`,
    hint: "Ask for fewer rows or fields, or raise limits.answer in the configuration",
  });
}

export function bodyNotUtf8(): Problem {
  return new Problem({ code: "ISTHMUS400", category: "invalid", message: "The request body is not valid UTF-8" });
}

export function bodyEncoded(): Problem {
  return new Problem({
    code: "ISTHMUS415",
    category: "unsupported",
    status: 415,
    message: "Compressed request bodies are not taken",
    hint: "Send the body without Content-Encoding",
    headers: { "accept-encoding": "identity" },
  });
}

export function bodyLate(limit: number): Problem {
  return new Problem({
    code: "ISTHMUS408",
    category: "timeout",
    status: 408,
    message: `The request body did not arrive within ${limit} ms`,
  });
}

export function deadlinePassed(limit: number): Problem {
  return new Problem({
    code: "ISTHMUS504",
    category: "timeout",
    message: `The request was given up after ${limit} ms`,
    hint: "Ask for less at once, or raise limits.requestTimeout in the configuration",
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

export function serverStops(): Problem {
  return new Problem({
    code: "ISTHMUS502",
    category: "unavailable",
    message: "The server stopped before the answer was ready",
    retryAfter: 1,
  });
}

export function tooManyBodies(): Problem {
  return new Problem({
    code: "ISTHMUS220",
    category: "unavailable",
    message: "The server has as many requests in flight as it takes; try again in a moment",
    retryAfter: 1,
  });
}

export function hostNotLocal(): Problem {
  return new Problem({
    code: "ISTHMUS421",
    category: "invalid",
    status: 421,
    message: "This server is for this machine alone; call it as localhost",
    hint: "Set server.origin in the configuration to serve it under another name",
  });
}
