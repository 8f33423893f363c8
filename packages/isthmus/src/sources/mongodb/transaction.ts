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

/** How often a change that met another one begins anew: in a transaction MongoDB does not wait for the other. */
const mostTries = 10;

/** A change of its own that met another one is made again; what several statements made is for the caller to repeat. */
export async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== "40001" || tries === mostTries) throw thrown;
      // Apart from each other, the next time.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * tries));
    }
  }
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
