// Two databases refuse one change by different codes: that is no difference where the change has several faults, each
// of which is told alike where it stands alone.

import type { Condition, Query, Question, Statement } from "../../src/core/index.ts";
import { changeAll } from "./change-all.ts";
import type { Opened } from "./open-all.ts";
import { rowsIn, withoutMember, withoutRow } from "./rows-of-body.ts";

/** Most questions asked to find a fault out. */
const mostAsked = 80;
/** Most records of which it is asked whether the fault is theirs alone. */
const mostRecords = 20;

/** Whether the database tells the other's code too, of a part of the change that comes behind `before`. */
export async function tells(
  opened: Opened,
  before: readonly Question[],
  change: Question,
  code: string,
): Promise<boolean> {
  if (code === "21000") return repeats(change);
  const left = [...partsOf(change), ...(await ofEachRecord(opened, before, change))];
  for (let asked = 0; asked < mostAsked; asked++) {
    const part = left.shift();
    if (part === undefined) return false;
    const answer = (await changeAll(opened, [...before, part])).at(-1);
    if (answer === undefined || !("problem" in answer)) continue;
    if (answer.problem === code) return true;
    left.push(...partsOf(part));
  }
  return false;
}

/** Whether an upsert names a record twice. */
function repeats({ statement, inputs: [body] }: Question): boolean {
  if (statement.kind !== "insert" || statement.conflict === undefined || typeof body !== "string") return false;
  const { target } = statement.conflict;
  const keys = rowsIn(body).map((row) => JSON.stringify(target.map((name) => row[name])));
  return new Set(keys).size < keys.length;
}

/** Refusals for the number of records, which some databases know before they look at what is written into them. */
export function isLimit(code: string): boolean {
  return code === "PGRST116" || code === "PGRST124";
}

/** The change without a limit to the number of records; undefined where the code could not come of one. */
export function unlimited({ statement, inputs }: Question, code: string): Question | undefined {
  if (statement.kind === "query" || statement.kind === "call") return undefined;
  const { single, maxAffected, ...rest } = statement;
  if (code === "PGRST116" ? single !== true : maxAffected === undefined) return undefined;
  return { statement: rest as Statement, inputs };
}

/** The change with one thing less to be refused for: a limit, an adjustment, a row, a member of a row. */
function partsOf(change: Question): Question[] {
  const { statement, inputs } = change;
  const parts: Question[] = [];
  for (const code of ["PGRST116", "PGRST124"]) {
    const part = unlimited(change, code);
    if (part !== undefined) parts.push(part);
  }
  if (statement.kind !== "insert" && statement.kind !== "update") return parts;
  if (statement.kind === "update" && statement.adjust !== undefined) {
    const { adjust: _, ...rest } = statement;
    parts.push({ statement: rest, inputs }, { statement: { ...statement, fields: [] }, inputs });
  }
  const [body, ...rest] = inputs;
  if (typeof body !== "string") return parts;
  const withBody = (made: string) => ({ statement, inputs: [made, ...rest] });
  const rows = withoutRow(body);
  if (rows.length > 1) return [...parts, ...rows.map(withBody)];
  parts.push(...withoutMember(body).map(withBody));
  if (statement.kind === "update") {
    for (const field of statement.fields)
      parts.push({ statement: { ...statement, fields: statement.fields.filter((one) => one !== field) }, inputs });
  }
  return parts;
}

/** The change of one record alone, for each. */
async function ofEachRecord(opened: Opened, before: readonly Question[], change: Question): Promise<Question[]> {
  const { statement, inputs } = change;
  if (statement.kind === "query" || statement.kind === "call" || statement.kind === "insert") return [];
  const { where, resource } = statement;
  const key = opened.catalog.resources.get(resource)?.key ?? [];
  const keys: Query = {
    kind: "query",
    resource,
    select: key.map((name) => ({ kind: "field", as: name, of: { field: name }, cast: "text" })),
    ...(where && { where }),
    answer: { as: "many" },
  };
  const answer = (await changeAll(opened, [...before, { statement: keys, inputs }])).at(-1);
  const records = answer !== undefined && "body" in answer ? (answer.body as readonly Record<string, string>[]) : [];
  return records.slice(0, mostRecords).map((record) => {
    const own = key.map((name): Condition => {
      const value = record[name] ?? null;
      return { kind: "compare", left: { field: name }, operator: "eq", right: { kind: "literal", value } };
    });
    return { statement: { ...statement, where: { kind: "and", of: [...own, ...(where ? [where] : [])] } }, inputs };
  });
}
