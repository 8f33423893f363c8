// Whether databases gave one answer, and what is expected of one that cannot.

import { isDeepStrictEqual } from "node:util";
import type { Catalog, InputValue, Question, Statement } from "../../src/core/index.ts";
import type { Answer } from "./ask.ts";
import { isAlone, refuses } from "./differences.ts";
import { needs } from "./needs.ts";
import type { Opened } from "./open-all.ts";

/** What a source says that cannot do what it was asked. */
const unable = "PGRST127";

/** The answer is the expected one; or it says that it cannot be had, where that is so. */
export function agrees({ database, source }: Opened, statement: Statement, answer: Answer, expected: Answer): boolean {
  const refused = "problem" in answer && answer.problem === unable;
  if (needs(statement).some((capability) => !source.capabilities[capability])) return refused;
  return isDeepStrictEqual(answer, expected) || (refused && refuses(database, JSON.stringify(statement)));
}

/** The same of a sequence of changes and reads. What a database lacks is told by its engine, and is no difference. */
export function agreeAll(
  opened: Opened,
  questions: readonly Question[],
  answers: readonly Answer[],
  expected: readonly Answer[],
): boolean {
  for (const [index, { statement, inputs }] of questions.entries()) {
    const [answer, wanted] = [answers[index], expected[index]];
    if (lacking(opened, statement, wanted)) return true;
    if (answer === undefined || wanted === undefined) return answer === wanted;
    if (
      [answer, wanted].some(
        (one) =>
          "problem" in one && isAlone(opened.database, JSON.stringify(statement), one.problem, rowsOf(answer, wanted)),
      )
    )
      return true;
    if ("problem" in wanted && "problem" in answer && hasFaults(statement, inputs)) return true;
    if (!agrees(opened, statement, answer, wanted)) return false;
    if ("problem" in answer || "problem" in wanted) return true;
  }
  return true;
}

/** Rules of tables: references, and conditions on values. */
const ruled = new Set(["23503", "23514"]);

function lacking({ lacks, catalog }: Opened, statement: Statement, expected: Answer | undefined): boolean {
  if (lacks?.has("table rules") !== true || expected === undefined) return false;
  if ("problem" in expected && ruled.has(expected.problem)) return true;
  return statement.kind === "delete" && isReferred(catalog, statement.resource);
}

/** Records of others point here: their being there forbids a delete, or they go with it. */
function isReferred(catalog: Catalog, resource: string): boolean {
  const relations = catalog.resources.get(resource)?.relations.values() ?? [];
  return [...relations].some(({ owning, through }) => !owning && through === undefined);
}

/** It may have several faults: which of them is told is the database's own. */
function hasFaults(statement: Statement, inputs: readonly InputValue[]): boolean {
  if (statement.kind === "query" || statement.kind === "call") return false;
  if (statement.kind === "update" || statement.maxAffected !== undefined || statement.single === true) return true;
  return inputs.some((value) => typeof value === "string" && (value.match(/"\w+":/g)?.length ?? 0) > 1);
}

function rowsOf(...answers: readonly Answer[]): number | undefined {
  for (const answer of answers)
    if ("rows" in answer) return JSON.stringify(answer.body).startsWith('[{"rows":0') ? 0 : answer.rows;
  return undefined;
}
