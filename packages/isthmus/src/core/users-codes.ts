// Codes of who signs in: 7xx.

import type { ProblemCode } from "./problem-code.ts";

export const usersCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS700: {
    category: "unauthenticated",
    meaning: "Nobody is signed in.",
    remedy: "Sign in, and send the session's cookie.",
  },
  ISTHMUS701: {
    category: "forbidden",
    meaning:
      "A request that may change something came with a session's cookie, and from no page that may act for its user.",
    remedy: "Add the page's origin to `auth.users.origins`; other callers send a token in `Authorization`.",
  },
  ISTHMUS702: {
    category: "unauthenticated",
    meaning: "A refresh token is not known, was used before, or its session is over.",
    remedy: "Sign in again. Of a token that comes twice, the session is ended: one of the two was stolen.",
  },
  ISTHMUS703: {
    category: "limited",
    meaning: "There were too many tries to get in.",
    remedy: "Wait for as long as `Retry-After` says.",
  },
  ISTHMUS704: {
    category: "forbidden",
    meaning: "The caller is no member of the tenant he names; there may be none of this name.",
    remedy: "Name one of those that `/auth/tenants` lists.",
  },
  ISTHMUS705: {
    category: "invalid",
    meaning: "An administrator asks for what cannot be.",
    remedy: "The message says what is wrong.",
  },
  ISTHMUS706: {
    category: "missing",
    meaning: "There is no user, tenant, service account or key of this name.",
    remedy: "Correct the name.",
  },
  ISTHMUS707: {
    category: "invalid",
    meaning: "What is to be explained is not there.",
    remedy: "Name a role of the configuration, and a path of the API.",
  },
};
