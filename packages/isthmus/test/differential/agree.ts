// Whether databases gave one answer, and what is expected of one that cannot.

import { isDeepStrictEqual } from "node:util";
import type { Catalog, InputValue, Question, Statement } from "../../src/core/index.ts";
import type { Answer } from "./ask.ts";
import { isAlone, refuses } from "./differences.ts";
import { changeAll } from "./change-all.ts";
import { isLimit, tells, unlimited } from "./faults.ts";
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

/**
 * The same of a sequence of changes and reads. What a database lacks is told by its engine, and is no difference.
 * `reference`: the database whose answers are expected.
 */
export async function agreeAll(
  reference: Opened,
  opened: Opened,
  questions: readonly Question[],
  answers: readonly Answer[],
  expected: readonly Answer[],
): Promise<boolean> {
  for (const [index, { statement, inputs }] of questions.entries()) {
    const [answer, wanted] = [answers[index], expected[index]];
    if (lacking(opened, { statement, inputs }, wanted)) return true;
    if (answer === undefined || wanted === undefined) return answer === wanted;
    if (
      [answer, wanted].some(
        (one) =>
          "problem" in one &&
          isAlone(opened.database, JSON.stringify(statement), one.problem, {
            rows: rowsOf(answer, wanted),
            objects: objectsOf(inputs),
          }),
      )
    )
      return true;
    if ("problem" in wanted && "problem" in answer && wanted.problem !== answer.problem)
      return agreeOnFaults(reference, opened, questions.slice(0, index + 1), answer.problem, wanted.problem);
    if (!agrees(opened, statement, answer, wanted)) return false;
    if ("problem" in answer || "problem" in wanted) return true;
  }
  return true;
}

/** Of the last question, which both refuse, each by another code. */
async function agreeOnFaults(
  reference: Opened,
  opened: Opened,
  questions: readonly Question[],
  code: string,
  expected: string,
): Promise<boolean> {
  const before = questions.slice(0, -1);
  const [last] = questions.slice(-1);
  if (last === undefined) return false;
  if (!isLimit(code) && !isLimit(expected)) return tells(reference, before, last, code);
  // What is left of it without the limit is agreed on, be it refused or not.
  const rest = unlimited(last, isLimit(code) ? code : expected);
  if (rest === undefined) return false;
  const all = [...before, rest];
  return agreeAll(reference, opened, all, await changeAll(opened, all), await changeAll(reference, all));
}

/** Rules of tables: references, and conditions on values. */
const ruled = new Set(["23503", "23514"]);

/** Digits that no server keeps that knows no exact numbers in JSON. */
const manyDigits = /\d{20}/;

function lacking({ lacks, catalog }: Opened, { statement, inputs }: Question, expected: Answer | undefined): boolean {
  if (lacks?.has("exact numbers in JSON") === true && manyDigits.test(JSON.stringify(inputs))) return true;
  if (lacks?.has("table rules") !== true || expected === undefined) return false;
  if ("problem" in expected && ruled.has(expected.problem)) return true;
  return statement.kind === "delete" && isReferred(catalog, statement.resource);
}

/** Records of others point here: their being there forbids a delete, or they go with it. */
function isReferred(catalog: Catalog, resource: string): boolean {
  const relations = catalog.resources.get(resource)?.relations.values() ?? [];
  return [...relations].some(({ owning, through }) => !owning && through === undefined);
}

function rowsOf(...answers: readonly Answer[]): number | undefined {
  for (const answer of answers)
    if ("rows" in answer) return JSON.stringify(answer.body).startsWith('[{"rows":0') ? 0 : answer.rows;
  return undefined;
}

/** Of a body that is a list. */
function objectsOf([body]: readonly InputValue[]): number {
  return typeof body === "string" && body.startsWith("[{") ? (JSON.parse(body) as readonly unknown[]).length : 1;
}
