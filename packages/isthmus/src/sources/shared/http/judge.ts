// Tells answers from failures: by status, and by what the configuration says of the operation's answers.

import { CallFailure } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import type { HttpAnswer, Send } from "./exchange.ts";
import { retryAfterOf } from "./retry-after.ts";

/** Answers that say that another try may succeed; other refusals are answers like any. */
function isFailure(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** @param throttled Statuses beside 429 by which the API says that it was asked too often. */
export function judge(clock: Clock, throttled: ReadonlySet<number> = new Set()): (next: Send) => Send {
  return (next) => async (call) => {
    const answer = await next(call);
    const { status } = answer;
    if (throttled.has(status)) throw refused({ ...answer, status: 429 }, clock);
    const told = status >= 400 && call.rules.answered?.(answer) === true;
    if (isFailure(status) && !told) throw refused(answer, clock);
    if ((status >= 400 && !told) || call.rules.failed === undefined) return answer;
    const failed = call.rules.failed(answer);
    if (failed === undefined) return answer;
    throw new CallFailure({ kind: "soft", message: failed.reason, answer, lasting: failed.passing === false });
  };
}

function refused(answer: HttpAnswer, clock: Clock): CallFailure {
  const retryAfter = retryAfterOf(answer.headers, clock.wall());
  return new CallFailure({ kind: "status", message: `it answered ${answer.status}`, answer, retryAfter });
}
