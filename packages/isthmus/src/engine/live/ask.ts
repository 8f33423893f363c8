// Asks the questions of a subscription, as those of any request are asked.

import type { Intent, QuestionOutcome } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { isEach, runEach } from "../each.ts";
import type { Prepare } from "../prepare.ts";
import { type Exchange, run } from "../run.ts";
import type { View } from "../view.ts";

/** Rejects too where a part has no answer for now alone: it is not to be told as if it had none. */
export async function ask(
  intent: Intent,
  view: View,
  prepare: Prepare,
  exchange: Exchange,
): Promise<readonly QuestionOutcome[]> {
  if (!isEach(intent)) return whole(await run(intent, view, prepare, exchange));
  const outcomes = await runEach(intent, view, prepare, exchange);
  const passing = outcomes.find((outcome) => outcome instanceof Problem && isPassing(outcome));
  if (passing !== undefined) throw passing;
  return whole(outcomes);
}

/** What another source could not tell for now is not told to have gone. */
function whole<O extends QuestionOutcome>(outcomes: readonly O[]): readonly O[] {
  for (const outcome of outcomes) {
    const [first] = outcome instanceof Problem ? [] : (outcome.partial ?? []);
    if (first !== undefined) throw first.problem;
  }
  return outcomes;
}

/** It may be gone when the question is asked again. */
export function isPassing({ category }: Problem): boolean {
  return category === "unavailable" || category === "timeout";
}
