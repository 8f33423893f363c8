// Executes questions that do not need each other: at the same time, each with an outcome of its own.

import type { Intent, Question, QuestionOutcome } from "../core/index.ts";
import { toProblem } from "../core/index.ts";
import { checkPatterns } from "./patterns.ts";
import { isWrite, type Prepare } from "./prepare.ts";
import { carryOut, executeOn, type Exchange, refuseOtherThanOne } from "./run.ts";
import type { View } from "./view.ts";
import { withhold } from "./withhold.ts";

const nothing: readonly never[] = [];

/** Changes are never made side by side: an intent that has some is carried out together, or not at all. */
export function isEach({ partial, transaction, precondition, questions }: Intent): boolean {
  if (partial !== true || transaction !== "none" || precondition !== undefined) return false;
  return !questions.some(({ statement }) => isWrite(statement));
}

/** Rejects only when the whole request is given up; what one question meets becomes its outcome. */
export function runEach(
  { questions, timeZone }: Intent,
  view: View,
  prepare: Prepare,
  asked: Exchange,
): Promise<readonly QuestionOutcome[]> {
  const exchange = timeZone === undefined ? asked : { ...asked, timeZone };
  return Promise.all(questions.map((question) => outcomeOf(question, view, prepare, exchange)));
}

async function outcomeOf(
  { statement, inputs }: Question,
  view: View,
  prepare: Prepare,
  exchange: Exchange,
): Promise<QuestionOutcome> {
  try {
    const step = prepare(statement, view);
    if (step.patterns.length > 0) checkPatterns(step.patterns, inputs);
    const call = { ...exchange, inputs, results: nothing };
    const result = await carryOut(step, executeOn, call);
    refuseOtherThanOne(statement, result);
    return result;
  } catch (thrown) {
    if (exchange.signal.aborted) throw thrown;
    return withhold(toProblem(thrown), view.catalog);
  }
}
