// Work in one transaction of a replica set, in one snapshot, with the majority's word for its end.

import type { ClientSession } from "mongodb";
import { Problem, type TransactionOptions } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { problemOf } from "./errors.ts";

export async function transact<T>(
  { client }: Connection,
  { end, signal }: TransactionOptions,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const session = client.startSession();
  try {
    session.startTransaction({ readConcern: { level: "snapshot" }, writeConcern: { w: "majority" } });
    const result = await work(session);
    signal.throwIfAborted();
    if (end === "rollback") await session.abortTransaction();
    else await commit(session);
    return result;
  } catch (thrown) {
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw problemOf(thrown, signal);
  } finally {
    await session.endSession();
  }
}

/**
 * How often work that met another one begins anew. In a transaction MongoDB does not wait for the other one, but refuses
 * at once: of many that want one document, one is done in each round.
 */
const mostTries = 30;

/** What one attempt knows of itself. */
export interface Attempt {
  /** A statement met another transaction's, whatever was made of its error. */
  lost: boolean;
}

/**
 * The work may be done again from its start, so it must have no effects but on the database. Throws 40001 (conflict) when
 * it has met others too often.
 */
export async function repeated<T>(signal: AbortSignal, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const attempt: Attempt = { lost: false };
    try {
      return await work(attempt);
    } catch (thrown) {
      const lost = attempt.lost || isLost(thrown);
      if (!lost || tries === mostTries || signal.aborted) throw thrown;
      // Apart from each other, the next time.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(10 * tries, 100)));
    }
  }
}

export function isLost(thrown: unknown): boolean {
  return thrown instanceof Problem && thrown.code === "40001";
}

/** Where the answer to the COMMIT is lost the driver asks once more; then nobody knows. */
async function commit(session: ClientSession): Promise<void> {
  try {
    await session.commitTransaction();
  } catch (thrown) {
    const { errorLabels } = thrown as { readonly errorLabels?: readonly string[] };
    if (errorLabels?.includes("UnknownTransactionCommitResult") !== true) throw thrown;
    throw new Problem({
      code: "ISTHMUS503U",
      category: "unavailable",
      message: "The connection was lost before the database confirmed the change: it may have been made, or not",
      cause: thrown,
    });
  }
}
