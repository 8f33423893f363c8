// Who a request's cookie stands for, where the request was meant by a page that may act for him.

import type { Principal } from "../../core/index.ts";
import { forgedRequest } from "../problems.ts";
import type { Find } from "./find.ts";
import { isSafeMethod, sameSiteRequest, type SentHeaders } from "./same-site.ts";

export interface SentRequest {
  readonly method: string;
  readonly headers: SentHeaders;
}

/** What the authenticator has to know of those who sign in here. */
export interface SignedIn {
  readonly find: Pick<Find, "bySession" | "byToken" | "byKey">;
  /** Name of the session's cookie. */
  readonly cookie: string;
  /** Whether pages of an origin may act for who is signed in. */
  readonly trusted: (origin: string) => boolean;
}

/**
 * Undefined: there is no such cookie, or it stands for nobody (any more).
 *
 * @throws Problem ISTHMUS701 when some other site has the browser send it.
 */
export function bySession(
  { method, headers }: SentRequest,
  { cookie, find, trusted }: SignedIn,
): Principal | Promise<Principal | undefined> | undefined {
  const value = cookieIn(headers["cookie"], cookie);
  if (value === undefined) return undefined;
  if (!isSafeMethod(method) && !sameSiteRequest(headers, trusted)) throw forgedRequest();
  return find.bySession(value, tenantIn(headers));
}

/** The tenant a caller wants to act in, by its slug. */
export function tenantOf(request: SentRequest | undefined): string | undefined {
  return request === undefined ? undefined : tenantIn(request.headers);
}

function tenantIn(headers: SentHeaders): string | undefined {
  const named = headers["x-tenant"];
  return typeof named === "string" ? named : undefined;
}

/** The value of a cookie; undefined where it is not there, or is there twice: nobody knows which of them is ours. */
export function cookieIn(header: SentHeaders[string], name: string): string | undefined {
  if (typeof header !== "string") return undefined;
  let found: string | undefined;
  for (const pair of header.split(";")) {
    const text = pair.trimStart();
    if (!text.startsWith(name) || text[name.length] !== "=") continue;
    if (found !== undefined) return undefined;
    found = text.slice(name.length + 1).trimEnd();
  }
  return found === "" ? undefined : found;
}
