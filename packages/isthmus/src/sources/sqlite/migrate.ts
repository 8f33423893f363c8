// Plain-SQL migrations: numbered files of a folder, each applied once, in order, in a transaction of its own.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem, type Record } from "../../core/index.ts";
import { connect, type Connection } from "./connect.ts";
import type { SqliteSettings } from "./options.ts";

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const table = `CREATE TABLE IF NOT EXISTS isthmus_migrations (
  name TEXT PRIMARY KEY,
  checksum TEXT NOT NULL,
  applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT, WITHOUT ROWID`;

/** Throws `ISTHMUS_MIGRATION`, which names the file: it fails, was edited after it was applied, or comes too late in the order. */
export async function migrate(settings: SqliteSettings, folder: string, record: Record): Promise<void> {
  const migrations = await readFolder(folder);
  const connection = await connect(settings, "write", { ...settings, create: true });
  try {
    connection.database.exec(table);
    for (const migration of migrations) {
      if (apply(connection, migration)) record({ kind: "warning", message: `migration ${migration.name} was applied` });
    }
  } finally {
    connection.close();
  }
}

async function readFolder(folder: string): Promise<Migration[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw failed(`The folder of migrations cannot be read: ${folder}`, cause);
  });
  const numbered = names.filter((name) => /^\d+.*\.sql$/i.test(name));
  const number = (name: string): number => Number.parseInt(name, 10);
  numbered.sort((a, b) => number(a) - number(b) || (a < b ? -1 : 1));
  const twice = numbered.find((name, index) => index > 0 && number(name) === number(numbered[index - 1] ?? ""));
  if (twice !== undefined) throw failed(`Two migrations have the number of ${twice}`);
  return Promise.all(numbered.map(async (name) => read(name, await readFile(join(folder, name), "utf8"))));
}

/** Line ends differ between checkouts of the same file. */
function read(name: string, text: string): Migration {
  return { name, text, checksum: createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex") };
}

/** Whether it had to be applied. Looked up inside the transaction: another server may be starting at the same time. */
function apply({ database }: Connection, { name, text, checksum }: Migration): boolean {
  // Foreign keys cannot be switched inside a transaction, and a migration that rebuilds a table needs them off.
  database.exec("PRAGMA foreign_keys = OFF");
  database.exec("BEGIN IMMEDIATE");
  try {
    const done = database.prepare("SELECT checksum FROM isthmus_migrations WHERE name = ?").get(name);
    if (done === undefined) {
      const later = database
        .prepare("SELECT name FROM isthmus_migrations WHERE CAST(name AS INTEGER) > CAST(? AS INTEGER) LIMIT 1")
        .get(name);
      if (later !== undefined)
        throw failed(
          `Migration ${name} is new, but ${String(later["name"])}, which follows it, has been applied already; give it a higher number`,
        );
      run(database, name, text);
      database.prepare("INSERT INTO isthmus_migrations (name, checksum) VALUES (?, ?)").run(name, checksum);
    } else if (done["checksum"] !== checksum) {
      throw failed(`Migration ${name} was edited after it had been applied; undo the edit and write a new migration`);
    }
    database.exec("COMMIT");
    return done === undefined;
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw thrown;
  } finally {
    database.exec("PRAGMA foreign_keys = ON");
  }
}

function run(database: Connection["database"], name: string, text: string): void {
  try {
    database.exec(text);
  } catch (cause) {
    throw failed(`Migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (!database.isTransaction)
    throw failed(`Migration ${name} must not end the transaction it runs in; leave out COMMIT and ROLLBACK`);
  const [broken] = database.prepare("PRAGMA foreign_key_check").all();
  if (broken !== undefined)
    throw failed(
      `Migration ${name} leaves rows of ${String(broken["table"])} that refer to nothing in ${String(broken["parent"])}`,
    );
}

function failed(message: string, cause?: unknown): Problem {
  return new Problem({ code: "ISTHMUS_MIGRATION", category: "internal", message, cause });
}
