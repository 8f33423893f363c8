// Cross-origin calls by web pages. Callers are known by headers that a page must hold itself; cookies are allowed where
// people sign in, to pages of origins that are named one by one. An origin that is not allowed gets an answer that its
// browser keeps from it.

import type { CorsOptions } from "./options.ts";
import { isLoopbackOrigin } from "./loopback.ts";

export interface Cors {
  /** What `Access-Control-Allow-Origin` says to a page of this origin; undefined: nothing. */
  allow(origin: string): string | undefined;
  /** Answers differ by origin, which a shared cache has to know. */
  readonly varies: boolean;
  /** Pages of those origins may send cookies along. */
  readonly credentials: boolean;
  /** Headers of the answer to a preflight request that is allowed. */
  preflight(allowed: string, requestHeaders: string | undefined): readonly string[];
}

const methods = "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD";
/** Response headers a page may read, as far as they are not readable anyway. */
export const exposed =
  "Content-Location, Content-Profile, Content-Range, ETag, Idempotency-Replayed, Isthmus-Fallback, Isthmus-Partial, Isthmus-Position, Isthmus-Sandbox, Link, Location, Next-Cursor, Preference-Applied, Proxy-Status, Range-Unit, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, Traceparent, WWW-Authenticate, X-Request-Id";
const headerList = /^[A-Za-z0-9!#$%&'*+.^_`|~, \t-]{0,4096}$/;

/**
 * @param loopback The server listens on loopback, and nothing is configured: pages of this machine may call.
 * @param cookies People sign in by cookies.
 */
export function createCors(options: CorsOptions | undefined, loopback: boolean, cookies = false): Cors {
  const maxAge = String(options?.maxAge ?? 86_400);
  const origins = options?.origins ?? [];
  const listed = new Set(origins === "*" ? [] : origins.map(checkedOrigin));
  const local = options === undefined && loopback;
  // A page on any port of this machine is not one that somebody has named.
  const credentials = cookies && listed.size > 0;
  const allow = (origin: string): string | undefined => {
    if (origins === "*") return "*";
    return listed.has(origin) || (local && isLoopbackOrigin(origin)) ? origin : undefined;
  };
  return {
    allow,
    credentials,
    varies: origins !== "*" && (local || listed.size > 0),
    preflight: (allowed, requestHeaders) => {
      const asked =
        requestHeaders !== undefined && headerList.test(requestHeaders)
          ? requestHeaders
          : "Authorization, Content-Type";
      return [
        "access-control-allow-origin",
        allowed,
        "access-control-allow-methods",
        methods,
        "access-control-allow-headers",
        asked,
        "access-control-max-age",
        maxAge,
        ...(credentials ? ["access-control-allow-credentials", "true"] : []),
      ];
    },
  };
}

function checkedOrigin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new Error(
    `server.cors.origins: expected origins such as "https://shop.example", without a path; found ${JSON.stringify(text)}`,
  );
}
