// Group commit: writes that wait at the same time share one transaction and one flush to the disk, which is what a
// durable write costs. Each stands in a savepoint of its own, so that one which fails takes nothing with it.

import type { BoundCommand } from "./bound.ts";
import type { Connection } from "./connect.ts";
import { problemOf } from "./errors.ts";
import { sendProblem, type Outcome } from "./protocol.ts";
import { run } from "./run.ts";

/** An outcome is returned only after the COMMIT that made it last. */
export function runWrites(connection: Connection, commands: readonly BoundCommand[]): readonly Outcome[] {
  const [first] = commands;
  if (first !== undefined && commands.length === 1) return [runAlone(connection, first)];
  return runTogether(connection, commands) ?? commands.map((command) => runAlone(connection, command));
}

function runAlone(connection: Connection, command: BoundCommand): Outcome {
  const started = performance.now();
  try {
    connection.prepare("BEGIN IMMEDIATE").run();
    const result = run(connection, command);
    connection.prepare("COMMIT").run();
    return { result, ms: performance.now() - started };
  } catch (thrown) {
    rollback(connection);
    return { problem: sendProblem(problemOf(thrown, connection)), ms: performance.now() - started };
  }
}

/**
 * Null when nothing of it has been done: one of the writes has ended the whole transaction (a trigger's ROLLBACK, a full
 * disk), or the COMMIT was refused (a deferred foreign key).
 */
function runTogether(connection: Connection, commands: readonly BoundCommand[]): readonly Outcome[] | null {
  const outcomes: Outcome[] = [];
  try {
    connection.prepare("BEGIN IMMEDIATE").run();
    for (const command of commands) {
      const outcome = runInSavepoint(connection, command);
      if (!connection.inTransaction) return null;
      outcomes.push(outcome);
    }
    connection.prepare("COMMIT").run();
    return outcomes;
  } catch {
    rollback(connection);
    return null;
  }
}

function runInSavepoint(connection: Connection, command: BoundCommand): Outcome {
  const started = performance.now();
  connection.prepare("SAVEPOINT isthmus").run();
  try {
    const result = run(connection, command);
    connection.prepare("RELEASE isthmus").run();
    return { result, ms: performance.now() - started };
  } catch (thrown) {
    const problem = sendProblem(problemOf(thrown, connection));
    if (connection.inTransaction) {
      connection.prepare("ROLLBACK TO isthmus").run();
      connection.prepare("RELEASE isthmus").run();
    }
    return { problem, ms: performance.now() - started };
  }
}

function rollback(connection: Connection): void {
  if (connection.inTransaction) connection.database.exec("ROLLBACK");
}
