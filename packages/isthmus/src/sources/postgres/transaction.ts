// Several statements, all or nothing, over one connection.

import type { Execute, Execution, Outcome, Result, TransactionOptions } from "../../core/index.ts";
import { attend, attendTo } from "../shared/connections/attend.ts";
import { aborted, interrupted, outcomeUnknown } from "../shared/connections/problems.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { resultOf, withSaid } from "./answers.ts";
import { outcomeStep, readOutcome, tellsNothing, tokenOf } from "./commits.ts";
import type { Connection } from "./connect.ts";
import { giveBack, wasLost, type Executor } from "./execute.ts";
import { guessStep, readGuess } from "./guess.ts";
import type { Answered, Step } from "./exchange.ts";
import type { Pipeline } from "./pipeline.ts";
import { mayRaceAgain, standBack } from "./races.ts";
import { beginRead, beginWrite, commit, rollback, statementOf, whatWasSaid } from "./statements.ts";
import { inTimeZone } from "./time-zone.ts";

/** What one attempt knows of itself. */
interface Attempt {
  readonly connection: Connection;
  began: boolean;
  called: boolean;
  spoiled: boolean;
  /** The first failure of the database; later ones only follow from it. */
  failure: unknown;
}

/**
 * The work may be done again from its start, so it must have no effects but through `run`.
 * Throws 40001 and 40P01 (conflict) when it lost too many races, ISTHMUS503U when the connection broke at the commit.
 */
export async function transact<T>(
  executor: Executor,
  witness: Pipeline,
  options: TransactionOptions,
  work: (run: Execute<SqlCommand>) => Promise<T>,
): Promise<T> {
  let failure: unknown;
  for (let races = 0; ; races++) {
    if (races > 0) await standBack(failure, races - 1, options.signal).catch(() => {});
    if (options.signal.aborted) throw aborted(options.signal);
    executor.available();
    const connection = await executor.pool.acquire(options.signal);
    const attempt: Attempt = { connection, began: false, called: false, spoiled: false, failure: undefined };
    try {
      const value = await work((command, call) => runWithin(executor, options, attempt, command, call));
      await finish(executor, witness, options, attempt);
      return value;
    } catch (reason) {
      await undo(attempt);
      failure = attempt.failure;
      if (mayRaceAgain(failure, races)) continue;
      throw executor.explain(wasLost(reason) ? interrupted(reason) : reason);
    } finally {
      giveBack(executor.pool, connection, attempt.called, attempt.spoiled);
    }
  }
}

async function runWithin(
  executor: Executor,
  options: TransactionOptions,
  attempt: Attempt,
  command: SqlCommand,
  call: Execution,
): Promise<Result> {
  if (command.kind === "call") attempt.called = true;
  const { guess } = command;
  try {
    const steps = [...opening(executor, options, attempt), statementOf(command, call)];
    // A statement may have less time than the transaction.
    const signal = call.signal === options.signal ? call.signal : AbortSignal.any([options.signal, call.signal]);
    const asking = send(attempt, steps, signal);
    const outspoken = executor.outspoken && command.kind !== "call";
    // Where the statement fails, this one fails too, and says nothing new.
    const saying = outspoken ? attempt.connection.run([whatWasSaid]).catch(() => undefined) : undefined;
    const answer = resultOf(command, await asking);
    const result = saying === undefined ? answer : withSaid(answer, await saying);
    if (guess === undefined || (guess.from !== undefined && (result.total ?? 0) <= guess.from)) return result;
    const guessed = await send(attempt, [guessStep(guess, call)], signal);
    return { ...result, total: readGuess(guessed, result.total) };
  } catch (reason) {
    attempt.failure ??= reason;
    throw executor.explain(wasLost(reason) ? interrupted(reason) : reason);
  }
}

/** BEGIN goes out with the first statement; if it fails, the server skips that statement too. */
function opening(executor: Executor, options: TransactionOptions, attempt: Attempt): readonly Step[] {
  if (attempt.began) return [];
  attempt.began = true;
  return [
    options.readOnly ? beginRead : beginWrite,
    ...executor.identify(options.principal, options.request),
    ...inTimeZone(options.timeZone),
  ];
}

function send(attempt: Attempt, steps: readonly Step[], signal: AbortSignal, changes = false): Promise<Answered> {
  const { connection } = attempt;
  return attend(
    connection,
    (done, failed) => connection.send(steps, done, failed),
    signal,
    changes,
    () => (attempt.spoiled = true),
  );
}

async function finish(
  executor: Executor,
  witness: Pipeline,
  options: TransactionOptions,
  attempt: Attempt,
): Promise<void> {
  if (!attempt.began) return;
  const keeps = options.end === "commit";
  if (keeps && !options.readOnly && options.pledge !== undefined) {
    const token = await tokenOf((steps) => send(attempt, steps, options.signal), witness, options.signal);
    if (token !== undefined) options.pledge(token);
  }
  try {
    const ending = send(attempt, [keeps ? commit : rollback], options.signal, keeps && !options.readOnly);
    const changed = keeps && !options.readOnly;
    const marking = changed && options.positions && executor.mark?.(attempt.connection, options.positions);
    const { tag } = await ending;
    // COMMIT of a transaction in which something failed is answered ROLLBACK, without an error.
    if (keeps && tag !== "COMMIT") throw attempt.failure ?? new Error("the transaction was undone");
    if (marking !== undefined && marking !== false) (await marking)();
  } catch (reason) {
    attempt.failure ??= reason;
    // Whatever ended the session, it may have come behind the COMMIT and ahead of its answer.
    if (keeps && !options.readOnly && wasLost(reason)) throw outcomeUnknown(reason);
    throw reason;
  }
}

async function undo(attempt: Attempt): Promise<void> {
  const { connection } = attempt;
  if (!attempt.began || attempt.spoiled || connection.lost || connection.idle()) return;
  await connection.run([rollback]).catch(() => connection.destroy());
}

/** What became of a transaction, by the token that was given to `pledge`. Asked as the connecting role. */
export async function outcomeOf(executor: Executor, token: string, signal: AbortSignal): Promise<Outcome> {
  const step = outcomeStep(token);
  for (let stale = false; ; stale = true) {
    if (signal.aborted) throw aborted(signal);
    executor.available();
    const connection = await executor.pool.acquire(signal, stale);
    let spoiled = false;
    try {
      return readOutcome(await attendTo(connection, connection.run([step]), signal, false, () => (spoiled = true)));
    } catch (reason) {
      if (tellsNothing(reason)) return "unknown";
      if (!wasLost(reason)) throw executor.explain(reason);
      if (stale) throw interrupted(reason);
    } finally {
      giveBack(executor.pool, connection, false, spoiled);
    }
  }
}
