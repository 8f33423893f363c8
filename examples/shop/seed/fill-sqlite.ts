// Makes the shop as an SQLite file. Works on a file beside it and renames it at the end, so that a seed that was killed
// leaves nothing half filled.

import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { shopTables, sizesOf } from "./rows.ts";
import type { Scale, Table } from "./rows.ts";

const migrations = join(import.meta.dirname, "../migrations");

/** Makes, or makes anew, the database `file`. `PRAGMA user_version` says how many of the migrations it has. */
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
    const scripts = readdirSync(migrations).filter((name) => name.endsWith(".sql")).sort();
    for (const name of scripts) database.exec(readFileSync(join(migrations, name), "utf8"));
    // Children first: the triggers that add them up then find no parent, and the parents bring the sums along.
    for (const table of tables.toReversed()) insert(database, table);
    const broken = database.prepare("PRAGMA foreign_key_check").all();
    if (broken.length > 0) throw new Error(`The seed breaks a foreign key: ${JSON.stringify(broken[0])}.`);
    database.exec(`PRAGMA user_version = ${scripts.length}; COMMIT`);
    database.exec("ANALYZE; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL");
  } finally {
    database.close();
  }
}

function insert(database: DatabaseSync, { name, columns, rows }: Table): void {
  const names = columns.map(([column]) => column).join(", ");
  const statement = database.prepare(`INSERT INTO ${name} (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
  for (const row of rows) statement.run(...row.map((cell) => (typeof cell === "boolean" ? Number(cell) : cell)));
}
