// The grammar of a filter's value: `not.`, an operator with its modifier or language, and what it compares with.

import { Problem } from "../../../core/index.ts";
import type { Operator } from "../../../core/index.ts";
import { identifier, quoted } from "./names.ts";
import type { Scanner } from "./scanner.ts";
import { attempt, blanks, expect, miss, mismatch, scan, take } from "./scanner.ts";
import type { Operation } from "./syntax.ts";
import { tooMuch } from "./problems.ts";

export interface Test {
  readonly negated: boolean;
  readonly operation: Operation;
}

/** Operators that take one text. Longer names stand before the names they begin with. */
const simple: readonly (readonly [string, Operator])[] = [
  ["neq", "neq"],
  ["cs", "contains"],
  ["cd", "containedBy"],
  ["ov", "overlaps"],
  ["sl", "strictlyLeft"],
  ["sr", "strictlyRight"],
  ["nxr", "notExtendsRight"],
  ["nxl", "notExtendsLeft"],
  ["adj", "adjacent"],
];

/** Operators that may be followed by `(any)` or `(all)`. */
const quantifiable: readonly (readonly [string, Operator])[] = [
  ["eq", "eq"],
  ["gte", "gte"],
  ["gt", "gt"],
  ["lte", "lte"],
  ["lt", "lt"],
  ["like", "like"],
  ["ilike", "ilike"],
  ["match", "match"],
  ["imatch", "imatch"],
];

const textSearches: readonly (readonly [string, Operator])[] = [
  ["fts", "textSearch"],
  ["plfts", "textSearchPlain"],
  ["phfts", "textSearchPhrase"],
  ["wfts", "textSearchWeb"],
];

const truths = [
  ["null", "null"],
  ["not_null", "not-null"],
  ["true", "true"],
  ["false", "false"],
  ["unknown", "unknown"],
] as const;

/** `value` reads what an operator compares with: to the end of a parameter, or to the end of an item of a logic tree. */
export function test(s: Scanner, value: (s: Scanner) => string): Test {
  const negated = take(s, "not.", '"not"');
  return { negated, operation: operation(s, value) };
}

function operation(s: Scanner, value: (s: Scanner) => string): Operation {
  const start = s.at;
  if (behind(s, "in.")) return { kind: "compare", operator: "in", take: "list", value: listText(s) };
  if (behind(s, "is.")) return { kind: "is", right: truth(s) };
  if (behind(s, "isdistinct.")) return { kind: "compare", operator: "isDistinct", take: "text", value: value(s) };
  for (const [word, operator] of textSearches) {
    if (!behind(s, word)) continue;
    const language = attempt(s, languageInParentheses);
    if (behind(s, "."))
      return {
        kind: "compare",
        operator,
        take: "text",
        value: value(s),
        ...(language === undefined ? {} : { language }),
      };
    return fail(s, start);
  }
  for (const [word, operator] of simple) {
    if (behind(s, `${word}.`)) return { kind: "compare", operator, take: "text", value: value(s) };
  }
  for (const [word, operator] of quantifiable) {
    if (!behind(s, word)) continue;
    const quantifier = behind(s, "(any)") ? "any" : behind(s, "(all)") ? "all" : undefined;
    if (!behind(s, ".")) return fail(s, start);
    return compare(operator, value(s), quantifier);
  }
  return fail(s, start);
}

function compare(operator: Operator, value: string, quantifier: "any" | "all" | undefined): Operation {
  const pattern = operator === "like" || operator === "ilike";
  if (quantifier === undefined) return { kind: "compare", operator, take: pattern ? "pattern" : "text", value };
  return { kind: "compare", operator, take: pattern ? "pattern-array" : "array", value, quantifier };
}

/** The place shown is where the operator's name stops being one. */
function fail(s: Scanner, start: number): never {
  const place = s.at > start ? (s.text[s.at] === "(" ? s.at + 1 : s.at) : start;
  miss(s, place, "operator (eq, gt, ...)", s.text[place] ?? "");
  throw mismatch;
}

function behind(s: Scanner, word: string): boolean {
  if (!s.text.startsWith(word, s.at)) return false;
  s.at += word.length;
  return true;
}

