// The rows that a write has touched, found again by their keys, which its statement gives.

import type { Update } from "../../core/index.ts";
import { condition } from "../shared/sql/condition.ts";
import { type Fragment, join, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { fieldOf, type Scope } from "../shared/sql/scope.ts";
import type { Base } from "../shared/sql/select.ts";
import { sqlite } from "./dialect.ts";

const quote = sqlite.quote;

/** The list of keys. */
export const written = parameter({ value: { kind: "written" }, as: "json" });

/** The key as a JSON array; a table without one has its rowid. */
export function keyOf({ resource }: Scope, prefix: Fragment): Fragment {
  const values = resource.key.map((name) => {
    const field = sql`${prefix}${quote(name)}`;
    return fieldOf(resource, name).type.name === "bytes" ? sql`hex(${field})` : field;
  });
  return sql`json_array(${values.length === 0 ? sql`${prefix}rowid` : join(values, ", ")})`;
}

/** What ties a row to one of the list of written keys. */
function tied(scope: Scope): { readonly list: Fragment; readonly where: readonly Fragment[] } {
  const list = raw(scope.fresh());
  const row = raw(scope.alias);
  const { key } = scope.resource;
  const where = (key.length === 0 ? [raw("rowid")] : key.map(quote)).map((name, index) => {
    const value = sql`json_extract(${list}.value, ${raw(`'$[${index}]'`)})`;
    const isBytes = key[index] !== undefined && fieldOf(scope.resource, key[index]).type.name === "bytes";
    return sql`${row}.${name} = ${isBytes ? sql`unhex(${value})` : value}`;
  });
  return { list, where };
}

/** The rows whose keys were written, in that order. */
export function writtenBase(scope: Scope): Base {
  const { list, where } = tied(scope);
  return {
    from: sql`json_each(${written}) AS ${list} CROSS JOIN ${sqlite.table(scope.resource)} AS ${raw(scope.alias)}`,
    where,
  };
}

export function overWritten(scope: Scope): {
  readonly row: Scope;
  readonly from: Fragment;
  readonly where: readonly (Fragment | undefined)[];
} {
  const row = { ...scope, alias: scope.fresh() };
  return { row, ...writtenBase(row) };
}

/** Counts the keys behind which no row is found that meets the check: a row that cannot be found again has not met it. */
export function checkOf(scope: Scope, check: NonNullable<Update["check"]>): Fragment {
  const row = { ...scope, alias: scope.fresh() };
  const { list, where } = tied(row);
  const met = sql`SELECT 1 FROM ${sqlite.table(row.resource)} AS ${raw(row.alias)} WHERE ${join([...where, sql`(${condition(row, check)})`], " AND ")}`;
  return sql`SELECT count(*) AS broken FROM json_each(${written}) AS ${list} WHERE NOT EXISTS (${met})`;
}
