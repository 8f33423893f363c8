// Where users, sessions and keys are kept: an SQLite file beside the store's own, or a database that several nodes share.
//
// Never the file of the store itself: its statements run at once, and would wait for a transaction of the same process
// that cannot go on meanwhile.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Pool as PostgresPool } from "pg";
import type { Pool as MysqlPool } from "mysql2/promise";
import { Problem } from "../core/index.ts";

export type UsersDatabase = (
  | { readonly kind: "sqlite"; readonly native: DatabaseSync }
  | { readonly kind: "postgres"; readonly native: PostgresPool }
  | { readonly kind: "mysql"; readonly native: MysqlPool }
) & {
  /** Of the nodes that share the database one at a time does this. */
  alone(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/** Of PostgreSQL: the schema that everything is in. */
const schema = "isthmus";
const connections = 5;
/** Any number that nobody else locks by: "isthmus" as one. */
const lock = 1_769_174_120;

/** Whether `server.store` names a database that several nodes may share. */
export function isShared(store: string): boolean {
  return /^(?:postgres(?:ql)?|mysql|mariadb):\/\//i.test(store);
}

/**
 * @param store Path of the store's SQLite file, `:memory:`, or the address of a database.
 * @throws Problem when it cannot be opened; it shows no password.
 */
export async function openUsersDatabase(store: string): Promise<UsersDatabase> {
  try {
    if (/^postgres/i.test(store)) return await openPostgres(store);
    if (isShared(store)) return await openMysql(store);
    return openSqlite(store);
  } catch (cause) {
    const where = isShared(store) ? new URL(store).host : store;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({
      code: "ISTHMUS109",
      category: "unavailable",
      message: `The server's store for users at "${where}" cannot be opened: ${why}`,
      cause,
    });
  }
}

function openSqlite(store: string): UsersDatabase {
  const file = store === ":memory:" ? store : path.join(path.dirname(store), "users.db");
  if (file !== ":memory:") mkdirSync(path.dirname(file), { recursive: true });
  const native = new DatabaseSync(file, { timeout: 5_000 });
  native.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  return { kind: "sqlite", native, alone: (work) => work(), close: async () => native.close() };
}

async function openPostgres(store: string): Promise<UsersDatabase> {
  const { Pool } = (await import("pg")).default;
  const native = new Pool({
    connectionString: store,
    max: connections,
    connectionTimeoutMillis: 10_000,
    options: `-c search_path=${schema}`,
  });
  // A connection that breaks while it is idle is replaced; without a listener it would end the process.
  native.on("error", () => {});
  const alone: UsersDatabase["alone"] = async (work) => {
    const client = await native.connect();
    try {
      await client.query("SELECT pg_advisory_lock($1)", [lock]);
      await work();
    } finally {
      // The lock goes with its connection.
      client.release(true);
    }
  };
  try {
    // Of two nodes that make it at once, one is refused, whatever IF NOT EXISTS says.
    await alone(async () => void (await native.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)));
  } catch (error) {
    await native.end();
    throw error;
  }
  return { kind: "postgres", native, alone, close: () => native.end() };
}

const tlsParameters: ReadonlySet<string> = new Set(["sslmode", "ssl", "tls"]);

function splitMysql(store: string): { readonly uri: string; readonly tls: boolean } {
  const url = new URL(store.replace(/^mariadb:/i, "mysql:"));
  let tls = false;
  for (const [name, value] of [...url.searchParams]) {
    if (!tlsParameters.has(name.toLowerCase().replaceAll(/[-_]/g, ""))) continue;
    url.searchParams.delete(name);
    tls ||= !/^(?:disabled?|false|0)$/i.test(value);
  }
  return { uri: url.href, tls };
}

async function openMysql(store: string): Promise<UsersDatabase> {
  const { createPool } = await import("mysql2/promise");
  const { uri, tls } = splitMysql(store);
  const native = createPool({
    uri,
    // Whatever way the address asks for TLS, the certificate and its name are looked at: the driver alone would ignore it.
    ...(tls ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } } : {}),
    connectionLimit: connections,
    connectTimeout: 10_000,
    timezone: "Z",
  });
  try {
    await native.query("SELECT 1");
  } catch (error) {
    await native.end();
    throw error;
  }
  return {
    kind: "mysql",
    native,
    async alone(work) {
      const client = await native.getConnection();
      try {
        await client.query("SELECT GET_LOCK(?, 60)", [`isthmus-${lock}`]);
        await work();
      } finally {
        client.destroy();
      }
    },
    close: () => native.end(),
  };
}
