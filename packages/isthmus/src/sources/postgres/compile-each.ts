// Writes that answer for themselves: where nothing has to be known of all written rows together, each row's JSON comes
// straight out of RETURNING, or nothing does, and no CTE has to hold the rows.

import { type Mutation, type Query, relationsOf } from "../../core/index.ts";
import type { AnswerColumn } from "../shared/sql/command.ts";
import { type Fragment, join, sql } from "../shared/sql/fragment.ts";
import { column, type Scope } from "../shared/sql/scope.ts";
import { isGrouped, outputsOf } from "../shared/sql/select.ts";
import { keyText, postgres } from "./dialect.ts";

export interface Each {
  readonly columns: readonly AnswerColumn[];
  /** Of RETURNING; absent where nothing comes back. */
  readonly list: Fragment | undefined;
}

/** `undefined` where the rows must be looked at together. */
export function eachOf(scope: Scope, mutation: Mutation): Each | undefined {
  const { returning, locate } = mutation;
  if (!standsAlone(mutation) || (returning !== undefined && !isPlain(returning, mutation))) return undefined;
  const columns: AnswerColumn[] = [];
  const list: Fragment[] = [];
  if (returning !== undefined) {
    columns.push("body");
    list.push(sql`${postgres.text(objectOf(scope, returning))} AS body`);
  }
  if (locate !== undefined) {
    const values = locate.map((field) => sql`CAST(${column(scope, field).sql} AS text)`);
    columns.push("located");
    list.push(sql`CAST(json_build_array(${join(values, ", ")}) AS text) AS located`);
  }
  return { columns, list: list.length === 0 ? undefined : join(list, ", ") };
}

/** For a single row, a short list of members costs less than a row type of its own. */
const shortList = 10;

function objectOf(scope: Scope, query: Query): Fragment {
  const { answer } = query;
  const outputs = outputsOf(scope, query);
  if (outputs.length > shortList || answer.stripNulls === true) {
    return postgres.object(outputs, answer.stripNulls === true, scope.fresh);
  }
  const members = outputs.map((output) => sql`${keyText(output.as)}, ${output.value.sql}`);
  return sql`json_build_object(${join(members, ", ")})`;
}

/** Nothing may undo it, and nothing is counted but its rows. */
function standsAlone(mutation: Mutation): boolean {
  if (mutation.maxAffected !== undefined || mutation.single === true) return false;
  if (mutation.kind === "delete") return true;
  return mutation.check === undefined && (mutation.kind === "update" || mutation.conflict === undefined);
}

/** Every written row is answered, in no order that was asked for. */
function isPlain(query: Query, mutation: Mutation): boolean {
  const { where, order = [], limit, offset, after, cursor, count, cap, select, answer } = query;
  const paged = limit !== undefined || offset !== undefined || after !== undefined || cursor === true;
  if (where !== undefined || order.length > 0 || paged || count !== undefined || answer.as === "one") return false;
  if (cap !== undefined && !(cap >= 1 && mutation.kind === "insert" && mutation.one === true)) return false;
  return !isGrouped(select) && relationsOf(select).every((one) => one.join === "left");
}
