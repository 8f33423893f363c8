// Aggregates, and the types PostgreSQL gives them.

import { bigintType, type Typed } from "../shared/sql/dialect.ts";
import { raw, sql } from "../shared/sql/fragment.ts";

export function aggregate(
  call: "count" | "sum" | "avg" | "min" | "max",
  of: Typed | undefined,
  distinct?: boolean,
): Typed {
  const value = of === undefined ? raw("*") : distinct === true ? sql`DISTINCT ${of.sql}` : of.sql;
  const type =
    call === "count"
      ? bigintType
      : call === "sum" || call === "avg"
        ? { name: "decimal" as const, native: "numeric" }
        : (of?.type ?? bigintType);
  return { sql: sql`${raw(call)}(${value})`, type, nullable: call !== "count" };
}
