// Connection + command + signal → result. A read, and a write that answers for itself, are one round trip.

import { notOneRow, type Execution, type Result } from "../../core/index.ts";
import { attendTo } from "../shared/connections/attend.ts";
import { LostConnection } from "../shared/connections/lost-connection.ts";
import type { Pool } from "../shared/connections/pool.ts";
import { aborted, interrupted, outcomeUnknown } from "../shared/connections/problems.ts";
import { checkFailed, repeatedRow, tooManyAffected } from "../shared/refusals.ts";
import { adjustJson } from "../shared/sql/adjust-json.ts";
import { resultOf } from "./answers.ts";
import { binderOf, type Binder } from "./bind.ts";
import type { MysqlCommand } from "./command.ts";
import { spelledFor } from "./compile.ts";
import type { Answered, Connection } from "./connect.ts";
import { explain, lostRace, wasEnded } from "./errors.ts";

export interface Executor {
  readonly pool: Pool<Connection>;
  /** Throws while the database is known to be down. */
  readonly available: () => void;
}

/** Times the whole work is done again after it lost a race against another transaction. */
export const mostRaces = 2;

export async function execute(executor: Executor, command: MysqlCommand, call: Execution): Promise<Result> {
  if (call.signal.aborted) throw aborted(call.signal);
  executor.available();
  const binder = binderOf(call);
  const changes = command.kind !== "read";
  let stale = false;
  for (let races = 0; ;) {
    const connection = await executor.pool.acquire(call.signal, stale);
    try {
      return await converse(executor, connection, command, binder, call.signal);
    } catch (reason) {
      if (wasLost(reason)) {
        if (changes) throw lossOfChange(reason);
        if (stale || call.signal.aborted) throw interrupted(reason);
        stale = true;
      } else if (lostRace(reason) && races < mostRaces) {
        races++;
      } else throw explain(reason, command.written);
    }
  }
}

export function wasLost(reason: unknown): boolean {
  return reason instanceof LostConnection || wasEnded(reason);
}

/** A server that ends a session says so before it commits anything. */
function lossOfChange(reason: unknown): Error {
  return reason instanceof LostConnection && reason.sent ? outcomeUnknown(reason) : interrupted(reason);
}

async function converse(
  { pool }: Executor,
  connection: Connection,
  given: MysqlCommand,
  binder: Binder,
  signal: AbortSignal,
): Promise<Result> {
  const command = spelledFor(connection.flavour, given);
  let spoiled = false;
  let open = false;
  const spoil = () => (spoiled = true);
  try {
    if (command.keyed !== true) {
      const statement = binder.bind(command.statement);
      return resultOf(
        command,
        await attendTo(connection, connection.run(statement), signal, command.kind !== "read", spoil),
      );
    }
    open = true;
    await attendTo(connection, connection.say("START TRANSACTION"), signal, false, spoil);
    const result = await perform(connection, command, binder, signal, spoil);
    await attendTo(connection, connection.say("COMMIT"), signal, true, spoil);
    open = false;
    return result;
  } catch (reason) {
    if (open && !spoiled && !connection.lost) await connection.say("ROLLBACK").catch(() => connection.destroy());
    throw reason;
  } finally {
    if (spoiled || connection.lost) pool.discard(connection);
    else pool.release(connection);
  }
}

/** A command within a transaction that is open. Throws the driver's errors, and Problems for what the command refuses. */
export async function perform(
  connection: Connection,
  command: MysqlCommand,
  binder: Binder,
  signal: AbortSignal,
  spoil: () => void,
): Promise<Result> {
  const ask = (text: MysqlCommand["statement"], written?: string) =>
    attendTo(connection, connection.run(binder.bind(text, written)), signal, false, spoil);
  if (command.keyed !== true) return resultOf(command, await ask(command.statement));
  switch (command.verb) {
    case "insert":
      return insert(command, binder, ask);
    case "delete":
      return remove(command, binder, ask);
    default:
      return update(command, binder, ask);
  }
}

