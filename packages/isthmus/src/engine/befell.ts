// Which question of an intent a problem befell, so that an interface can name the part of the request that failed.

import { Problem } from "../core/index.ts";

/** The problem with the question's index. A source may throw the same problem to many, so it is never written to. */
export function befell(thrown: unknown, question: number): unknown {
  if (!(thrown instanceof Problem) || thrown.question !== undefined) return thrown;
  const { code, category, message, details, hint, retryAfter, status, headers, mentions, cause } = thrown;
  const known = {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === undefined ? {} : { status }),
    ...(cause === undefined ? {} : { cause }),
  };
  return new Problem({ code, category, message, details, hint, headers, mentions, question, ...known });
}
