// The refusals of this folder, in PostgREST's codes and words. None of them ever holds a part of a token.

import { Problem } from "../core/index.ts";

/** PGRST300: a token came, but the configuration names nothing that could verify one. */
export function noVerifier(): Problem {
  return new Problem({ code: "PGRST300", category: "internal", status: 500, message: "Server lacks JWT secret" });
}

/** PGRST301: the token could not be decoded, or no key has signed it. */
export function undecodable(message: string, details?: string): Problem {
  return new Problem({ code: "PGRST301", category: "unauthenticated", message, details, headers: challenge(message) });
}

/** PGRST302: nobody said who he is, and the configuration has no role for strangers. */
export function anonymousDisabled(): Problem {
  return new Problem({
    code: "PGRST302",
    category: "unauthenticated",
    message: "Anonymous access is disabled",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}

/** PGRST303: the signature holds, what the token says does not. */
export function badClaims(message: string): Problem {
  return new Problem({ code: "PGRST303", category: "unauthenticated", message, headers: challenge(message) });
}

/** 22023, as PostgreSQL says it when a token names a role it does not have. */
export function unknownRole(role: string | undefined): Problem {
  const message =
    role === undefined
      ? "none of the roles that the token names exists"
      : `role ${JSON.stringify(role)} does not exist`;
  return new Problem({
    code: "22023",
    category: "unauthenticated",
    status: 401,
    message,
    headers: challenge("Unknown role"),
  });
}

/** ISTHMUS401: an API key that is not known, or not any more. */
export function badApiKey(message: string): Problem {
  return new Problem({ code: "ISTHMUS401", category: "unauthenticated", message, headers: challenge(message) });
}

/** ISTHMUS503: the issuer's keys are needed and have never been had. */
export function issuerUnreachable(retryAfter: number, cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS503",
    category: "unavailable",
    message: "The token cannot be verified now: the keys of its issuer could not be fetched",
    retryAfter,
    cause,
  });
}

/** ISTHMUS701: a cookie came along with a request that no page of ours has sent. */
export function forgedRequest(): Problem {
  return new Problem({
    code: "ISTHMUS701",
    category: "forbidden",
    status: 403,
    message: "A request that may change something, with a session's cookie, must come from a page of an allowed origin",
    hint: "Add the page's origin to auth.users.origins, or send a token in Authorization instead of the cookie",
  });
}

/** ISTHMUS704: the tenant does not exist, or has another's members alone. */
export function notAMember(): Problem {
  return new Problem({
    code: "ISTHMUS704",
    category: "forbidden",
    status: 403,
    message: "You are no member of the tenant that X-Tenant names",
  });
}

/** ISTHMUS702: which of its reasons it is, the caller is not told. */
export function badRefreshToken(): Problem {
  return new Problem({
    code: "ISTHMUS702",
    category: "unauthenticated",
    message: "The refresh token is not known, was used before, or its session is over",
    headers: { "WWW-Authenticate": "Bearer" },
  });
}

/** ISTHMUS705: an administrator asks for what cannot be. */
export function badAdministration(what: string): Problem {
  return new Problem({ code: "ISTHMUS705", category: "invalid", message: what });
}

/** ISTHMUS706 */
export function noSuchEntry(kind: string, name: string): Problem {
  return new Problem({
    code: "ISTHMUS706",
    category: "missing",
    message: `There is no ${kind} ${JSON.stringify(name)}`,
  });
}

function challenge(description: string): Readonly<Record<string, string>> {
  return { "WWW-Authenticate": `Bearer error="invalid_token", error_description=${JSON.stringify(description)}` };
}
