// A table's foreign keys. SQLite keeps no names for them: the CREATE statement may, else PostgreSQL's rule makes one.

import type { ForeignKeySchema } from "../../core/index.ts";
import type { CreateFacts } from "./create-statement.ts";
import type { FileFacts } from "./file-facts.ts";
import type { Row } from "./pragmas.ts";

/** `unique`: lists of fields that are unique together; the key is among them. */
export function foreignKeysOf(
  file: FileFacts,
  table: string,
  facts: CreateFacts,
  unique: readonly (readonly string[])[],
): ForeignKeySchema[] {
  const groups = Map.groupBy(file.foreignKeys.get(table) ?? [], (part) => Number(part["id"]));
  const taken = new Set<string>();
  // SQLite lists the last one first.
  return [...groups.values()].reverse().map((parts) => foreignKey(file, table, facts, unique, parts, taken));
}

function foreignKey(
  file: FileFacts,
  table: string,
  facts: CreateFacts,
  unique: readonly (readonly string[])[],
  parts: readonly Row[],
  taken: Set<string>,
): ForeignKeySchema {
  const fields = parts.map((part) => file.columnNamed(table, String(part["from"])));
  const target = file.tableNamed(String(parts[0]?.["table"]));
  const named = parts.flatMap(({ to }) =>
    to === null || to === undefined ? [] : [file.columnNamed(target, String(to))],
  );
  const name = unused(
    facts.foreignKeys.get(fields.map((field) => field.toLowerCase()).join("\0")) ?? `${table}_${fields.join("_")}_fkey`,
    taken,
  );
  return {
    name,
    fields,
    target: { namespace: "main", name: target },
    // Without named columns a foreign key leads to the target's primary key.
    targetFields: named.length === parts.length ? named : keyOf(file.columns.get(target) ?? []),
    unique: unique.some((list) => list.length > 0 && list.every((field) => fields.includes(field))),
  };
}

function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 1; taken.has(free); number++) free = `${name}${number}`;
  taken.add(free);
  return free;
}

/** Names of the primary key's columns, in its order. */
export function keyOf(columns: readonly Row[]): string[] {
  return columns
    .filter(({ pk }) => Number(pk) > 0)
    .toSorted((a, b) => Number(a["pk"]) - Number(b["pk"]))
    .map(({ name }) => String(name));
}
