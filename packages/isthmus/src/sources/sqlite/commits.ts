// Whether a transaction took place: it leaves its token in a table of ours, which is written and undone with it.

import { randomUUID } from "node:crypto";
import { Problem, type Outcome } from "../../core/index.ts";
import type { Connection } from "./connect.ts";

/** Milliseconds for which tokens are kept: longer than the server remembers an Idempotency-Key. */
const kept = 48 * 3_600_000;
/** An absent token that is nearly as old as what is removed tells nothing. */
const trusted = kept - 3_600_000;
/** Tokens written between two removals of old ones. */
const sweepEvery = 256;

const form = /^([0-9a-f]{12})-[0-9a-f-]{36}$/;

/** Begins with the time in milliseconds, so that the old ones stand together in the key. */
export function newToken(now: number): string {
  return `${startOf(now)}-${randomUUID()}`;
}

function startOf(time: number): string {
  return time.toString(16).padStart(12, "0");
}

/** `undone`: it was promised to somebody that this transaction did not, and will never, take place. */
const table = `CREATE TABLE IF NOT EXISTS isthmus_commits (
  token TEXT PRIMARY KEY, at INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID`;

let untilSweep = 0;

/** Inside the transaction. */
export function leaveToken(connection: Connection, token: string): void {
  connection.database.exec(table);
  connection.prepare("INSERT INTO isthmus_commits (token, at) VALUES (?, unixepoch())").run(token);
  if (untilSweep-- > 0) return;
  untilSweep = sweepEvery;
  connection.prepare("DELETE FROM isthmus_commits WHERE token < ?").run(startOf(Date.now() - kept));
}

/**
 * Takes the write lock, so that no transaction is open anywhere. What did not take place is marked as such: a process
 * that was thought dead, or a log that is read again after a crash, cannot bring it about later.
 */
export function judge(connection: Connection, token: string): boolean {
  const { database } = connection;
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(table);
    const row = database.prepare("SELECT undone FROM isthmus_commits WHERE token = ?").get(token);
    if (row === undefined)
      database.prepare("INSERT INTO isthmus_commits (token, at, undone) VALUES (?, unixepoch(), 1)").run(token);
    database.exec("COMMIT");
    return row?.["undone"] === 0;
  } catch (thrown) {
    if (connection.inTransaction) database.exec("ROLLBACK");
    throw thrown;
  }
}

/** @param ask Whether the token is there. Throws 22023 for what is no token of ours. */
export async function outcomeOf(token: string, now: number, ask: () => Promise<boolean>): Promise<Outcome> {
  const time = form.exec(token)?.[1];
  if (time === undefined)
    throw new Problem({ code: "22023", category: "invalid", message: "This is no token of a transaction" });
  try {
    if (await ask()) return "committed";
  } catch (thrown) {
    // Another process holds the write lock, perhaps for this very transaction (55P03), or our own has just ended (57P03).
    if (thrown instanceof Problem && (thrown.code === "55P03" || thrown.code === "57P03")) return "running";
    throw thrown;
  }
  return now - Number.parseInt(time, 16) > trusted ? "unknown" : "undone";
}
