// What a server can do, found by asking it when a connection is opened, and what the statements for it look like.

import type { Capabilities } from "../../core/index.ts";
import { type Fragment, sql } from "../shared/sql/fragment.ts";

/** How statements are spelled for a server. */
export interface Flavour {
  readonly name: "mariadb" | "mysql";
  /** `INSERT … RETURNING`. */
  readonly returning: boolean;
  /** What follows from that: an upsert has to know the rows it has inserted. */
  readonly unable: readonly (keyof Capabilities)[];
  /** `GROUP_CONCAT(… LIMIT …)`; where it is not there, derived tables see the row they belong to. */
  readonly limitedLists: boolean;
  /** Collation in which texts are equal only if they are the same, spaces at the end included. */
  readonly exactCollation: string;
  /** JSON's null as SQL's. */
  readonly withoutJsonNull: (json: Fragment) => Fragment;
  readonly jsonEquals: (left: Fragment, right: Fragment) => Fragment;
  /** Settings of the session beside those that both have; of statements' time, in milliseconds. */
  readonly settings: (statementTimeout: number) => string;
}

export const mariadb: Flavour = {
  name: "mariadb",
  returning: true,
  unable: [],
  limitedLists: true,
  exactCollation: "utf8mb4_nopad_bin",
  // Not NULLIF: it would work out its value twice, and MariaDB's `last` in a path counts wrongly the second time.
  withoutJsonNull: (json) => sql`IF(${json} = 'null', NULL, ${json})`,
  // Of a null behind another value JSON_EQUALS still tells of that one.
  jsonEquals: (left, right) =>
    sql`CASE WHEN ${left} IS NOT NULL AND ${right} IS NOT NULL THEN JSON_EQUALS(${left}, ${right}) END`,
  // The cache of subqueries takes texts that the collation takes for equal for the same, and answers for one what it
  // has worked out for the other.
  settings: (milliseconds) =>
    `max_statement_time = ${milliseconds / 1_000}, idle_transaction_timeout = ${idle(milliseconds)}, optimizer_switch = 'subquery_cache=off'`,
};

export const mysql8: Flavour = {
  name: "mysql",
  returning: false,
  unable: ["upsert"],
  limitedLists: false,
  exactCollation: "utf8mb4_0900_bin",
  withoutJsonNull: (json) => sql`CASE WHEN JSON_TYPE(${json}) <> 'NULL' THEN ${json} END`,
  jsonEquals: (left, right) => sql`(CAST(${left} AS JSON) = CAST(${right} AS JSON))`,
  settings: (milliseconds) => `max_execution_time = ${milliseconds}`,
};

/** Which spelling a server understands; `limitedLists`: it was asked for one, and gave it. */
export function flavourOf(limitedLists: boolean): Flavour {
  return limitedLists ? mariadb : mysql8;
}

/** Seconds after which a transaction whose client has fallen silent gives up its locks. */
function idle(milliseconds: number): number {
  return Math.max(1, Math.ceil((2 * milliseconds) / 1_000));
}
