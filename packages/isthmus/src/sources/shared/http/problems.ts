// Why a call failed, as the caller may know it. What the API's addresses and keys are stays in the log.

import { Problem, toProblem } from "../../../core/index.ts";
import { CallFailure } from "./call-failure.ts";
import type { HttpCall } from "./exchange.ts";

/** @param source Name of the source, as the configuration has it. */
export function problemOf(thrown: unknown, source: string, call: Pick<HttpCall, "repeatable" | "method">): Problem {
  if (!(thrown instanceof CallFailure)) return toProblem(thrown);
  const retryAfter = thrown.retryAfter === undefined ? {} : { retryAfter: Math.ceil(thrown.retryAfter / 1000) };
  const make = (code: string, category: Problem["category"], what: string, status?: number): Problem =>
    new Problem({
      code,
      category,
      message: `${source}: ${what}`,
      ...(status === undefined ? {} : { status }),
      ...retryAfter,
      cause: thrown,
    });
  switch (thrown.kind) {
    case "refused":
      return make("ISTHMUS600", "unavailable", "the API cannot be reached", 502);
    case "lost":
      return call.repeatable
        ? make("ISTHMUS600", "unavailable", "the connection to the API was lost", 502)
        : make(
            "ISTHMUS601",
            "unavailable",
            "the connection was lost before the API confirmed; it may have carried out the call",
            502,
          );
    case "timeout":
      return make("ISTHMUS603", "timeout", "the API did not answer in time");
    case "aborted":
      // The engine says why it no longer waits.
      return thrown.cause instanceof Problem ? thrown.cause : make("ISTHMUS499", "timeout", "the caller has left", 499);
    case "blocked":
      return make("ISTHMUS608", "unavailable", "the API's address may not be called", 502);
    case "malformed":
      return make("ISTHMUS602", "unavailable", `the API's answer cannot be used: ${thrown.message}`, 502);
    case "status":
      return thrown.answer?.status === 429 || (thrown.answer?.status === 503 && thrown.retryAfter !== undefined)
        ? make("ISTHMUS604", "unavailable", "the API takes no more calls for now")
        : make("ISTHMUS600", "unavailable", `the API answered ${thrown.answer?.status ?? "with a failure"}`, 502);
    case "soft":
      return make("ISTHMUS612", "unavailable", `the API could not do its work: ${thrown.message}`, 502);
    case "limited":
      return make("ISTHMUS604", "unavailable", "the API takes no more calls for now");
    case "quota":
      return make("ISTHMUS607", "unavailable", "the day's quota of calls is used up");
    case "open":
      return make("ISTHMUS605", "unavailable", "the API has failed too often and is left alone for a while");
    case "busy":
      return make("ISTHMUS606", "unavailable", "too many calls of the API are under way");
    case "credentials":
      return make("ISTHMUS609", "unavailable", "the API does not take the server's credentials", 502);
    default:
      return thrown.kind satisfies never;
  }
}
