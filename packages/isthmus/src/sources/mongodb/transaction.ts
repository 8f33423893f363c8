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
