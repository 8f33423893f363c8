// Cross-origin calls by web pages. Callers are known by headers that a page must hold itself, never by cookies, so
// credentials are not allowed; and an origin that is not allowed gets an answer that its browser keeps from it.

import type { CorsOptions } from "./options.ts";
import { isLoopbackOrigin } from "./loopback.ts";

export interface Cors {
  /** What `Access-Control-Allow-Origin` says to a page of this origin; undefined: nothing. */
  allow(origin: string): string | undefined;
  /** Answers differ by origin, which a shared cache has to know. */
  readonly varies: boolean;
  /** Headers of the answer to a preflight request that is allowed. */
  preflight(allowed: string, requestHeaders: string | undefined): readonly string[];
}

const methods = "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD";
/** Response headers a page may read, as far as they are not readable anyway. */
export const exposed =
  "Content-Location, Content-Profile, Content-Range, ETag, Idempotency-Replayed, Isthmus-Position, Link, Location, Next-Cursor, Preference-Applied, Proxy-Status, Range-Unit, Retry-After, Server-Timing, Traceparent, WWW-Authenticate, X-Request-Id";
const headerList = /^[A-Za-z0-9!#$%&'*+.^_`|~, \t-]{0,4096}$/;

/** @param loopback The server listens on loopback, and nothing is configured: pages of this machine may call. */
export function createCors(options: CorsOptions | undefined, loopback: boolean): Cors {
  const maxAge = String(options?.maxAge ?? 86_400);
  const origins = options?.origins ?? [];
  const listed = new Set(origins === "*" ? [] : origins.map(checkedOrigin));
  const local = options === undefined && loopback;
  const allow = (origin: string): string | undefined => {
    if (origins === "*") return "*";
    return listed.has(origin) || (local && isLoopbackOrigin(origin)) ? origin : undefined;
  };
  return {
    allow,
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
