// One statement asked of one database, and its answer in a form that can be compared.

import {
  Problem,
  type Authorized,
  type Execute,
  type Execution,
  type InputValue,
  type Question,
  type Result,
  type Statement,
} from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { system, type Opened } from "./open-all.ts";

/** What is compared of a result, or the code of its refusal. */
export type Answer =
  | { readonly problem: string }
  | { readonly body: unknown; readonly rows: number; readonly total?: number; readonly inserted?: number };

export function executionOf(inputs: readonly InputValue[]): Execution {
  return {
    inputs,
    results: [],
    principal: system,
    signal: AbortSignal.timeout(20_000),
    deadline: performance.now() + 20_000,
  };
}

export function ask(opened: Opened, question: Question): Promise<Answer> {
  return askBy(opened, question, (command, call) => opened.source.execute(command, call));
}

export async function askBy(opened: Opened, { statement, inputs }: Question, run: Execute<unknown>): Promise<Answer> {
  try {
    const command = opened.source.compile(authorized(opened, statement), opened.catalog);
    return answered(await run(command, executionOf(inputs)));
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code !== "ISTHMUS500") return { problem: thrown.code };
    throw thrown;
  }
}

export function authorized(opened: Opened, statement: Statement): Authorized {
  return authorize(statement, opened.view, { rows: 1000, depth: 8 });
}

function answered({ body, rows, total, inserted }: Result): Answer {
  return {
    body: body === null ? null : (JSON.parse(body, exact) as unknown),
    rows,
    ...(total === undefined ? {} : { total }),
    ...(inserted === undefined ? {} : { inserted }),
  };
}

/** Whole numbers with all their digits; of others, and of averages, as many as a sum of doubles gets right. */
function exact(key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const about = key.startsWith("about ");
  if (typeof value !== "number" || (Number.isSafeInteger(value) && !about)) return value === 0 ? 0 : value;
  if (!about && /^-?\d{16,}$/.test(context?.source ?? "") && Math.abs(value) < 1e20) return context?.source;
  return Number(value.toPrecision(13));
}
