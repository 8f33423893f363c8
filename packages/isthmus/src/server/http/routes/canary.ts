// Which callers are sent to the next version of a service, and how they stay there.

import { randomInt } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Principal } from "../../../core/index.ts";
import { fraction } from "../../../upstreams/index.ts";
import type { Route } from "./options.ts";
import { cookieOf, stickyKey } from "./sticky.ts";

export const canaryCookie = "isthmus-canary";

export interface Side {
  readonly side: "main" | "canary";
  /** A cookie to be set, so that he stays. */
  readonly cookie: string | undefined;
}

/** Callers are numbered from 0 to 9,999 by lot; those below the share are on the other side. */
const lots = 10_000;
const everybody: Side = { side: "main", cookie: undefined };
/** Another text than for instances: who is on which side says nothing of who is on which instance. */
const seed = 0x63616e61;

export function sideOf(
  route: Route,
  headers: IncomingHttpHeaders,
  principal: Principal,
  address: string,
  secure: boolean,
): Side {
  const share = route.upstream.canaryShare;
  if (share === 0) return everybody;
  if (route.canary !== "cookie") {
    const key = stickyKey(route.canary, headers, principal, address);
    return fraction(key, seed) < share ? { side: "canary", cookie: undefined } : everybody;
  }
  const held = cookieOf(headers.cookie, canaryCookie);
  const known = held !== undefined && /^\d{1,4}$/.test(held) ? Number(held) : undefined;
  const lot = known ?? randomInt(lots);
  const cookie =
    known === undefined
      ? `${canaryCookie}=${lot}; Path=${route.root === "" ? "/" : route.root}; Max-Age=2592000; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`
      : undefined;
  return { side: lot < share * lots ? "canary" : "main", cookie };
}
