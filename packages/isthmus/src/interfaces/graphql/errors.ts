// Problem → errors of GraphQL. Categories decide the status, never codes; what was refused before any field was begun has
// no `data`, and is answered 200 to those who ask for `application/json`, as the specification's first clients expect.

import type { Problem, ProblemCategory, Reply, Request } from "../../core/index.ts";
import { mediaFor } from "./media.ts";
import { Errors, requestCodes } from "./parse/problems.ts";

/** Of problems that no field has, but the request as a whole. */
const statusOfCategory: Readonly<Partial<Record<ProblemCategory, number>>> = {
  unauthenticated: 401,
  limited: 429,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

/** The answer to a request that failed as a whole. What caused the problem is not in it. */
export function refuse(problem: Problem, request: Request, authenticated: boolean): Reply {
  const media = mediaFor(request.headers["accept"]) ?? "application/json";
  const began = requestCodes.has(problem.code) || problem.code === "ISTHMUS130";
  const whole = problem.status ?? statusOfCategory[problem.category];
  const refused = requestCodes.has(problem.code) ? (media === "application/json" ? 200 : 400) : undefined;
  const denied = problem.category === "forbidden" && !authenticated ? 401 : undefined;
  const status = refused ?? (isOfField(problem) ? 200 : (whole ?? denied ?? 400));
  const errors = errorsOf(problem);
  const body = JSON.stringify(!began && status === 200 ? { data: null, errors } : { errors }, plainNumbers);
  const headers: Record<string, string> = { "content-type": `${media}; charset=utf-8` };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  const retryAfter = problem.retryAfter ?? (status === 503 ? 1 : undefined);
  if (retryAfter !== undefined) headers["retry-after"] = String(Math.max(0, Math.ceil(retryAfter)));
  for (const [name, value] of Object.entries(problem.headers))
    if (/^[\w-]+$/.test(name) && !/[\r\n\0]/.test(value)) headers[name.toLowerCase()] = value;
  return { status, headers, body: request.method === "HEAD" ? null : body };
}

/** It befell a field of a mutation, whose other fields are undone with it. */
function isOfField({ category, code }: Problem): boolean {
  if (code === "ISTHMUS130" || code === "ISTHMUS413" || code === "ISTHMUS415") return false;
  return ["invalid", "forbidden", "missing", "conflict", "unsupported"].includes(category);
}

function errorsOf(problem: Problem): readonly object[] {
  const { details } = problem;
  if (!(details instanceof Errors)) return [errorOf(problem)];
  const extensions = { code: problem.code };
  return details.errors.map((error) => ({ ...error, extensions }));
}

/** One entry of `errors`; `path` names the field it befell. */
export function errorOf({ message, code, details, hint, category }: Problem, path?: readonly string[]): object {
  return {
    message,
    ...(path === undefined ? {} : { path }),
    extensions: {
      code,
      category,
      ...(details === null || details === undefined || details instanceof Errors ? {} : { details }),
      ...(hint === null ? {} : { hint }),
    },
  };
}

export function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
