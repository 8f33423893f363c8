// What undoes a statement once its rows are known: more of them than allowed, or not the one that was asked for.

import type { Call, Mutation } from "../../core/index.ts";
import { type Fragment, join, raw, sql } from "../shared/sql/fragment.ts";
import type { Answer } from "../shared/sql/read.ts";
import { postgres } from "./dialect.ts";

/** `rows`: what stands behind FROM. Their number is told only where nothing forbids the write; `cases` come first. */
export function withLimits(
  answer: Answer,
  rows: "written" | Fragment,
  { maxAffected, single }: Pick<Mutation | Call, "maxAffected" | "single">,
  cases: readonly Fragment[] = [],
): Answer {
  const count = sql`(SELECT count(*) FROM ${rows === "written" ? raw(rows) : rows})`;
  const all = [...cases];
  if (maxAffected !== undefined) {
    all.push(sql`WHEN ${count} > ${postgres.count(maxAffected)} THEN ${raise("affected:", sql`, ${count}`)}`);
  }
  if (single === true) all.push(sql`WHEN ${count} <> 1 THEN ${raise("single:", sql`, ${count}`)}`);
  if (all.length === 0) return answer;
  const columns = answer.columns.map((one) =>
    one.name === "rows" ? { ...one, sql: sql`CASE ${join(all, " ")} ELSE ${one.sql} END` } : one,
  );
  return { ...answer, columns };
}

/** `concat` is not immutable, so it is never evaluated while planning. */
export function raise(text: "check" | "affected:" | "single:", number: Fragment): Fragment {
  return sql`CAST(concat(${raw(`'isthmus:${text}'`)}${number}) AS bigint)`;
}
