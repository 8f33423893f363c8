// Carries out a command.

import type { Execution, Result } from "../../core/index.ts";
import type { MongoCommand } from "./command.ts";
import { Duplicate, readOnly } from "./errors.ts";
import { read } from "./read.ts";
import type { Reach } from "./reach.ts";
import { write } from "./write.ts";

export type ReachFor = (call: Execution) => Reach;

export async function execute(command: MongoCommand, reach: Reach, mayWrite: boolean): Promise<Result> {
  if (command.kind === "read") return read(reach, command);
  if (!mayWrite) throw readOnly();
  try {
    return await write(reach, command);
  } catch (thrown) {
    if (thrown instanceof Duplicate)
      throw new Error("a duplicate must be explained where it is met", { cause: thrown });
    throw thrown;
  }
}

/** Whether more than one document may be written, so that on a replica set a transaction makes it one change. */
export function needsTransaction(command: MongoCommand): boolean {
  return command.kind !== "read" && !command.alone;
}