function languageInParentheses(s: Scanner): string {
  if (s.text[s.at] !== "(") throw mismatch;
  s.at++;
  const language = identifier(s);
  if (s.text[s.at] !== ")") throw mismatch;
  s.at++;
  return language;
}

function truth(s: Scanner): "null" | "not-null" | "true" | "false" | "unknown" {
  for (const [word, right] of truths) {
    if (s.text.slice(s.at, s.at + word.length).toLowerCase() !== word) continue;
    s.at += word.length;
    return right;
  }
  let same = 0;
  for (const [word] of truths) {
    let length = 0;
    while (length < word.length && s.text[s.at + length]?.toLowerCase() === word[length]) length++;
    same = Math.max(same, length);
  }
  miss(s, s.at + same, "isVal: (null, not_null, true, false, unknown)");
  throw mismatch;
}

/** All that is left. */
export function restOf(s: Scanner): string {
  const value = s.text.slice(s.at);
  s.at = s.text.length;
  return value;
}

/** A list with its parentheses, as text: what a kept shape takes from every further request in the same way. */
function listText(s: Scanner): string {
  const start = s.at;
  listElements(s, Number.POSITIVE_INFINITY);
  return s.text.slice(start, s.at);
}

function listElements(s: Scanner, most: number): readonly string[] {
  blanks(s);
  expect(s, "(");
  blanks(s);
  const values: string[] = [];
  for (;;) {
    if (values.length >= most) throw tooMuch(`A list may have ${most} values`);
    values.push(element(s));
    if (s.text[s.at] === ",") s.at++;
    else break;
  }
  miss(s, s.at, '","');
  expect(s, ")");
  blanks(s);
  return values;
}

/** One value of a list: in double quotes, or everything up to the next comma or parenthesis. */
export function element(s: Scanner): string {
  if (s.text[s.at] === '"') {
    const value = attempt(s, quotedElement);
    if (value !== undefined) return value;
  }
  const start = s.at;
  while (s.at < s.text.length && s.text[s.at] !== "," && s.text[s.at] !== ")") s.at++;
  return s.text.slice(start, s.at);
}

function quotedElement(s: Scanner): string {
  const value = quoted(s);
  const next = s.text[s.at];
  if (next !== undefined && next !== "," && next !== ")") throw mismatch;
  return value;
}

/** The values of a list, `(a,"b,c",d)`; `()` has none. Throws a Mismatch where it is no list. */
export function listValues(text: string, most: number): readonly string[] {
  const values = listElements(scan(text), most);
  return values.length === 1 && values[0] === "" ? [] : values;
}

/** The values of a one-dimensional array literal, `{a,"b,c",NULL}`. Throws a Problem (22P02) where it is none. */
export function arrayValues(text: string, most: number): readonly (string | null)[] {
  const body = text.trim();
  if (!body.startsWith("{")) throw malformed(text, 'Array value must start with "{" or dimension information.');
  if (!body.endsWith("}")) throw malformed(text, "Unexpected end of input.");
  const values: (string | null)[] = [];
  const s = scan(body);
  s.at = 1;
  blanks(s);
  if (s.at === body.length - 1) return values;
  for (;;) {
    if (values.length >= most) throw tooMuch(`A list may have ${most} values`);
    values.push(arrayElement(s, text));
    const next = s.text[s.at++];
    if (next === "}" && s.at === body.length) return values;
    if (next !== ",") throw malformed(text, "Unexpected array element.");
  }
}

function arrayElement(s: Scanner, text: string): string | null {
  blanks(s);
  if (s.text[s.at] === '"') {
    const value = attempt(s, quoted);
    if (value === undefined) throw malformed(text, "Unexpected end of input.");
    blanks(s);
    return value;
  }
  let value = "";
  while (s.at < s.text.length && !'{},"'.includes(s.text[s.at] ?? "")) {
    if (s.text[s.at] === "\\") s.at++;
    value += s.text[s.at++] ?? "";
  }
  value = value.trimEnd();
  if (value === "") throw malformed(text, `Unexpected "${s.text[s.at] ?? ""}" character.`);
  return value.toUpperCase() === "NULL" ? null : value;
}

function malformed(text: string, details: string): Problem {
  return new Problem({ code: "22P02", category: "invalid", message: `malformed array literal: "${text}"`, details });
}
