// The real servers that tests use. PostgreSQL: the address in ISTHMUS_TEST_POSTGRES (a superuser's), else a server of our
// own in a temporary directory (see postgres-keeper.ts). MariaDB: the same with ISTHMUS_TEST_MYSQL and mariadb-keeper.ts.
// MongoDB: the address in ISTHMUS_TEST_MONGODB, else what mongodb-keeper.ts can get. Tests ask for a database of their own.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import mysql from "mysql2/promise";
import pg from "pg";

export type TestServer = { readonly stop: () => Promise<void> } & (
  | { readonly url: string; readonly from: string }
  | { readonly url?: undefined; readonly reason: string }
);

/** For vitest's global setup; tests call `createTestDatabase`. */
export function startPostgres(): Promise<TestServer> {
  return start("ISTHMUS_TEST_POSTGRES", "postgres-keeper.ts");
}

/** For vitest's global setup; tests call `createTestMysql`. */
export function startMariadb(): Promise<TestServer> {
  return start("ISTHMUS_TEST_MYSQL", "mariadb-keeper.ts");
}

/** For vitest's global setup; tests call `createTestMongodb`. */
export function startMongodb(): Promise<TestServer> {
  return start("ISTHMUS_TEST_MONGODB", "mongodb-keeper.ts");
}

async function start(variable: string, file: string): Promise<TestServer> {
  const given = process.env[variable];
  if (given) return { url: given, from: variable, stop: async () => {} };
  const keeper = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    stdio: ["pipe", "pipe", "pipe"],
    // Of its own process group, so that Ctrl+C reaches it only by the end of its input.
    detached: true,
  });
  let errors = "";
  keeper.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(keeper, "exit");
  const line = await Promise.race([
    once(createInterface({ input: keeper.stdout }), "line").then(([text]) => text as string),
    ended.then(() => undefined),
  ]);
  if (line === undefined) {
    const reason = /Error: (.*)/.exec(errors)?.[1] ?? (errors.trim() || "the server ended at once");
    return { reason, stop: async () => {} };
  }
  const { url, from } = JSON.parse(line) as { readonly url: string; readonly from: string };
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  return { url, from, stop };
}

export interface TestDatabase {
  readonly url: string;
  /** Ends whoever is still connected, and removes the database. */
  drop(): Promise<void>;
}

/** An empty PostgreSQL database, fresh per call. Call `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env["ISTHMUS_TEST_POSTGRES"];
  if (!server) {
    throw new Error(
      `this test needs PostgreSQL: ${process.env["ISTHMUS_TEST_POSTGRES_MISSING"] ?? "global-setup.ts was not run"}`,
    );
  }
  const name = `isthmus_test_${randomBytes(6).toString("hex")}`;
  await administer(server, `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `drop database if exists ${name} with (force)`) };
}

/** Runs SQL, one or many statements, over a connection of its own. */
export async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** An empty MariaDB database, fresh per call: texts are compared by their characters' numbers. Call `drop` in `afterAll`. */
export async function createTestMysql(): Promise<TestDatabase> {
  const server = process.env["ISTHMUS_TEST_MYSQL"];
  if (!server) {
    throw new Error(
      `this test needs MariaDB: ${process.env["ISTHMUS_TEST_MYSQL_MISSING"] ?? "global-setup.ts was not run"}`,
    );
  }
  const name = `isthmus_test_${randomBytes(6).toString("hex")}`;
  await administerMysql(server, `create database ${name} character set utf8mb4 collate utf8mb4_nopad_bin`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administerMysql(server, `drop database if exists ${name}`) };
}

/** Runs SQL, one or many statements, over a connection of its own. */
export async function administerMysql(url: string, sql: string): Promise<void> {
  const client = await mysql.createConnection({ uri: url, multipleStatements: true, charset: "utf8mb4_bin" });
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
