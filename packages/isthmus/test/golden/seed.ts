// The golden seed as SQL, with what only one of the databases has: functions, full-text tables.

import { readFileSync } from "node:fs";
import type { Database } from "../kit/open-engine.ts";

const part = (file: string): string => readFileSync(new URL(`seed/${file}`, import.meta.url), "utf8");

export function seedOf(database: Database): string {
  return part(`schema.${database}.sql`) + part("rows.sql") + oddOf(database) + part(`extras.${database}.sql`);
}

/** The shop alone: among the tables of odd values some fields have names that stand in every answer, such as `code`. */
export function shopOf(database: Database): string {
  return part(`schema.${database}.sql`) + part("rows.sql") + part(`extras.${database}.sql`);
}

/** Tables of values at the edge of their types. */
export function oddOf(database: Database): string {
  return part(`odd.${database}.sql`) + part("odd-rows.sql");
}
