// What all steps of one execution have in common.

import type { Execute, Execution, InputValue, Source } from "../../core/index.ts";
import type { Plan } from "../plan.ts";
import { tooManyInAll } from "./problems.ts";
import type { Joined } from "./steps.ts";

/** A row as its source has answered it, the keys of the join included. */
export type Row = Readonly<Record<string, unknown>>;

export interface Run {
  readonly joined: Joined;
  readonly on: (source: Source) => Execute<unknown>;
  readonly call: Execution;
  /** Of the steps for other sources: what is theirs ends ahead of the whole, so that there is time to answer without it. */
  readonly signal: AbortSignal;
  readonly deadline: number;
  /** Headers of further answers, such as that one of them is a fallback. */
  readonly headers: Map<string, string>;
  failed: boolean;
  /** Rows that others have answered so far, of whatever relation. */
  fetched: number;
  /** The rows that a plan for another source answers, completed in their turn. */
  readonly ask: (plan: Plan, inputs: readonly InputValue[]) => Promise<readonly Row[]>;
}

/** Relations of one request that may each be as large as one may be: many names for one relation are many relations. */
const together = 10;

/** @param most Of one relation. @throws Problem where all of them together hold more than is good for one request. */
export function count(run: Run, rows: readonly unknown[], most: number): void {
  run.fetched += rows.length;
  if (run.fetched > most * together) throw tooManyInAll(most * together);
}
