// Executes the questions of one intent: alone, or together in one transaction of their source.

import type { Execution, Intent, Principal, Result, Source, Statement } from "../core/index.ts";
import { Problem, unsupported } from "../core/index.ts";
import { checkPatterns } from "./patterns.ts";
import type { Prepare, Prepared } from "./prepare.ts";
import { firstRow } from "./results.ts";
import type { View } from "./view.ts";

export interface Exchange {
  readonly principal: Principal;
  readonly signal: AbortSignal;
  /** `performance.now()` at which the answer is given up. */
  readonly deadline: number;
  readonly request: NonNullable<Execution["request"]>;
  readonly timeZone?: string;
}

const nothing: readonly never[] = [];

/** Called with the results when only the COMMIT is missing. */
export type BeforeCommit = (source: string, token: string, results: readonly Result[]) => void;

export function run(
  intent: Intent,
  view: View,
  prepare: Prepare,
  asked: Exchange,
  beforeCommit?: BeforeCommit,
): Promise<readonly Result[]> {
  const { questions, timeZone } = intent;
  const exchange = timeZone === undefined ? asked : { ...asked, timeZone };
  const [only] = questions;
  if (only === undefined) return Promise.resolve(nothing);
  if (
    questions.length === 1 &&
    intent.transaction === "none" &&
    intent.precondition === undefined &&
    beforeCommit === undefined
  ) {
    const { source, command, patterns } = prepare(only.statement, view);
    if (patterns.length > 0) checkPatterns(patterns, only.inputs);
    return source.execute(command, { ...exchange, inputs: only.inputs, results: nothing }).then((result) => [result]);
  }
  return together(intent, view, prepare, exchange, beforeCommit);
}

/** All or nothing; a question may point at what an earlier one returned. */
async function together(
  intent: Intent,
  view: View,
  prepare: Prepare,
  exchange: Exchange,
  beforeCommit: BeforeCommit | undefined,
): Promise<readonly Result[]> {
  const steps = intent.questions.map((question) => ({ question, prepared: prepare(question.statement, view) }));
  const guard = intent.precondition && {
    ...intent.precondition,
    prepared: prepare(intent.precondition.question.statement, view),
  };
  for (const { question, prepared } of steps) checkPatterns(prepared.patterns, question.inputs);
  if (guard !== undefined) checkPatterns(guard.prepared.patterns, guard.question.inputs);
  const source = onlySource([...steps.map((step) => step.prepared), ...(guard === undefined ? [] : [guard.prepared])]);
  const options = {
    ...exchange,
    readOnly: !steps.some((step) => step.prepared.writes),
    end: intent.transaction === "rollback" ? ("rollback" as const) : ("commit" as const),
  };
  let results: Result[] = [];
  const pledge =
    beforeCommit === undefined ? {} : { pledge: (token: string) => beforeCommit(source.name, token, results) };
  const pointing = steps.some((step) => step.prepared.pointsBack);
  return source.transaction({ ...options, ...pledge }, async (execute) => {
    if (guard !== undefined) {
      const current = await execute(guard.prepared.command, {
        ...exchange,
        inputs: guard.question.inputs,
        results: nothing,
      });
      if (!guard.holds(current)) throw guard.problem;
    }
    // The source may do the whole work again after a serialization failure.
    results = [];
    for (const { question, prepared } of steps) {
      const rows = pointing && prepared.pointsBack ? results.map(firstRow) : nothing;
      const result = await execute(prepared.command, { ...exchange, inputs: question.inputs, results: rows });
      refuseOtherThanOne(question.statement, result);
      results.push(result);
    }
    return results;
  });
}

/** One object was asked for: any other number of rows is a refusal, and must undo what was written before it. */
function refuseOtherThanOne(statement: Statement, { rows }: Result): void {
  if (statement.kind !== "query" || statement.answer.as !== "one" || rows === 1) return;
  throw new Problem({
    code: "PGRST116",
    category: "invalid",
    status: 406,
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${rows} rows`,
  });
}

function onlySource(steps: readonly Prepared[]): Source {
  const sources = new Set(steps.map((step) => step.source));
  const [source] = sources;
  if (source === undefined || sources.size > 1) throw unsupported("one transaction over several sources");
  return source;
}