type Ask = (text: MysqlCommand["statement"], written?: string) => Promise<Answered>;

async function insert(command: MysqlCommand, binder: Binder, ask: Ask): Promise<Result> {
  if (command.repeated !== undefined && numberOf(await ask(command.repeated)) !== 0) throw repeatedRow();
  const met = command.before === undefined ? [] : keysOf(await ask(command.before));
  if (command.merge !== undefined && met.length > 0) await ask(command.merge, list(met));
  const inserted = keysOf(await ask(command.statement));
  const written = [...met, ...inserted];
  await refuse(command, binder, ask, written);
  const result = await answer(command, ask, written);
  return command.upsert === true ? { ...result, inserted: inserted.length } : result;
}

async function update(command: MysqlCommand, binder: Binder, ask: Ask): Promise<Result> {
  const all = command.before === undefined ? undefined : await ask(command.before);
  const found = command.numbered === true && all !== undefined ? onceEach(all) : all;
  const before = found === undefined ? [] : keysOf(found);
  limit(command, binder, before.length);
  if (before.length > 0) await ask(command.statement, list(withAdjusted(command, binder, found, before)));
  const later = found?.rows.map((row) => String(row[1] ?? row[0])) ?? [];
  await refuse(command, binder, ask, later);
  return answer(command, ask, later);
}

/** Of two objects that name one row the first changes it. */
function onceEach(found: Answered): Answered {
  const seen = new Set<string>();
  const rows = found.rows.filter(([key]) => {
    const text = JSON.stringify((JSON.parse(String(key)) as readonly unknown[]).slice(0, -1));
    return !seen.has(text) && seen.add(text);
  });
  return { ...found, rows };
}

/** Keys with the adjusted JSON texts behind them. */
function withAdjusted(
  { adjustments = [] }: MysqlCommand,
  binder: Binder,
  found: Answered | undefined,
  keys: readonly string[],
): readonly string[] {
  if (adjustments.length === 0) return keys;
  const values = adjustments.map(({ value }) => binder.value(value));
  return keys.map((key, row) => {
    const texts = adjustments.map(({ operator }, place) => {
      const value = values[place] ?? null;
      const given = typeof value === "object" && value !== null ? null : value;
      return JSON.stringify(adjustJson(operator, found?.rows[row]?.[2 + place] ?? null, given));
    });
    return `${key.slice(0, -1)},${texts.join(",")}]`;
  });
}

/** What is deleted can be answered only before it is gone. */
async function remove(command: MysqlCommand, binder: Binder, ask: Ask): Promise<Result> {
  const keys = command.before === undefined ? [] : keysOf(await ask(command.before));
  limit(command, binder, keys.length);
  const result = await answer(command, ask, keys);
  if (keys.length > 0) await ask(command.statement, list(keys));
  return result;
}

async function answer(command: MysqlCommand, ask: Ask, keys: readonly string[]): Promise<Result> {
  if (command.answer === undefined) return { body: null, rows: keys.length };
  return resultOf(command, await ask(command.answer, list(keys)));
}

async function refuse(command: MysqlCommand, binder: Binder, ask: Ask, keys: readonly string[]): Promise<void> {
  if (command.check !== undefined && numberOf(await ask(command.check, list(keys))) !== 0) throw checkFailed();
  limit(command, binder, keys.length);
}

function limit(command: MysqlCommand, binder: Binder, affected: number): void {
  if (command.maxAffected !== undefined && affected > binder.count(command.maxAffected)) {
    throw tooManyAffected(affected);
  }
  if (command.single === true && affected !== 1) throw notOneRow(affected);
}

function keysOf({ rows }: Answered): string[] {
  return rows.map((row) => String(row[0]));
}

function list(keys: readonly string[]): string {
  return `[${keys.join(",")}]`;
}

function numberOf({ rows }: Answered): number {
  return Number(rows[0]?.[0] ?? 0);
}
