// Makes the shop as an SQLite file. Works on a file beside it and renames it at the end, so that a seed that was killed
// leaves nothing half filled.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { shopTables } from "./rows.ts";
import { sizesOf } from "./sizes.ts";
import type { Scale } from "./sizes.ts";
import type { Table } from "./table.ts";

const migrations = join(import.meta.dirname, "../migrations");

/** Makes, or makes anew, the database `file`, with the migrations recorded as the server would have done. */
export function fillSqlite(file: string, scale: Scale = {}): void {
  const unfinished = `${file}.${process.pid}.unfinished.db`;
  try {
    fill(unfinished, shopTables(sizesOf(scale)));
    for (const rest of [file, `${file}-wal`, `${file}-shm`]) rmSync(rest, { force: true });
    renameSync(unfinished, file);
  } finally {
    for (const rest of [unfinished, `${unfinished}-wal`, `${unfinished}-shm`]) rmSync(rest, { force: true });
  }
}

function fill(file: string, tables: readonly Table[]): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    migrate(database);
    // Children first: the triggers that add them up then find no parent, and the parents bring the sums along.
    for (const table of tables.toReversed()) insert(database, table);
    const broken = database.prepare("PRAGMA foreign_key_check").all();
    if (broken.length > 0) throw new Error(`The seed breaks a foreign key: ${JSON.stringify(broken[0])}.`);
    database.exec("COMMIT; ANALYZE; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL");
  } finally {
    database.close();
  }
}

/** Keeps the book that the server keeps, so that it does not apply them again. */
function migrate(database: DatabaseSync): void {
  database.exec(
    "CREATE TABLE isthmus_migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT, WITHOUT ROWID",
  );
  const book = database.prepare("INSERT INTO isthmus_migrations VALUES (?, ?, '2025-12-31 00:00:00')");
  for (const name of readdirSync(migrations)
    .filter((file) => file.endsWith(".sql"))
    .sort()) {
    const text = readFileSync(join(migrations, name), "utf8").replaceAll("\r\n", "\n");
    database.exec(text);
    book.run(name, createHash("sha256").update(text).digest("hex"));
  }
}

function insert(database: DatabaseSync, { name, columns, rows }: Table): void {
  const names = columns.map(([column]) => column).join(", ");
  const statement = database.prepare(`INSERT INTO ${name} (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
  for (const row of rows) statement.run(...row.map((cell) => (typeof cell === "boolean" ? Number(cell) : cell)));
}
