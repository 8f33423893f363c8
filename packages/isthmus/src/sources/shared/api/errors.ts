// What an API says when it refuses a call → a Problem. Its own words go into the details, within a bound.

import { Problem, type ProblemCategory } from "../../../core/index.ts";
import type { HttpAnswer } from "../http/exchange.ts";

/** Characters of an API's own words. */
const most = 4_000;

/** Refusals that are the server's own affair: the caller can do nothing about the credentials it was given. */
const ofTheServer: ReadonlySet<number> = new Set([401, 403, 407]);

/** Statuses that mean to the caller what they mean to us. */
const passedOn: ReadonlySet<number> = new Set([400, 402, 404, 408, 409, 410, 412, 413, 422, 423, 424, 428, 451]);

/** Leaves out of a text what must not be shown. */
export type Redact = (text: string) => string;

/** @param secrets Of the source: APIs like to say which key they do not know. */
export function redactor(secrets: readonly string[]): Redact {
  // Shorter ones would take words out of any text.
  const hidden = secrets.filter((secret) => secret.length >= 6);
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
}

export function refusal(source: string, operation: string, answer: HttpAnswer, redact: Redact): Problem {
  const { status } = answer;
  if (status < 400) return unusable(source, operation, `it is a redirect (${status}) that leads nowhere`);
  if (ofTheServer.has(status)) {
    return new Problem({
      code: "ISTHMUS609",
      category: "unavailable",
      status: 502,
      message: `${source}: the API does not take the server's credentials for ${operation}`,
      cause: new Error(`it answered ${status}: ${redact(textOf(answer))}`),
    });
  }
  return new Problem({
    code: "ISTHMUS611",
    category: categoryOf(status),
    ...(passedOn.has(status) ? { status } : {}),
    message: `${source}: the API refused ${operation} with ${status}`,
    details: { status, answer: wordsOf(answer, redact) },
  });
}

function categoryOf(status: number): ProblemCategory {
  if (status === 404 || status === 410) return "missing";
  if (status === 409 || status === 412) return "conflict";
  if (status === 408) return "timeout";
  return status >= 500 ? "unsupported" : "invalid";
}

/** As JSON where it is some. */
function wordsOf(answer: HttpAnswer, redact: Redact): unknown {
  const text = redact(textOf(answer));
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
