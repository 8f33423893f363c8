// Several commands, all or nothing, over one connection.

import type { Execute, TransactionOptions } from "../../core/index.ts";
import { attendTo } from "../shared/connections/attend.ts";
import { aborted, interrupted, outcomeUnknown } from "../shared/connections/problems.ts";
import { binderOf } from "./bind.ts";
import type { MysqlCommand } from "./command.ts";
import { spelledFor } from "./compile.ts";
import type { Connection } from "./connect.ts";
import { explain, lostRace } from "./errors.ts";
import { type Executor, mostRaces, perform, wasLost } from "./execute.ts";

interface Attempt {
  readonly connection: Connection;
  began: boolean;
  spoiled: boolean;
  /** The first failure of the database: nothing more is done in this transaction. */
  failure: unknown;
}

/**
 * The work may be done again from its start, so it must have no effects but through `run`.
 * Throws 40P01 (conflict) when it lost too many races, ISTHMUS503U when the connection broke at the commit.
 */
export async function transact<T>(
  executor: Executor,
  options: TransactionOptions,
  work: (run: Execute<MysqlCommand>) => Promise<T>,
): Promise<T> {
  for (let races = 0; ; races++) {
    if (options.signal.aborted) throw aborted(options.signal);
    executor.available();
    const connection = await executor.pool.acquire(options.signal);
    const attempt: Attempt = { connection, began: false, spoiled: false, failure: undefined };
    try {
      const value = await work((command, call) => runWithin(options, attempt, command, call));
      await finish(options, attempt);
      return value;
    } catch (reason) {
      await undo(attempt);
      if (races < mostRaces && lostRace(attempt.failure)) continue;
      throw explain(wasLost(reason) ? interrupted(reason) : reason);
    } finally {
      if (attempt.spoiled || connection.lost) executor.pool.discard(connection);
      else executor.pool.release(connection);
    }
  }
}

async function runWithin(
  options: TransactionOptions,
  attempt: Attempt,
  given: MysqlCommand,
  call: Parameters<Execute<MysqlCommand>>[1],
): ReturnType<Execute<MysqlCommand>> {
  const { connection } = attempt;
  const spoil = () => (attempt.spoiled = true);
  // MySQL would go on after a statement that failed; PostgreSQL does not, and what is half done is not to be committed.
  if (attempt.failure !== undefined) throw explain(attempt.failure);
  try {
    if (!attempt.began) {
      attempt.began = true;
      const begin = options.readOnly ? "START TRANSACTION READ ONLY" : "START TRANSACTION READ WRITE";
      await attendTo(connection, connection.say(begin), options.signal, false, spoil);
    }
    const command = spelledFor(connection.flavour, given);
    // A statement may have less time than the transaction.
    const signal = call.signal === options.signal ? call.signal : AbortSignal.any([options.signal, call.signal]);
    return await perform(connection, command, binderOf(call), signal, spoil);
  } catch (reason) {
    attempt.failure ??= reason;
    throw explain(wasLost(reason) ? interrupted(reason) : reason, given.written);
  }
}

async function finish(options: TransactionOptions, attempt: Attempt): Promise<void> {
  if (!attempt.began) return;
  if (attempt.failure !== undefined) throw attempt.failure;
  const { connection } = attempt;
  const keeps = options.end === "commit";
  const spoil = () => (attempt.spoiled = true);
  try {
    const end = connection.say(keeps ? "COMMIT" : "ROLLBACK");
    await attendTo(connection, end, options.signal, keeps && !options.readOnly, spoil);
    attempt.began = false;
  } catch (reason) {
    attempt.failure ??= reason;
    // Whatever ended the session, it may have come behind the COMMIT and ahead of its answer.
    if (keeps && !options.readOnly && wasLost(reason)) throw outcomeUnknown(reason);
    throw reason;
  }
}

async function undo({ began, spoiled, connection }: Attempt): Promise<void> {
  if (!began || spoiled || connection.lost) return;
  await connection.say("ROLLBACK").catch(() => connection.destroy());
}
