// What an API says when it refuses a call → a Problem. Its own words go into the details, within a bound.

import { Problem, type ProblemCategory } from "../../core/index.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";

/** Characters of an API's own words. */
const most = 4_000;

/** Refusals that are the server's own affair: the caller can do nothing about the credentials it was given. */
const ofTheServer: ReadonlySet<number> = new Set([401, 403, 407]);

export function refusal(source: string, operation: string, answer: HttpAnswer): Problem {
  const { status } = answer;
  if (ofTheServer.has(status)) {
    return new Problem({
      code: "ISTHMUS609",
      category: "unavailable",
      status: 502,
      message: `${source}: the API does not take the server's credentials for ${operation}`,
      cause: new Error(`it answered ${status}: ${textOf(answer)}`),
    });
  }
  return new Problem({
    code: "ISTHMUS611",
    category: categoryOf(status),
    ...(status < 500 && status !== 405 && status !== 406 && status !== 415 ? { status } : {}),
    message: `${source}: the API refused ${operation} with ${status}`,
    details: { status, answer: wordsOf(answer) },
  });
}

function categoryOf(status: number): ProblemCategory {
  if (status === 404 || status === 410) return "missing";
  if (status === 409 || status === 412) return "conflict";
  if (status === 408) return "timeout";
  return status >= 500 ? "unsupported" : "invalid";
}

/** As JSON where it is some. */
function wordsOf(answer: HttpAnswer): unknown {
  const text = textOf(answer);
  if (answer.body.length > most) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf({ body }: HttpAnswer): string {
  return Buffer.from(body.subarray(0, most)).toString().toWellFormed();
}

/** An answer that cannot be used. */
export function unusable(source: string, operation: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: "ISTHMUS602",
    category: "unavailable",
    status: 502,
    message: `${source}: the API's answer to ${operation} cannot be used: ${why}`,
    cause,
  });
}
