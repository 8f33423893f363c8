// A sequence of changes and reads on one database, which is afterwards as it was.

import type { Question } from "../../src/core/index.ts";
import { ask, askBy, type Answer, executionOf } from "./ask.ts";
import { system, type Opened } from "./open-all.ts";

/** Answers up to the first refusal, behind which a transaction answers nothing. */
export async function changeAll(opened: Opened, questions: readonly Question[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const { source, refill } = opened;
  if (!source.capabilities.transactions) {
    for (const question of questions) {
      answers.push(await ask(opened, question));
      if (isRefused(answers)) break;
    }
    await refill?.(new Set(questions.map(({ statement }) => ("resource" in statement ? statement.resource : ""))));
    return answers;
  }
  const { signal, deadline } = executionOf([]);
  try {
    await source.transaction({ readOnly: false, end: "rollback", principal: system, signal, deadline }, async (run) => {
      // What has lost a race is done again from its start.
      answers.length = 0;
      for (const question of questions) {
        answers.push(await askBy(opened, question, run));
        if (isRefused(answers)) throw new Error("a statement was refused");
      }
    });
  } catch (thrown) {
    if (!isRefused(answers)) throw thrown;
  }
  return answers;
}

function isRefused(answers: readonly Answer[]): boolean {
  const last = answers.at(-1);
  return last !== undefined && "problem" in last;
}
