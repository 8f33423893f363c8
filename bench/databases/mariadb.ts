// The MariaDB or MySQL of the bench: a database of its own on the server of ISTHMUS_TEST_MYSQL, or on one that is found.

import mysql from "mysql2/promise";
import { startMariadb } from "../../packages/isthmus/test/kit/servers.ts";
import { benchSizes } from "../questions.ts";
import { fillMysql } from "./fill-mysql.ts";
import type { Database } from "./databases.ts";

export async function openMariadb(): Promise<Database> {
  const server = await startMariadb();
  if (server.url === undefined) throw new Error(server.reason);
  const { url, stop } = server;
  const name = `isthmus_bench_${process.pid}`;
  const address = new URL(url);
  address.pathname = `/${name}`;
  const close = async (): Promise<void> => {
    try {
      await say(url, `DROP DATABASE IF EXISTS ${name}`);
    } finally {
      await stop();
    }
  };
  try {
    // One that is started for us is made for tests: it keeps little in memory, and forgets on a crash.
    if (server.from !== "ISTHMUS_TEST_MYSQL") {
      await say(url, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
      await say(url, "SET GLOBAL innodb_buffer_pool_size = 268435456");
    }
    await say(url, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`);
    await fillMysql(address.href, benchSizes);
    const [row] = await say(url, "SELECT version() AS version");
    const [number = "", kind] = String(row?.["version"]).split("-");
    const version = `${kind === "MariaDB" ? kind : "MySQL"} ${number}`;
    return { kind: "mysql", url: address.href, version, sizes: benchSizes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function say(url: string, text: string): Promise<readonly mysql.RowDataPacket[]> {
  const client = await mysql.createConnection(url);
  try {
    const [rows] = await client.query<mysql.RowDataPacket[]>(text);
    return rows;
  } finally {
    await client.end();
  }
}
