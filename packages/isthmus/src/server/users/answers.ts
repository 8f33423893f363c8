// Headers of what `/auth/…` answers, and refusals in the shape that all of this server have.

import type { IncomingMessage } from "node:http";
import type { Problem } from "../../core/index.ts";
import { authPath } from "../../identity/index.ts";
import { statusOfCategory } from "../../interfaces/rest/index.ts";

export function problemAnswer(problem: Problem): Response {
  const { code, message, details, hint, retryAfter } = problem;
  return Response.json(
    { code, message, details, hint },
    {
      status: problem.status ?? statusOfCategory[problem.category],
      headers: { ...problem.headers, ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }) },
    },
  );
}

/** Keys are for everybody, and for a while; whatever else stands here is for one caller, now. */
const publicKeys = `${authPath}/jwks`;
const allowedHeaders = "Authorization, Content-Type, X-Tenant";

export function answerHeaders(
  message: IncomingMessage,
  answer: Response,
  id: string,
  trusted: (origin: string) => boolean,
): string[] {
  const headers: string[] = [];
  for (const [name, value] of answer.headers) {
    if (!/^(?:set-cookie|cache-control|pragma|x-powered-by)$/.test(name)) headers.push(name, value);
  }
  for (const cookie of answer.headers.getSetCookie()) headers.push("set-cookie", cookie);
  const isKeys = message.method === "GET" && message.url === publicKeys && answer.status === 200;
  headers.push("cache-control", isKeys ? "public, max-age=60" : "no-store");
  headers.push("x-request-id", id, "x-content-type-options", "nosniff", "referrer-policy", "no-referrer");
  headers.push("x-frame-options", "DENY", "content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  headers.push("vary", "Origin, Cookie");
  const { origin } = message.headers;
  if (typeof origin === "string" && trusted(origin)) {
    headers.push("access-control-allow-origin", origin, "access-control-allow-credentials", "true");
    if (message.method === "OPTIONS") {
      headers.push("access-control-allow-methods", "GET, POST", "access-control-allow-headers", allowedHeaders);
      headers.push("access-control-max-age", "600");
    }
  }
  return headers;
}
