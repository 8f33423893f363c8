// Keys of written rows, as JSON array texts, and the rows behind a list of them.

import type { DataType, Resource } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { parameter, type Fragment, join, raw, sql } from "../shared/sql/fragment.ts";
import { column, fieldOf, type Scope } from "../shared/sql/scope.ts";
import type { Base } from "../shared/sql/select.ts";
import { collated, fromText, isText } from "./compare.ts";
import { cursorPart, listText } from "./json.ts";
import { collationOf } from "./types.ts";

export const written = parameter({ value: { kind: "written" }, as: "json" });

/** Throws `unsupported` for a table whose rows nothing tells apart. */
export function keyOf(resource: Resource): readonly string[] {
  if (resource.key.length > 0) return resource.key;
  throw new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details: `${resource.name} has no primary key, by which its written rows could be found again`,
  });
}

/** `more`: further parts behind the key's own. */
export function keyText(scope: Scope, more: readonly Fragment[] = []): Fragment {
  return listText([...keyOf(scope.resource).map((name) => keyPart(column(scope, name))), ...more]);
}

export function keyPart({ sql: value, type }: { readonly sql: Fragment; readonly type: DataType }): Fragment {
  if (type.name === "boolean") return sql`(${value} + 0)`;
  if (type.name === "bytes") return sql`CONCAT('"', HEX(${value}), '"')`;
  return cursorPart({ sql: value, type, nullable: false });
}

/** `list`: alias of the list of written keys. Behind the key's own parts, `more` further ones stand in `k<place>`. */
export function keyTable(list: string, parts: number): Fragment {
  const columns = Array.from({ length: parts }, (_, index) => raw(`k${index} LONGTEXT PATH '$[${index}]'`));
  return sql`JSON_TABLE(${written}, '$[*]' COLUMNS (n FOR ORDINALITY, ${join(columns, ", ")})) AS ${raw(list)}`;
}

/** What ties a row to a key of the list. */
export function tiedTo(list: string, scope: Scope): Fragment[] {
  return keyOf(scope.resource).map((name, index) =>
    same(sql`${column(scope, name).sql}`, fieldOf(scope.resource, name).type, raw(`${list}.k${index}`)),
  );
}

/** A column equals what a text out of a JSON list spells, as the column's own unique constraint sees it. */
export function same(left: Fragment, type: DataType, text: Fragment): Fragment {
  return sql`${left} = ${isText(type) ? collated(text, collationOf(type) ?? "utf8mb4_bin") : fromText(text, type)}`;
}

/** The rows whose keys were written, in that order. */
export function writtenBase(scope: Scope): Base {
  const list = scope.fresh();
  const table = scope.dialect.table(scope.resource);
  return {
    from: sql`${keyTable(list, keyOf(scope.resource).length)} STRAIGHT_JOIN ${table} AS ${raw(scope.alias)}`,
    where: tiedTo(list, scope),
  };
}
