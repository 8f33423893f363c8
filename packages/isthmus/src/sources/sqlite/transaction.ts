// Several commands as one: a transaction in a worker process that is the caller's alone until it ends. Readers see
// nothing of it before its COMMIT, since they have connections of their own.

import type { Execute, Result, TransactionOptions } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { bind } from "./bind.ts";
import { newToken } from "./commits.ts";
import { problemOf, unavailable } from "./errors.ts";
import type { WorkerProcess } from "./process.ts";
import { receiveProblem, type Order, type Outcome } from "./protocol.ts";
import { watch, type Watch } from "./watch.ts";
import { orLeave } from "./readers.ts";

export interface Ground {
  readonly worker: WorkerProcess;
  readonly write: boolean;
  /** Milliseconds a statement may take. */
  readonly statementTimeout: number;
  /** Tells whether a COMMIT that was cut off has happened: see Writer.version. */
  readonly version: () => number;
  readonly unknown: () => unknown;
}

/** Commits when the work resolves and shall be committed; in every other case nothing of it remains. */
export async function transact<T>(
  ground: Ground,
  options: TransactionOptions,
  work: (run: Execute<SqlCommand>) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const steps = [signal];
  await ask(ground, { kind: "begin", write: ground.write }, steps);
  let value: T;
  try {
    const execute: Execute<SqlCommand> = async (command, call) =>
      ask(ground, { kind: "step", command: bind(command, call) }, [signal, call.signal]);
    value = await orLeave(work(execute), signal);
  } catch (thrown) {
    await rollback(ground);
    throw problemOf(thrown);
  }
  if (options.end === "rollback" || !ground.write) await rollback(ground);
  else {
    if (options.pledge !== undefined) await promise(ground, options.pledge, signal);
    await commit(ground);
  }
  return value;
}

async function promise(ground: Ground, pledge: (token: string) => void, signal: AbortSignal): Promise<void> {
  const token = newToken(Date.now());
  try {
    await ask(ground, { kind: "pledge", token }, [signal]);
    pledge(token);
  } catch (thrown) {
    await rollback(ground);
    throw problemOf(thrown);
  }
}

async function rollback(ground: Ground): Promise<void> {
  try {
    await ask(ground, { kind: "end", commit: false }, []);
  } catch {
    // A process that does not even roll back is ended, and the database does it.
    ground.worker.kill();
    await ground.worker.gone;
  }
}

/** Whoever leaves now does not stop it. */
async function commit(ground: Ground): Promise<void> {
  const version = ground.version();
  try {
    await ask(ground, { kind: "end", commit: true }, []);
  } catch (thrown) {
    if (!ground.worker.alive && ground.version() !== version) throw ground.unknown();
    if (ground.worker.alive) await rollback(ground);
    throw thrown;
  }
}

async function ask(
  { worker, statementTimeout }: Ground,
  order: Order,
  signals: readonly AbortSignal[],
): Promise<Result> {
  const guard: Watch = watch(worker, statementTimeout, [...new Set(signals)]);
  try {
    return resultOf(await worker.ask(order));
  } catch (thrown) {
    const reason = guard.reason();
    if (reason === undefined) throw thrown;
    await worker.gone;
    throw reason;
  } finally {
    guard.stop();
  }
}

/** Whether the transaction that left this token took place; never while it is open, since the writer is the caller's alone. */
export async function tookPlace(
  worker: WorkerProcess,
  statementTimeout: number,
  token: string,
  signal: AbortSignal,
): Promise<boolean> {
  const guard: Watch = watch(worker, statementTimeout, [signal]);
  try {
    return resultOf(await worker.ask({ kind: "outcome", token })).rows === 1;
  } catch (thrown) {
    throw guard.reason() ?? thrown;
  } finally {
    guard.stop();
  }
}

/** Throws the outcome's problem. */
export function resultOf([outcome]: readonly Outcome[]): Result {
  if (outcome === undefined) throw unavailable("the database's worker process has not answered");
  if ("problem" in outcome) throw receiveProblem(outcome.problem);
  return outcome.result;
}
