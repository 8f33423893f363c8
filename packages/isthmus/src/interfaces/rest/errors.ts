// Problem → status and error body. Categories are mapped, never codes; a problem that knows a finer status says so.

import type { Problem, ProblemCategory, Reply, Request } from "../../core/index.ts";
import { headerText, isHeaderName, quotedText } from "./render/header-text.ts";

/** `forbidden` is answered 401 to a caller who has not said who he is. */
export const statusOfCategory: Readonly<Record<ProblemCategory, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  limited: 429,
  unsupported: 400,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

/** The answer to a request that failed. What caused the problem is not in it. */
export function refuse(problem: Problem, request: Request, authenticated: boolean): Reply {
  const status = statusOf(problem, authenticated);
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "proxy-status": `Isthmus; error=${proxyError(problem.code)}`,
  };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  // A client told 503 without a delay tends to come back at once.
  const retryAfter = problem.retryAfter ?? (status === 503 ? 1 : undefined);
  if (retryAfter !== undefined) headers["retry-after"] = String(Math.max(0, Math.ceil(retryAfter)));
  for (const [name, value] of Object.entries(problem.headers)) {
    if (isHeaderName(name)) headers[name.toLowerCase()] = headerText(value);
  }
  return { status, headers, body: request.method === "HEAD" ? null : errorBody(problem) };
}

export function statusOf(problem: Problem, authenticated: boolean): number {
  if (problem.status !== undefined) return problem.status;
  if (problem.category === "forbidden" && !authenticated) return 401;
  return statusOfCategory[problem.category];
}

/** PostgREST's four members, always all of them, in the alphabetical order in which it writes them. */
export function errorBody(problem: Problem): string {
  const { code, details, hint, message } = problem;
  return JSON.stringify({ code, details: details ?? null, hint: hint ?? null, message }, plainNumbers);
}

function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** Codes raised by a user's database function may hold anything. */
function proxyError(code: string): string {
  return isHeaderName(code) ? code : quotedText(code);
}
