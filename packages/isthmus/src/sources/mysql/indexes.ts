// For the index adviser: how MySQL and MariaDB spell an index.

import type { IndexNeed } from "../../core/index.ts";

/** Characters; a longer name is refused. */
const longestName = 64;

/** Undefined where an ordinary index does not help: patterns anywhere in a text, and members of JSON. */
export function createIndex({ native, fields, method }: IndexNeed): string | undefined {
  if (method === "pattern" || method === "contains") return undefined;
  const name = [native.name, ...fields.map((field) => field.name)].join("_").slice(0, longestName);
  const columns = fields.map(({ name: field, direction }) => `${quote(field)}${direction === "desc" ? " desc" : ""}`);
  return `create index ${quote(name)} on ${quote(native.schema)}.${quote(native.name)} (${columns.join(", ")})`;
}

function quote(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
