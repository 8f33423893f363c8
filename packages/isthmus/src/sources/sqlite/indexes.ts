// For the index adviser: how SQLite spells an index.

import type { IndexNeed } from "../../core/index.ts";

/** Undefined where no index of SQLite's helps: patterns anywhere in a text, and members of JSON. */
export function createIndex({ native, fields, method }: IndexNeed): string | undefined {
  if (method === "pattern" || method === "contains") return undefined;
  const columns = fields.map(
    // LIKE without regard to case uses an index of that collation alone (https://www.sqlite.org/optoverview.html#like_opt).
    ({ name, direction }) =>
      `${quote(name)}${method === "prefix" ? " collate nocase" : ""}${direction === "desc" ? " desc" : ""}`,
  );
  const name = quote(`${native.name}_${fields.map((field) => field.name).join("_")}`);
  return `create index ${name} on ${quote(native.name)} (${columns.join(", ")})`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
