// A table's foreign keys. SQLite keeps no names for them: the CREATE statement may, else PostgreSQL's rule makes one.

import type { ForeignKeySchema } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import type { CreateFacts } from "./create-statement.ts";
import { rows, type Row } from "./pragmas.ts";

/** `unique`: lists of fields that are unique together; the key is among them. */
export function foreignKeysOf(
  connection: Connection,
  table: string,
  facts: CreateFacts,
  unique: readonly (readonly string[])[],
): ForeignKeySchema[] {
  const groups = Map.groupBy(
    rows(connection, "SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", table),
    (part) => Number(part["id"]),
  );
  const taken = new Set<string>();
  // SQLite lists the last one first.
  return [...groups.values()].reverse().map((parts) => foreignKey(connection, table, facts, unique, parts, taken));
}

function foreignKey(
  connection: Connection,
  table: string,
  facts: CreateFacts,
  unique: readonly (readonly string[])[],
  parts: readonly Row[],
  taken: Set<string>,
): ForeignKeySchema {
  const fields = parts.map((part) => nameIn(connection, table, String(part["from"])));
  const target = tableNamed(connection, String(parts[0]?.["table"]));
  const named = parts.flatMap(({ to }) =>
    to === null || to === undefined ? [] : [nameIn(connection, target, String(to))],
  );
  const name = unused(
    facts.foreignKeys.get(fields.map((field) => field.toLowerCase()).join("\0")) ?? `${table}_${fields.join("_")}_fkey`,
    taken,
  );
  return {
    name,
    fields,
    target: { namespace: "main", name: target },
    targetFields: named.length === parts.length ? named : keyOf(connection, target),
    unique: unique.some((list) => list.length > 0 && list.every((field) => fields.includes(field))),
  };
}

function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 1; taken.has(free); number++) free = `${name}${number}`;
  taken.add(free);
  return free;
}

/** Names are compared without case; the catalog knows the spelling of the table's own statement. */
function tableNamed(connection: Connection, name: string): string {
  const [found] = rows(
    connection,
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND lower(name) = lower(?)",
    name,
  );
  return String(found?.["name"] ?? name);
}

function nameIn(connection: Connection, table: string, column: string): string {
  const [found] = rows(
    connection,
    "SELECT name FROM pragma_table_xinfo(?) WHERE lower(name) = lower(?)",
    table,
    column,
  );
  return String(found?.["name"] ?? column);
}

/** Without named columns a foreign key leads to the target's primary key. */
function keyOf(connection: Connection, table: string): string[] {
  return rows(connection, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table).map(({ name }) =>
    String(name),
  );
}
