// Codes of routes to other services.

import type { ProblemCode } from "./problem-code.ts";

export const routesCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS760: {
    category: "unavailable",
    status: 502,
    meaning: "The service behind this path cannot be reached.",
    remedy: "Try again; if it lasts, the server's owner has to see to the service. The log has the reason.",
  },
  ISTHMUS761: {
    category: "unavailable",
    status: 502,
    meaning: "The service broke off before it answered: it may have done what was asked, or not.",
    remedy: "Read what was to be changed ahead of asking again.",
  },
  ISTHMUS762: {
    category: "unavailable",
    status: 502,
    meaning: "The service's answer is not HTTP that could be passed on.",
    remedy: "The server's owner has to see to the service. The log has the reason.",
  },
  ISTHMUS763: {
    category: "timeout",
    meaning: "The service did not answer in time.",
    remedy: "Try again later, or raise `timeout` of the route.",
  },
  ISTHMUS764: {
    category: "unavailable",
    meaning: "The service has as many requests under way as the route allows, or none of its instances is well.",
    remedy: "Wait as long as `Retry-After` says.",
  },
  ISTHMUS765: {
    category: "invalid",
    meaning: "The path is spelled in a way that two programs may read differently.",
    remedy: "Leave out `.`, `..` and backslashes, encoded or not.",
  },
  ISTHMUS766: {
    category: "invalid",
    status: 508,
    meaning: "The request has come through this server before: a route leads back to it.",
    remedy: "The server's owner has to correct the route's targets.",
  },
  ISTHMUS767: {
    category: "unauthenticated",
    meaning: "What is behind this path is for callers who say who they are.",
    remedy: "Sign in, or send a token or key.",
  },
  ISTHMUS768: {
    category: "forbidden",
    meaning: "What is behind this path is for other roles.",
    remedy: "Ask with a role that the route lists in `access`.",
  },
  ISTHMUS769: {
    category: "invalid",
    status: 405,
    meaning: "The method is not passed on.",
    remedy: "Use another; TRACE would show what the server says to the service alone.",
  },
};
