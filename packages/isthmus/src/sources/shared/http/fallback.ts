// What is answered when an API cannot be asked: each fallback of the operation in turn. The answer says that it is one.

import { CallFailure, isOfTheApi, wasNotSent } from "./call-failure.ts";
import type { HttpAnswer, HttpCall, Send } from "./exchange.ts";
import type { Fallback } from "./rules.ts";

/** @param stale The last good answer to the same call, where there is one. */
export function fallback(stale: (call: HttpCall) => Promise<HttpAnswer | undefined>): (next: Send) => Send {
  async function bridged(call: HttpCall, fallbacks: readonly Fallback[], next: Send): Promise<HttpAnswer> {
    try {
      return await next(call);
    } catch (reason) {
      if (!calls(reason)) throw reason;
      for (const one of fallbacks) {
        const answer = await attempt(one, call, next, stale);
        if (answer !== undefined) return answer;
      }
      throw reason;
    }
  }

  return (next) => (call) => {
    const { fallbacks } = call.rules;
    return fallbacks === undefined || fallbacks.length === 0 ? next(call) : bridged(call, fallbacks, next);
  };
}

/** Whether a failure is one that a fallback is meant for: not the caller's leaving. */
function calls(reason: unknown): boolean {
  return isOfTheApi(reason) || (reason instanceof CallFailure && wasNotSent(reason));
}

async function attempt(
  one: Fallback,
  call: HttpCall,
  next: Send,
  stale: (call: HttpCall) => Promise<HttpAnswer | undefined>,
): Promise<HttpAnswer | undefined> {
  switch (one.kind) {
    case "stale":
      return stale(call);
    case "value":
      return one.answer;
    case "operation":
      try {
        const answer = await next(one.call(call));
        return answer.status < 300 ? { ...answer, from: "operation" } : undefined;
      } catch {
        return undefined;
      }
    default:
      return one satisfies never;
  }
}
