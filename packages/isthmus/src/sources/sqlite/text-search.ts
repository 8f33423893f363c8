// FTS5 tables that index another table's texts (`content=…`) are that table's full-text search.

import type { Connection } from "./connect.ts";
import { rows } from "./pragmas.ts";
import { tokenize } from "./tokens.ts";

export interface TextSearch {
  readonly table: string;
  readonly fields: readonly string[];
}

/** By the content table's name. FTS tables without one stand under their own name, so that they are hidden with the rest. */
export function searchTables(connection: Connection): Map<string, TextSearch> {
  const found = new Map<string, TextSearch>();
  for (const { name, sql } of rows(
    connection,
    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'create virtual table%'",
  )) {
    const table = String(name);
    const columns = rows(connection, "SELECT name FROM pragma_table_info(?)", table).map((column) =>
      String(column["name"]),
    );
    const content = contentOf(connection, String(sql));
    const fields = content === undefined ? [] : columns.filter((column) => hasColumn(connection, content, column));
    if (content !== undefined && fields.length > 0 && !found.has(content)) found.set(content, { table, fields });
    else found.set(`\0${table}`, { table, fields: [] });
  }
  return found;
}

/** Only when rows of both go by the same row id. */
function contentOf(connection: Connection, sql: string): string | undefined {
  const tokens = [...tokenize(sql)];
  const module = tokens.findIndex(({ text, kind }) => kind === "word" && text.toLowerCase() === "using");
  if (tokens[module + 1]?.text.toLowerCase() !== "fts5") return undefined;
  const content = option(
    tokens.map(({ text }) => text),
    "content",
  );
  const rowId = option(
    tokens.map(({ text }) => text),
    "content_rowid",
  );
  if (content === undefined || content === "") return undefined;
  const [table] = rows(
    connection,
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0 AND lower(name) = lower(?)",
    content,
  );
  if (table === undefined) return undefined;
  const name = String(table["name"]);
  const alias = rows(
    connection,
    "SELECT name FROM pragma_table_info(?) WHERE pk > 0 AND upper(type) = 'INTEGER'",
    name,
  );
  const same =
    rowId === undefined ||
    /^(rowid|oid|_rowid_)$/i.test(rowId) ||
    (alias.length === 1 && String(alias[0]?.["name"]).toLowerCase() === rowId.toLowerCase());
  return same ? name : undefined;
}

function option(texts: readonly string[], name: string): string | undefined {
  const at = texts.findIndex((text, index) => text.toLowerCase() === name && texts[index + 1] === "=");
  return at === -1 ? undefined : texts[at + 2];
}

function hasColumn(connection: Connection, table: string, column: string): boolean {
  return rows(connection, "SELECT 1 AS found FROM pragma_table_info(?) WHERE name = ?", table, column).length > 0;
}
