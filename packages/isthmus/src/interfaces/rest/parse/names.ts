// Names in the URL: fields, their JSON paths, identifiers. A name in double quotes may hold any character.

import type { JsonStep } from "../../../core/index.ts";
import { Problem } from "../../../core/index.ts";
import type { Scanner } from "./scanner.ts";
import { attempt, blanks, expect, miss, missEnd, mismatch, take } from "./scanner.ts";
import { tooMuch } from "./problems.ts";
import type { FieldName } from "./syntax.ts";

/** Of one JSON path: each is an operator within the others, and databases keep a stack of them. */
const mostSteps = 64;

const identifierCharacters = /[\p{L}0-9_ $]+/uy;
const keyCharacters = /[^(\-:.,>)]+/uy;

/** A field, alias, relation or hint. */
export function fieldName(s: Scanner): string {
  if (s.text[s.at] === '"') return quoted(s);
  if (!isIdentifier(s)) {
    miss(s, s.at, "field name (* or [a..z0..9_$])");
    throw mismatch;
  }
  return dashed(s, identifierCharacters, ["letter", "digit"]);
}

/** Letters, digits, `_`, `$` and blanks, without those at its ends. */
export function identifier(s: Scanner): string {
  identifierCharacters.lastIndex = s.at;
  const found = identifierCharacters.exec(s.text)?.[0];
  if (found === undefined) {
    miss(s, s.at, "letter");
    miss(s, s.at, "digit");
    throw mismatch;
  }
  s.at += found.length;
  miss(s, s.at, "letter");
  miss(s, s.at, "digit");
  return found.trim();
}

/** A text in double quotes, in which `\` makes the next character literal. */
export function quoted(s: Scanner): string {
  expect(s, '"');
  let value = "";
  for (;;) {
    const char = s.text[s.at];
    if (char === undefined) {
      miss(s, s.at, '"\\""');
      throw mismatch;
    }
    s.at++;
    if (char === '"') return value;
    if (char !== "\\") value += char;
    else if (s.at < s.text.length) value += s.text[s.at++];
  }
}

/** A field with the JSON path behind it; blanks around both do not count. */
export function field(s: Scanner): FieldName {
  blanks(s);
  const name = fieldName(s);
  const path = jsonPath(s);
  blanks(s);
  return { name, path };
}

export function jsonPath(s: Scanner): readonly JsonStep[] {
  const steps: JsonStep[] = [];
  for (;;) {
    const as = take(s, "->>") ? "text" : take(s, "->") ? "json" : undefined;
    if (as === undefined) return steps;
    if (steps.length === mostSteps) throw tooMuch(`A JSON path may have ${mostSteps} steps`);
    const index = attempt(s, jsonIndex);
    steps.push({ to: index === undefined ? { key: jsonKey(s) } : { index }, as });
  }
}

function jsonIndex(s: Scanner): number {
  const negative = take(s, "-");
  const start = s.at;
  while (isDigit(s.text.charCodeAt(s.at))) s.at++;
  miss(s, s.at, "digit");
  if (s.at === start) throw mismatch;
  for (const behind of ["->", "::", ".", ","])
    if (s.text.startsWith(behind, s.at)) return indexValue(s, start, negative);
  if (s.at === s.text.length) return indexValue(s, start, negative);
  for (const behind of ['"->"', '"::"', '"."', '","']) miss(s, s.at, behind);
  missEnd(s);
  throw mismatch;
}

function indexValue(s: Scanner, start: number, negative: boolean): number {
  const digits = s.text.slice(start, s.at);
  const value = Number(digits) * (negative ? -1 : 1);
  if (value >= -2_147_483_648 && value <= 2_147_483_647) return value;
  throw new Problem({
    code: "22003",
    category: "invalid",
    message: `value "${negative ? "-" : "+"}${digits}" is out of range for type integer`,
  });
}

function jsonKey(s: Scanner): string {
  if (s.text[s.at] === '"') return quoted(s);
  keyCharacters.lastIndex = s.at;
  if (!keyCharacters.test(s.text)) {
    miss(s, s.at, "any non reserved character different from: .,>()");
    throw mismatch;
  }
  return dashed(s, keyCharacters, []);
}

/** Parts of which each is trimmed, joined by dashes; a dash that begins an arrow is none of them. */
function dashed(s: Scanner, part: RegExp, goesOn: readonly string[]): string {
  let value = "";
  for (;;) {
    part.lastIndex = s.at;
    const found = part.exec(s.text)?.[0];
    if (found === undefined) {
      for (const what of goesOn) miss(s, s.at, what);
      throw mismatch;
    }
    s.at += found.length;
    value += found.trim();
    for (const what of goesOn) miss(s, s.at, what);
    if (s.text[s.at] !== "-" || s.text[s.at + 1] === ">") {
      miss(s, s.at, '"-"');
      return value;
    }
    s.at++;
    value += "-";
  }
}

function isIdentifier(s: Scanner): boolean {
  identifierCharacters.lastIndex = s.at;
  return identifierCharacters.test(s.text);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
