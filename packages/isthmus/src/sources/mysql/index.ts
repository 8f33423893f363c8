// MySQL and MariaDB as a source: what it is, what it can do, and how its parts are put together.

import { capabilities, type Record, type Source } from "../../core/index.ts";
import { attendTo } from "../shared/connections/attend.ts";
import { watchAvailability } from "../shared/connections/availability.ts";
import { openPool, type Pool } from "../shared/connections/pool.ts";
import { unavailable } from "../shared/connections/problems.ts";
import type { MysqlCommand } from "./command.ts";
import { compile } from "./compile.ts";
import { connect, type Connection } from "./connect.ts";
import { explain } from "./errors.ts";
import { examine } from "./examine.ts";
import { execute, type Executor } from "./execute.ts";
import { createIndex } from "./indexes.ts";
import { introspect } from "./introspect.ts";
import { type MysqlOptions, mysqlOptions, databasesOf } from "./options.ts";
import { excess } from "./privileges.ts";
import { transact } from "./transaction.ts";

/** Milliseconds a look at the database's catalogs may take, in all. */
const lookTimeout = 60_000;

const able = {
  insert: true,
  update: true,
  delete: true,
  upsert: true,
  transactions: true,
  relations: true,
  aggregates: true,
  jsonPaths: true,
  casts: true,
  regularExpressions: true,
  exactCount: true,
  // The exact count stands in for one that is only planned.
  plannedCount: true,
} as const;

/**
 * Opens no connection yet: the server starts even while the database is down.
 * Throws a ZodError when the options are wrong.
 */
export function openMysql(name: string, options: MysqlOptions, record: Record): Source<MysqlCommand> {
  const settings = mysqlOptions.parse(options);
  const databases = databasesOf(settings);
  const open = (statementTimeout = settings.statementTimeout): Promise<Connection> =>
    availability.opening(() => connect(settings, statementTimeout));
  const availability = watchAvailability(name, record, async () => (await open()).end());
  const pool = openPool({
    size: settings.pool,
    maxWaiting: settings.maxWaiting,
    acquireTimeout: settings.acquireTimeout,
    open: () => open(),
  });
  const looking = <T>(work: (connection: Connection) => Promise<T>, signal: AbortSignal): Promise<T> =>
    lookWith(() => open(lookTimeout), work, signal);
  const executor: Executor = { pool, available: availability.require };
  return {
    name,
    kind: "mysql",
    capabilities: capabilities(able),
    introspect: (signal) => looking((connection) => introspect(connection, databases), signal),
    examine: (_roles, signal, need) =>
      looking(async (connection) => {
        const found = await examine(connection, databases);
        return need === undefined ? found : { ...found, excess: await excess(connection, need) };
      }, signal),
    compile,
    indexes: { create: createIndex },
    execute: (command, call) => execute(executor, command, call),
    transaction: (given, work) => transact(executor, given, work),
    ping: (signal) => answerPing(pool, signal),
    async close() {
      availability.close();
      await pool.close();
    },
  };
}

/** Over a connection of its own, which is let go of whatever has become of it. */
async function lookWith<T>(
  open: () => Promise<Connection>,
  work: (connection: Connection) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const connection = await open();
  try {
    return await attendTo(connection, work(connection), signal, false, () => {});
  } catch (reason) {
    throw explain(reason);
  } finally {
    connection.destroy();
  }
}

async function answerPing(pool: Pool<Connection>, signal: AbortSignal): Promise<void> {
  const connection = await pool.acquire(signal);
  let spoiled = false;
  try {
    await attendTo(connection, connection.say("SELECT 1"), signal, false, () => (spoiled = true));
  } catch (reason) {
    spoiled = true;
    throw unavailable(reason);
  } finally {
    if (spoiled) pool.discard(connection);
    else pool.release(connection);
  }
}
