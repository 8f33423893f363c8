// Problem → errors of GraphQL. Categories decide the status, never codes; what was refused before any field was begun has
// no `data`, and is answered 200 to those who ask for `application/json`, as the specification's first clients expect.

import type { Intent, Problem, ProblemCategory, Reply, Request } from "../../core/index.ts";
import type { GraphqlContext } from "./context.ts";
import { type Media, mediaFor } from "./media.ts";
import { Errors } from "./parse/problems.ts";

/** Of problems that befall a request as a whole. Those that are not here befall a field of a mutation. */
const statusOfCategory: Readonly<Partial<Record<ProblemCategory, number>>> = {
  unauthenticated: 401,
  limited: 429,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

/** The answer to a request that failed as a whole. What caused the problem is not in it. */
export function refuse(
  problem: Problem,
  request: Request,
  _authenticated?: boolean,
  intent?: Intent<GraphqlContext>,
): Reply {
  const media = mediaFor(request.headers["accept"]) ?? "application/json";
  const whole = wholeStatus(problem, media);
  const status = whole ?? 200;
  const path = pathOf(problem, intent);
  const errors = errorsOf(problem, path);
  // The other fields of the mutation are undone with the one that failed.
  const begun = whole === undefined || path !== undefined;
  const body = JSON.stringify(begun ? { data: null, errors } : { errors }, plainNumbers);
  const headers: Record<string, string> = { "content-type": `${media}; charset=utf-8` };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  const retryAfter = problem.retryAfter ?? (status === 503 ? 1 : undefined);
  if (retryAfter !== undefined) headers["retry-after"] = String(Math.max(0, Math.ceil(retryAfter)));
  for (const [name, value] of Object.entries(problem.headers))
    if (/^[\w-]+$/.test(name) && !/[\r\n\0]/.test(value)) headers[name.toLowerCase()] = value;
  return { status, headers, body: request.method === "HEAD" ? null : body };
}

/** `undefined` where a field had been begun. */
function wholeStatus({ details, status, category }: Problem, media: Media): number | undefined {
  if (details instanceof Errors) return media === "application/json" ? 200 : 400;
  return status ?? statusOfCategory[category];
}

/** The field of the root that asked the question which the problem befell. */
function pathOf({ question }: Problem, intent: Intent<GraphqlContext> | undefined): readonly string[] | undefined {
  if (question === undefined) return undefined;
  const entry = intent?.context.entries.find(({ questions }) => questions.includes(question));
  return entry && [entry.key];
}

function errorsOf(problem: Problem, path: readonly string[] | undefined): readonly object[] {
  const { details } = problem;
  if (!(details instanceof Errors)) return [errorOf(problem, path)];
  const extensions = { code: problem.code };
  return details.errors.map((error) => ({ ...error, extensions }));
}

/** One entry of `errors`; `path` names the field it befell. */
export function errorOf(
  { message, code, details, hint, category }: Problem,
  path?: readonly (string | number)[],
): object {
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
