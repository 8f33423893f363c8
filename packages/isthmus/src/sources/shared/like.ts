// LIKE, tried in the server's own memory: on the thread that answers everybody, so in time that grows with the text and the
// pattern and not with their product.

import { Problem } from "../../core/index.ts";

/** A letter, or `undefined` for any one of them. */
type Letters = readonly (string | undefined)[];

interface Part {
  readonly letters: Letters;
  /** Where to go on after so many letters have matched (Knuth, Morris and Pratt); absent where some letter may be any. */
  readonly back: readonly number[] | undefined;
}

/** Letters between two `%` among which there is a `_`: these alone are tried at every place of the text. */
const longestLoose = 100;

/** The newest: one pattern is mostly tried on many texts. */
let kept: { readonly pattern: string; readonly parts: readonly Part[] } | undefined;

/**
 * `%` stands for any letters and `_` for one; a backslash takes the next character as it is.
 * Throws 54001 for a pattern that would take too long.
 */
export function isLike(text: string, pattern: string): boolean {
  if (kept?.pattern !== pattern) kept = { pattern, parts: partsOf(pattern) };
  const { parts } = kept;
  const letters = Array.from(text);
  const [first, ...rest] = parts;
  const last = rest.pop();
  if (first === undefined || !fits(letters, 0, first.letters)) return false;
  if (last === undefined) return letters.length === first.letters.length;
  const end = letters.length - last.letters.length;
  let at = first.letters.length;
  if (end < at || !fits(letters, end, last.letters)) return false;
  for (const part of rest) {
    const found = place(letters, part, at, end);
    if (found < 0) return false;
    at = found + part.letters.length;
  }
  return true;
}

/** What stands between the `%`, the ends included. */
function partsOf(pattern: string): readonly Part[] {
  const parts: (string | undefined)[][] = [[]];
  let escaped = false;
  for (const letter of pattern) {
    if (!escaped && letter === "\\") escaped = true;
    else {
      if (!escaped && letter === "%") parts.push([]);
      else parts.at(-1)?.push(!escaped && letter === "_" ? undefined : letter);
      escaped = false;
    }
  }
  return parts.map((letters, index) => {
    const loose = letters.includes(undefined);
    // At the ends there is but one place for them.
    if (loose && letters.length > longestLoose && index > 0 && index < parts.length - 1) throw tooComplex();
    return { letters, back: loose ? undefined : backOf(letters) };
  });
}

function fits(text: readonly string[], at: number, letters: Letters): boolean {
  if (at + letters.length > text.length) return false;
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index];
    if (letter !== undefined && letter !== text[at + index]) return false;
  }
  return true;
}

/** The first place from `at` on where the part stands ahead of `end`; -1 where there is none. */
function place(text: readonly string[], { letters, back }: Part, at: number, end: number): number {
  if (back === undefined) {
    for (let from = at; from + letters.length <= end; from++) if (fits(text, from, letters)) return from;
    return -1;
  }
  if (letters.length === 0) return at;
  let matched = 0;
  for (let index = at; index < end; index++) {
    while (matched > 0 && letters[matched] !== text[index]) matched = back[matched - 1] ?? 0;
    if (letters[matched] === text[index]) matched++;
    if (matched === letters.length) return index + 1 - matched;
  }
  return -1;
}

function backOf(letters: Letters): readonly number[] {
  const back = letters.map(() => 0);
  for (let index = 1, matched = 0; index < letters.length; index++) {
    while (matched > 0 && letters[index] !== letters[matched]) matched = back[matched - 1] ?? 0;
    if (letters[index] === letters[matched]) matched++;
    back[index] = matched;
  }
  return back;
}

function tooComplex(): Problem {
  return new Problem({
    code: "54001",
    category: "invalid",
    message: `LIKE pattern is too complex: between two % it has more than ${longestLoose} characters with _ among them`,
  });
}
