// Runs a command: reads in the server's own thread or in a reader process, by what they cost; writes in the writer
// process.

import { type Execution, Problem, type Result } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { bind } from "./bind.ts";
import type { BoundCommand } from "./bound.ts";
import { waryOf } from "./compile.ts";
import type { Connection } from "./connect.ts";
import type { Cost, Costs } from "./cost.ts";
import { bytesInside, problemOf } from "./errors.ts";
import type { Readers } from "./readers.ts";
import { run } from "./run.ts";
import { resultOf } from "./transaction.ts";
import { reasonOf } from "./watch.ts";
import type { Writer } from "./writer.ts";

type Values = Pick<Execution, "inputs" | "principal" | "results">;

export interface Executor {
  readonly connection: Connection;
  readonly costs: Costs;
  readonly readers: Readers;
  readonly writer: Writer;
}

/** A read that touches little is answered at once; undefined where it is `execute` that has to be asked. */
export function executeNow(executor: Executor, command: SqlCommand, call: Values): Result | undefined {
  if (command.kind !== "read") return undefined;
  const cost = placed(executor, command);
  if (cost.place !== "here" || cost.instead !== undefined) return undefined;
  try {
    return runHere(executor, bind(command, call), cost);
  } catch (thrown) {
    if (mayBeBytes(thrown) && waryOf(command) !== undefined) return undefined;
    throw thrown;
  }
}

export async function execute(executor: Executor, command: SqlCommand, call: Execution): Promise<Result> {
  if (command.kind !== "read") return attempt(executor, command, call);
  const cost = placed(executor, command);
  if (cost.instead !== undefined) return attempt(executor, cost.instead, call);
  try {
    return await attempt(executor, command, call);
  } catch (thrown) {
    const wary = mayBeBytes(thrown) ? waryOf(command) : undefined;
    if (wary === undefined) throw thrown;
    const result = await attempt(executor, wary, call);
    cost.instead = wary;
    return result;
  }
}

/** Bytes in a field of JSON are called malformed, as a caller's own JSON is. */
function mayBeBytes(thrown: unknown): boolean {
  if (!(thrown instanceof Problem)) return false;
  const { code, message } = thrown;
  return code === bytesInside || (code === "22P02" && message.endsWith("type json"));
}

async function attempt(executor: Executor, command: SqlCommand, call: Execution): Promise<Result> {
  if (call.signal.aborted) throw reasonOf(call.signal);
  const bound = bind(command, call);
  if (bound.write) return executor.writer.write(bound, call.signal);
  const cost = placed(executor, command);
  if (cost.place === "here") {
    const result = runHere(executor, bound, cost);
    if (result !== undefined) return result;
  }
  const outcome = await executor.readers.read(bound, executor.costs.heavy(cost), call.signal);
  executor.costs.ranInProcess(cost, outcome.ms);
  return resultOf([outcome]);
}

/** The first look at a command asks the database for its plan, which may fail as any statement may. */
function placed({ costs }: Executor, command: SqlCommand): Cost {
  try {
    return costs.of(command);
  } catch (thrown) {
    throw problemOf(thrown);
  }
}

/** Undefined when the file is locked: waiting for it would hold up everybody, so a process shall do it. */
function runHere({ connection, costs }: Executor, bound: BoundCommand, cost: Cost): Result | undefined {
  try {
    return costs.runHere(cost, () => run(connection, bound));
  } catch (thrown) {
    const problem = problemOf(thrown);
    if (problem.code === "55P03") return undefined;
    throw problem;
  }
}
