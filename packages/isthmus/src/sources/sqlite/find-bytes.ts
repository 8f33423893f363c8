// Columns that hold bytes though their type has none: SQLite lets any column hold anything. Those that happen to be what
// `jsonb()` makes would be taken for JSON when an answer is built, so that they are looked for beforehand.

import type { Connection } from "./connect.ts";
import { rows } from "./pragmas.ts";

/** Rows looked at from either end of a table. */
const sample = 200;

/** `fields`: of the table; `rowId`: its rows have one. A STRICT table holds what it says, and need not be asked. */
export function findBytes(
  connection: Connection,
  table: string,
  fields: readonly string[],
  rowId: boolean,
): ReadonlySet<string> {
  if (fields.length === 0) return new Set();
  const [from, ...names] = [table, ...fields].map((name) => `"${name.replaceAll('"', '""')}"`);
  const ends = [`SELECT * FROM (SELECT ${names.join(", ")} FROM ${from} LIMIT ${sample})`];
  if (rowId) ends.push(`SELECT * FROM (SELECT ${names.join(", ")} FROM ${from} ORDER BY rowid DESC LIMIT ${sample})`);
  const found = names.map((name, index) => `max(typeof(${name}) = 'blob') AS c${index}`);
  const [row = {}] = rows(connection, `SELECT ${found.join(", ")} FROM (${ends.join(" UNION ALL ")})`);
  return new Set(fields.filter((_, index) => row[`c${index}`] === 1));
}
