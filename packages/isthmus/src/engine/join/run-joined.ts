// Carries out a statement that reaches into several sources: keys that have to be known first, its own part, and then one
// keyed question per relation and level for what the others have.

import type { Execute, Execution, InputValue, Result, Source } from "../../core/index.ts";
import { readAsWritten, toProblem, writeJson } from "../../core/index.ts";
import type { JoinLevel, KeyQuestion } from "../plan/join.ts";
import type { Plan } from "../plan.ts";
import { completeRows } from "./complete.ts";
import { failuresIn } from "./failed.ts";
import { withInputs } from "./inputs.ts";
import { canHold, keyText } from "./keys.ts";
import type { Joined, Step } from "./steps.ts";
import { count, type Row, type Run } from "./run.ts";
import { tooLate, tooManyKeys } from "./problems.ts";

/** Part of the time left that others may take. */
const share = 0.8;

export async function runJoined(
  own: Step,
  joined: Joined,
  on: (source: Source) => Execute<unknown>,
  call: Execution,
): Promise<Result> {
  const now = performance.now();
  const left = Math.max(1, (call.deadline - now) * share);
  const late = new AbortController();
  const timer = Number.isFinite(left) ? setTimeout(() => late.abort(tooLate()), left) : undefined;
  try {
    const signal = AbortSignal.any([call.signal, late.signal]);
    const run: Run = {
      joined,
      on,
      call,
      signal,
      deadline: now + left,
      headers: new Map(),
      failed: false,
      fetched: 0,
      ask: (plan, given) => askRows(plan, given, run),
    };
    const inputs = await askFirst(joined.join.first, run, call.inputs);
    const result = await on(own.source)(own.command, { ...call, inputs });
    const { level } = joined.join;
    return level === undefined || result.body === null
      ? result
      : await completed(result, result.body, level, run, inputs);
  } finally {
    clearTimeout(timer);
  }
}

async function completed(
  result: Result,
  body: string,
  level: JoinLevel,
  run: Run,
  inputs: readonly InputValue[],
): Promise<Result> {
  const value = readAsWritten(body);
  const single = !Array.isArray(value);
  if (value === null) return result;
  const rows = (single ? [value] : value) as readonly Row[];
  const found = await completeRows(level, rows, run, inputs);
  const kept = found.filter((row) => row !== undefined);
  const answer = single ? (kept[0] ?? null) : kept;
  const headers = [...(result.headers ?? []), ...run.headers];
  return {
    ...result,
    body: writeJson(answer),
    rows: result.rows - (found.length - kept.length),
    ...(headers.length === 0 ? {} : { headers }),
    ...(run.failed ? { partial: failuresIn(answer, run.joined.catalog) } : {}),
  };
}

/** The rows that a plan for another source answers, completed in their turn. */
async function askRows(plan: Plan, inputs: readonly InputValue[], run: Run): Promise<readonly Row[]> {
  const step = run.joined.steps.get(plan);
  if (step === undefined) throw new Error(`a step for source "${plan.source}" was not compiled`);
  const given = plan.join === undefined ? inputs : await askFirst(plan.join.first, run, inputs);
  const result = await run.on(step.source)(step.command, {
    ...run.call,
    inputs: given,
    signal: run.signal,
    deadline: run.deadline,
  });
  for (const [name, value] of result.headers ?? []) if (name === "isthmus-fallback") run.headers.set(name, value);
  const rows = readAsWritten(result.body ?? "[]") as readonly Row[];
  if (plan.join?.level === undefined) return rows;
  const found = await completeRows(plan.join.level, rows, run, given);
  return found.filter((row) => row !== undefined);
}

/** The inputs with the lists of keys that conditions speak of. */
async function askFirst(
  first: readonly KeyQuestion[],
  run: Run,
  inputs: readonly InputValue[],
): Promise<readonly InputValue[]> {
  if (first.length === 0) return inputs;
  const lists = await Promise.all(first.map((question) => keysOf(question, run, inputs)));
  return withInputs(
    inputs,
    first.map(({ input }, at) => [input, lists[at] ?? []] as const),
  );
}

async function keysOf(question: KeyQuestion, run: Run, inputs: readonly InputValue[]): Promise<readonly string[]> {
  let rows: readonly Row[];
  try {
    rows = await askRows(question.plan, inputs, run);
  } catch (thrown) {
    // A caller who has gone, or whose time is up, is told so and nothing else.
    throw run.call.signal.aborted ? thrown : toProblem(run.signal.aborted ? (run.signal.reason ?? thrown) : thrown);
  }
  if (rows.length > question.most) throw tooManyKeys(question.relation, question.most);
  count(run, rows, question.most);
  const keys = new Set<string>();
  for (const row of rows) {
    const key = keyText(row[question.as], question.kind);
    if (key !== undefined && canHold(question.type, key)) keys.add(key);
  }
  return [...keys];
}
