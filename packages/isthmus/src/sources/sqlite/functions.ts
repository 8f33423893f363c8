// The functions that every connection gets: LIKE with Unicode case folding, regular expressions, and adjustments.
// Patterns come from callers and are hostile: LIKE takes at most pattern × text steps; a regular expression can take for
// ever, so it runs in worker processes alone (see cost.ts), which are ended at the statement's time limit.

import type { DatabaseSync } from "node:sqlite";
import { Problem } from "../../core/index.ts";
import { isthmusAdjust } from "./adjust-json.ts";
import { nullKey } from "./errors.ts";
import { ftsQuery } from "./fts.ts";
import { isthmusIncrement } from "./increment.ts";
import { sameJson } from "./same-json.ts";
import { toPlain } from "./spelling.ts";
import { withRaw } from "./raw-json.ts";
import { toDate, toTime, toTimestamp } from "../shared/sql/times.ts";

/** In characters. */
const longestPattern = 1_000;

export function registerFunctions(database: DatabaseSync): void {
  database.function("isthmus_time", { deterministic: true, directOnly: false }, isthmusTime);
  database.function("isthmus_like", { deterministic: true, directOnly: false }, isthmusLike);
  database.function("isthmus_fts", { deterministic: true, directOnly: false }, isthmusFts);
  database.function("isthmus_strip_nulls", { deterministic: true, directOnly: false }, isthmusStripNulls);
  database.function("isthmus_same", { deterministic: true, directOnly: false }, sameJson);
  database.function("isthmus_regexp", { deterministic: true, directOnly: false }, isthmusRegexp);
  // Were it said to be deterministic, SQLite would work it out ahead of the question whether it is needed.
  database.function("isthmus_refuse_null", { deterministic: false, directOnly: false }, isthmusRefuseNull);
  const exact = { deterministic: true, directOnly: false, useBigIntArguments: true };
  database.function("isthmus_increment", exact, isthmusIncrement);
  database.function("isthmus_adjust", { deterministic: true, directOnly: false }, isthmusAdjust);
}

type Native = null | number | bigint | string | Uint8Array;

function isthmusRefuseNull(table: Native, column: Native): never {
  throw nullKey(String(table), String(column));
}

function isthmusLike(pattern: Native, value: Native, insensitive: Native): number | null {
  if (pattern === null || value === null || pattern instanceof Uint8Array || value instanceof Uint8Array) return null;
  return matcher(String(pattern), insensitive === 1)(String(value)) ? 1 : 0;
}

function isthmusTime(value: Native, kind: Native): Native {
  if (value === null || value instanceof Uint8Array) return value;
  return toPlain(
    value,
    kind === "date" ? toDate : kind === "time" ? toTime : (text) => toTimestamp(text, kind === "timestamptz"),
  );
}

/** PostgreSQL's json_strip_nulls: members that are null go, at every depth and inside arrays; numbers keep their digits. */
function isthmusStripNulls(json: Native): string | null {
  return typeof json === "string" ? JSON.stringify(JSON.parse(json, withoutNulls)) : null;
}

function withoutNulls(this: unknown, key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (value === null && key !== "" && !Array.isArray(this)) return undefined;
  return typeof value === "number" && context?.source !== undefined ? withRaw.rawJSON(context.source) : value;
}

function isthmusFts(kind: Native, words: Native, column: Native): string | null {
  return words === null ? null : ftsQuery(String(kind), String(words), String(column));
}

/** `flags`: `i` for case-insensitive, or the empty text. */
function isthmusRegexp(pattern: Native, value: Native, flags: Native): number | null {
  if (pattern === null || value === null || pattern instanceof Uint8Array || value instanceof Uint8Array) return null;
  return expression(String(pattern), flags === "i").test(String(value)) ? 1 : 0;
}

let lastLike: { pattern: string; insensitive: boolean; match: (value: string) => boolean } | undefined;

function matcher(pattern: string, insensitive: boolean): (value: string) => boolean {
  if (lastLike?.pattern === pattern && lastLike.insensitive === insensitive) return lastLike.match;
  const match = likeMatcher(pattern, insensitive);
  lastLike = { pattern, insensitive, match };
  return match;
}

/** One step of a pattern: a text to be found as it is, any one character, or any run of characters. */
type Step = string | typeof one | typeof many;
const one = Symbol("_");
const many = Symbol("%");

/** PostgreSQL's LIKE: `%`, `_`, and `\` before a character that stands for itself. */
export function likeMatcher(pattern: string, insensitive: boolean): (value: string) => boolean {
  const steps = stepsOf(insensitive ? pattern.toLowerCase() : pattern);
  return insensitive
    ? (value) => matches(steps, Array.from(value.toLowerCase()))
    : (value) => matches(steps, Array.from(value));
}

function stepsOf(pattern: string): Step[] {
  const steps: Step[] = [];
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] as string;
    if (character === "%") {
      if (steps.at(-1) !== many) steps.push(many);
    } else if (character === "_") steps.push(one);
    else if (character === "\\") {
      const escaped = characters[++index];
      if (escaped === undefined) {
        throw new Problem({
          code: "22025",
          category: "invalid",
          message: "LIKE pattern must not end with escape character",
        });
      }
      steps.push(escaped);
    } else steps.push(character);
  }
  return steps;
}

/** Goes back to the last `%` alone, which is enough for LIKE and keeps the work below pattern × text. */
function matches(steps: readonly Step[], text: readonly string[]): boolean {
  let step = 0;
  let at = 0;
  let resumeStep = -1;
  let resumeAt = 0;
  while (at < text.length) {
    const wanted = steps[step];
    if (wanted === many) {
      resumeStep = ++step;
      resumeAt = at;
    } else if (wanted !== undefined && (wanted === one || wanted === text[at])) {
      step++;
      at++;
    } else if (resumeStep >= 0) {
      step = resumeStep;
      at = ++resumeAt;
    } else return false;
  }
  while (steps[step] === many) step++;
  return step === steps.length;
}

let lastExpression: { pattern: string; insensitive: boolean; expression: RegExp } | undefined;

function expression(pattern: string, insensitive: boolean): RegExp {
  if (lastExpression?.pattern === pattern && lastExpression.insensitive === insensitive)
    return lastExpression.expression;
  if (pattern.length > longestPattern) throw invalidPattern(`the pattern is longer than ${longestPattern} characters`);
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, insensitive ? "iu" : "u");
  } catch {
    throw invalidPattern("the pattern is not well-formed");
  }
  lastExpression = { pattern, insensitive, expression: compiled };
  return compiled;
}

function invalidPattern(why: string): Problem {
  return new Problem({ code: "2201B", category: "invalid", message: `invalid regular expression: ${why}` });
}
