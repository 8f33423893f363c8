// The whole server of a configuration in the test's own process, over a real database, on free ports: what clients of
// other people are held against.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Configuration } from "../../src/core/index.ts";
import { mysql, postgres, sqlite } from "../../src/index.ts";
import { serve } from "../../src/server/command/serve.ts";
import type { Database } from "./open-engine.ts";
import { administer, administerMysql, createTestDatabase, createTestMysql } from "./servers.ts";

export interface OpenServer {
  /** Where the interface is mounted, e.g. `http://127.0.0.1:54321/api`. */
  readonly api: string;
  readonly documentation: string;
  close(): Promise<void>;
}

/** @param schema SQL of tables and rows. */
export async function openServer(
  database: Database,
  schema: string,
  configuration: Omit<Configuration, "sources">,
): Promise<OpenServer> {
  const { source, drop } = await filled[database](schema);
  try {
    const { server } = await serve(
      {
        ...configuration,
        sources: { shop: source },
        server: { port: 0, admin: false, store: ":memory:", logLevel: "silent", ...configuration.server },
      },
      {},
    );
    const close = async () => {
      await server.stop();
      await drop();
    };
    return { ...server.addresses, close };
  } catch (error) {
    await drop();
    throw error;
  }
}

interface Filled {
  readonly source: Configuration["sources"][string];
  readonly drop: () => Promise<void>;
}

async function filledSqlite(schema: string): Promise<Filled> {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-server-"));
  const file = path.join(folder, "shop.db");
  const database = new DatabaseSync(file);
  database.exec(schema);
  database.close();
  return { source: sqlite({ file }), drop: async () => rmSync(folder, { recursive: true, force: true }) };
}

async function filledMysql(schema: string): Promise<Filled> {
  const { url, drop } = await createTestMysql();
  await administerMysql(url, schema);
  return { source: mysql({ url }), drop };
}

async function filledPostgres(schema: string): Promise<Filled> {
  const { url, drop } = await createTestDatabase();
  await administer(url, schema);
  return { source: postgres({ url }), drop };
}

const filled = { sqlite: filledSqlite, postgres: filledPostgres, mysql: filledMysql };
