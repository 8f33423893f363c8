// Executes the questions of one intent: alone, or together in one transaction of each source they need.

import type {
  Execute,
  Execution,
  Inside,
  Intent,
  Positions,
  Principal,
  Question,
  Result,
  Soon,
  Source,
  Statement,
} from "../core/index.ts";
import { notOneRow, unsupported } from "../core/index.ts";
import { befell } from "./befell.ts";
import { runJoined } from "./join/run-joined.ts";
import { checkPatterns } from "./patterns.ts";
import type { Prepare, Prepared } from "./prepare.ts";
import { firstRow } from "./results.ts";
import { withinTime } from "./statement-time.ts";
import { type ExecuteOn, type Participant, transact } from "./transactions.ts";
import type { View } from "./view.ts";

export interface Exchange {
  readonly principal: Principal;
  readonly signal: AbortSignal;
  /** `performance.now()` at which the answer is given up. */
  readonly deadline: number;
  readonly request: NonNullable<Execution["request"]>;
  readonly timeZone?: string;
  readonly positions?: Positions;
  readonly newest?: boolean;
  readonly inside?: Inside;
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
): Soon<readonly Result[]> {
  const { questions, timeZone } = intent;
  const [only] = questions;
  if (only === undefined) return nothing;
  if (
    questions.length === 1 &&
    intent.transaction === "none" &&
    intent.precondition === undefined &&
    beforeCommit === undefined
  ) {
    const step = prepared(only, 0, view, prepare, asked.request);
    const now = step.joined === undefined ? atOnce(step, only, asked.principal) : undefined;
    if (now !== undefined) return [now];
    const exchange = timeZone === undefined ? asked : { ...asked, timeZone };
    const call = { ...exchange, inputs: only.inputs, results: nothing };
    if (step.joined !== undefined || step.time !== undefined)
      return carryOut(step, executeOn, call).then(alone, aloneFailed);
    return step.source.execute(step.command, call).then(alone, aloneFailed);
  }
  return together(intent, view, prepare, timeZone === undefined ? asked : { ...asked, timeZone }, beforeCommit);
}

function atOnce({ source, command }: Prepared, { inputs }: Question, principal: Principal): Result | undefined {
  try {
    return source.executeNow?.(command, { inputs, principal, results: nothing });
  } catch (thrown) {
    throw befell(thrown, 0);
  }
}

/** Asks the statement's own source, and what else it reaches into. */
export function carryOut(step: Prepared, on: ExecuteOn, call: Execution): Promise<Result> {
  const { source, command, joined } = step;
  return withinTime(step.time, call, (timed) =>
    joined === undefined ? on(source)(command, timed) : runJoined(step, joined, on, timed),
  );
}

/** Outside any transaction. */
export const executeOn =
  (source: Source): Execute<unknown> =>
  (command, call) =>
    source.execute(command, call);

const alone = (result: Result): readonly Result[] => [result];

const aloneFailed = (thrown: unknown): never => {
  throw befell(thrown, 0);
};

function prepared(
  { statement, inputs }: Question,
  index: number,
  view: View,
  prepare: Prepare,
  request: Exchange["request"],
): Prepared {
  try {
    const found = prepare(statement, view);
    if (found.patterns.length > 0) checkPatterns(found.patterns, inputs);
    found.checks?.(inputs, request.headers["accept-language"]);
    return found;
  } catch (thrown) {
    throw befell(thrown, index);
  }
}

/** All or nothing; a question may point at what an earlier one returned. */
async function together(
  intent: Intent,
  view: View,
  prepare: Prepare,
  exchange: Exchange,
  beforeCommit: BeforeCommit | undefined,
): Promise<readonly Result[]> {
  const steps = intent.questions.map((question, index) => ({
    question,
    prepared: prepared(question, index, view, prepare, exchange.request),
  }));
  const guard = intent.precondition && {
    ...intent.precondition,
    prepared: prepare(intent.precondition.question.statement, view),
  };
  if (guard !== undefined) checkPatterns(guard.prepared.patterns, guard.question.inputs);
  refuseCompany(steps.map((step) => step.prepared));
  const sources = participants([
    ...steps.map((step) => step.prepared),
    ...(guard === undefined ? [] : [guard.prepared]),
  ]);
  const end = intent.transaction === "rollback" ? ("rollback" as const) : ("commit" as const);
  let results: Result[] = [];
  const pledge = beforeCommit && ((source: string, token: string): void => beforeCommit(source, token, results));
  const opened = new Set(sources.map(({ source }) => source));
  // What is joined to it lies in sources that the work has no transaction of.
  const within =
    (on: ExecuteOn): ExecuteOn =>
    (source) =>
      opened.has(source) ? on(source) : executeOn(source);
  const pointing = steps.some((step) => step.prepared.pointsBack);
  const work = async (on: ExecuteOn): Promise<readonly Result[]> => {
    if (guard !== undefined) {
      const asked = { ...exchange, inputs: guard.question.inputs, results: nothing };
      const current = await carryOut(guard.prepared, within(on), asked);
      if (!guard.holds(current)) throw guard.problem;
    }
    // The source may do the whole work again after a serialization failure.
    results = [];
    for (const [index, { question, prepared: step }] of steps.entries()) {
      try {
        const rows = pointing && step.pointsBack ? results.map(firstRow) : nothing;
        const call = { ...exchange, inputs: question.inputs, results: rows };
        const result = await carryOut(step, within(on), call);
        refuseOtherThanOne(question.statement, result);
        results.push(result);
      } catch (thrown) {
        throw befell(thrown, index);
      }
    }
    return results;
  };
  return transact(sources, { ...exchange, end }, work, pledge);
}

/** One object was asked for: any other number of rows is a refusal, and must undo what was written before it. */
export function refuseOtherThanOne(statement: Statement, { rows }: Result): void {
  if (statement.kind !== "query" || statement.answer.as !== "one" || rows === 1) return;
  if (rows === 0 && statement.answer.optional === true) return;
  throw notOneRow(rows);
}

/** What cannot be undone with the rest would be left half done by whatever fails behind it. */
function refuseCompany(steps: readonly Prepared[]): void {
  const lone = steps.find(({ source, writes }) => writes && source.alone === true);
  if (lone !== undefined && steps.length > 1)
    throw unsupported(`a call of ${lone.source.name} that makes changes, together with anything else in one request,`);
}

function participants(steps: readonly Prepared[]): readonly Participant[] {
  const writes = new Map<Source, boolean>();
  for (const step of steps) writes.set(step.source, step.writes || writes.get(step.source) === true);
  return [...writes].map(([source, any]) => ({ source, readOnly: !any }));
}
