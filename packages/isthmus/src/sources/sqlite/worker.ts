// The program of a worker process: one connection, one order at a time. It is a process and not a thread because a
// statement in SQLite's hands can be ended from outside by nothing but the end of its process.

import { Worker } from "node:worker_threads";
import { Problem, type Result } from "../../core/index.ts";
import type { BoundCommand } from "./bound.ts";
import { judge, leaveToken } from "./commits.ts";
import { connect, type Connection } from "./connect.ts";
import { problemOf } from "./errors.ts";
import { sendProblem, type Asked, type Order, type Outcome } from "./protocol.ts";
import { run } from "./run.ts";
import { runWrites } from "./writes.ts";

const done: Result = { body: null, rows: 0 };

let opening: Extract<Order, { kind: "open" }> | undefined;
let connection: Connection | undefined;
let tail: Promise<unknown> = Promise.resolve();

process.on("message", (asked: Asked) => {
  tail = tail.then(async () => {
    const outcomes = await follow(asked.order);
    // Nobody hears an answer that cannot be sent any more; the closed channel ends the process.
    process.send?.({ id: asked.id, outcomes }, undefined, undefined, () => {});
  });
});
process.on("disconnect", () => process.exit(0));
// A Ctrl-C reaches the whole group of processes; the server decides when its workers end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
watchParent();

async function follow(order: Order): Promise<readonly Outcome[]> {
  const started = performance.now();
  try {
    if (order.kind === "writes") return runWrites(await open(), order.commands);
    const result = await obey(order);
    return [{ result, ms: performance.now() - started }];
  } catch (thrown) {
    return [{ problem: sendProblem(problemOf(thrown, connection)), ms: performance.now() - started }];
  }
}

async function obey(order: Order): Promise<Result> {
  if (order.kind === "open") opening = order;
  const connection = await open();
  switch (order.kind) {
    case "open":
      return done;
    case "read":
      return run(connection, order.command);
    case "writes":
      throw new Error("Writes have outcomes of their own");
    case "begin":
      connection.database.exec(order.write ? "BEGIN IMMEDIATE" : "BEGIN");
      return done;
    case "step":
      return step(connection, order.command);
    case "pledge":
      return pledge(connection, order.token);
    case "end":
      return end(connection, order.commit);
    case "outcome":
      return { body: null, rows: judge(connection, order.token) ? 1 : 0 };
    case "version":
      return { body: null, rows: Number(connection.database.prepare("PRAGMA data_version").get()?.["data_version"]) };
  }
}

/** A file that could not be opened may be there by the next order. */
async function open(): Promise<Connection> {
  if (opening === undefined) throw new Error("A worker is told what to open first");
  connection ??= await connect(opening.settings, opening.access);
  return connection;
}

/** After a failure the transaction is not committed any more, whatever follows: as in PostgreSQL. */
function step(connection: Connection, command: BoundCommand): Result {
  if (!connection.inTransaction) throw aborted();
  try {
    return run(connection, command);
  } catch (thrown) {
    if (connection.inTransaction) connection.database.exec("ROLLBACK");
    throw thrown;
  }
}

function pledge(connection: Connection, token: string): Result {
  if (!connection.inTransaction) throw aborted();
  leaveToken(connection, token);
  return done;
}

function end(connection: Connection, commit: boolean): Result {
  if (connection.inTransaction) connection.database.exec(commit ? "COMMIT" : "ROLLBACK");
  else if (commit) throw aborted();
  return done;
}

function aborted(): Problem {
  return new Problem({
    code: "25P02",
    category: "conflict",
    message: "current transaction is aborted, commands ignored until end of transaction block",
  });
}

/** A server that was killed cannot end its worker, and a worker inside a long statement does not hear the channel close. */
function watchParent(): void {
  const program = `setInterval(() => { if (process.ppid !== ${process.ppid}) process.kill(process.pid, "SIGKILL"); }, 500);`;
  new Worker(program, { eval: true, env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
