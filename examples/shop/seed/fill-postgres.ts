// Fills a PostgreSQL database with the same shop: the same tables, the same rows, in one transaction.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shopTables } from "./rows.ts";
import { sizesOf } from "./sizes.ts";
import type { Client } from "pg";
import type { Scale } from "./sizes.ts";
import type { Table } from "./table.ts";

const migrations = join(import.meta.dirname, "../migrations.postgres");
const batch = 5_000;

export interface PostgresScale extends Scale {
  /** Schema the tables are made in; made anew when it is there. Default: `public`, which must not hold the shop yet. */
  readonly schema?: string;
}

export async function fillPostgres(url: string, { schema, ...scale }: PostgresScale = {}): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL synchronous_commit = off");
    if (schema !== undefined) {
      const name = client.escapeIdentifier(schema);
      await client.query(
        `DROP SCHEMA IF EXISTS ${name} CASCADE; CREATE SCHEMA ${name}; SET LOCAL search_path = ${name}`,
      );
    }
    for (const name of readdirSync(migrations)
      .filter((file) => file.endsWith(".sql"))
      .sort()) {
      await client.query(readFileSync(join(migrations, name), "utf8"));
    }
    for (const table of shopTables(sizesOf(scale))) await insert(client, table);
    await client.query("COMMIT");
    await client.query("VACUUM ANALYZE");
  } finally {
    await client.end();
  }
}

async function insert(client: Client, { name, columns, rows }: Table): Promise<void> {
  // The rows bring the sums that the triggers would work out one by one.
  await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  const names = columns.map(([column]) => column).join(", ");
  const lists = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ");
  for (let start = 0; start < rows.length; start += batch) {
    const part = rows.slice(start, start + batch);
    const values = columns.map((_, index) => part.map((row) => row[index] ?? null));
    await client.query(`INSERT INTO ${name} (${names}) SELECT * FROM unnest(${lists})`, values);
  }
  await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  if (columns[0]?.[0] === "id") {
    await client.query(`SELECT setval(pg_get_serial_sequence('${name}', 'id'), (SELECT max(id) FROM ${name}))`);
  }
}
