// What is said of requests that are not passed on.

import { Problem } from "../../../core/index.ts";

export function ambiguousPath(): Problem {
  return new Problem({
    code: "ISTHMUS765",
    category: "invalid",
    message: "The path is spelled in a way that two programs may read differently",
    hint: "Leave out `.`, `..`, backslashes, encoded ones of these, and what no encoding allows",
  });
}

export function throughHereBefore(): Problem {
  return new Problem({
    code: "ISTHMUS766",
    category: "invalid",
    status: 508,
    message: "The request has come through this server before",
    hint: "The targets of the route lead back to this server",
  });
}

export function needsCaller(): Problem {
  return new Problem({
    code: "ISTHMUS767",
    category: "unauthenticated",
    status: 401,
    message: "What is here is for callers who say who they are",
  });
}

export function needsRole(): Problem {
  return new Problem({
    code: "ISTHMUS768",
    category: "forbidden",
    status: 403,
    message: "What is here is for other roles",
  });
}

export function notPassedOn(method: string): Problem {
  return new Problem({
    code: "ISTHMUS769",
    category: "invalid",
    status: 405,
    message: `${method} is not passed on`,
  });
}
