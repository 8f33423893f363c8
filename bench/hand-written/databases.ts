// How the hand-written server asks its database: a pool of ten with prepared statements, or SQLite in the process.

import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { openMongodb } from "./mongodb.ts";
import { openMysql } from "./mysql.ts";
import { postgresStatements, sqliteStatements } from "./statements.ts";
import type { Statements } from "./statements.ts";

export type Values = readonly (string | number)[];
/** Gives JSON text, which the database has built where it can; undefined when there is no row. */
export type Ask = (question: keyof Statements, values: Values) => Promise<string | undefined> | string | undefined;

export function openDatabase(url: string, policy: boolean): Ask {
  if (url.startsWith("postgres")) return openPostgres(url, policy);
  if (url.startsWith("mysql")) return openMysql(url, policy);
  return url.startsWith("mongodb") ? openMongodb(url, policy) : openSqlite(url, policy);
}

function openPostgres(url: string, policy: boolean): Ask {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const statements = postgresStatements(policy);
  return async (question, values) => {
    const { rows } = await pool.query<{ body: string }>({
      name: question,
      text: statements[question],
      values: [...values],
    });
    return rows[0]?.body;
  };
}

function openSqlite(file: string, policy: boolean): Ask {
  const database = new DatabaseSync(file);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA mmap_size = 268435456",
  );
  const statements = sqliteStatements(policy);
  const prepared = new Map(Object.entries(statements).map(([name, text]) => [name, database.prepare(text)]));
  return (question, values) => {
    const row = prepared.get(question)?.get(...values);
    return row === undefined ? undefined : String(row["body"]);
  };
}
