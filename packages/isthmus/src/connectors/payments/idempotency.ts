// Idempotency keys, as Stripe keeps them: the first answer to a key is given again to the same request, and refused to another.
// What was refused ahead of any work is not kept: https://docs.stripe.com/api/idempotent_requests.

import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type { SimulatedAnswer } from "../../sources/shared/sandbox/simulator.ts";
import { invalid, Refused } from "./errors.ts";

export interface Remembered {
  readonly request: string;
  readonly answer: SimulatedAnswer;
}

export function once(
  shelf: Shelf<Remembered>,
  key: string | undefined,
  request: string,
  work: () => SimulatedAnswer,
): SimulatedAnswer {
  if (key === undefined) return answerOf(work);
  if (key.length > 255) return invalid("An idempotency key has at most 255 characters.").answer;
  const before = shelf.get(key);
  if (before !== undefined) {
    if (before.request !== request)
      return new Refused(400, {
        type: "idempotency_error",
        message: `The idempotency key '${key}' was used for a request with other parameters.`,
      }).answer;
    return { ...before.answer, headers: { ...before.answer.headers, "idempotent-replayed": "true" } };
  }
  const answer = answerOf(work);
  const { status = 200 } = answer;
  if (status !== 200 && status !== 402 && status < 500) return answer;
  return shelf.put(key, { request, answer: { ...answer, headers: { "idempotency-key": key } } }).answer;
}

export function answerOf(work: () => SimulatedAnswer): SimulatedAnswer {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.answer;
    throw thrown;
  }
}
