// A cursor over one parameter's text that remembers the farthest place where something else was expected, so that a
// syntax error says where it is, what was found, and what could have stood there (code PGRST100).

import { Problem } from "../../../core/index.ts";

export interface Scanner {
  readonly text: string;
  at: number;
  /** Farthest failure so far. */
  farthest: number;
  found: string | undefined;
  expected: string[];
}

export function scan(text: string): Scanner {
  return { text, at: 0, farthest: -1, found: undefined, expected: [] };
}

/** Notes that `expected` could have stood at `place`, where `found` was met: a character, or nothing at the end. */
export function miss(s: Scanner, place: number, expected: string, found: string = charAt(s, place)): void {
  if (place < s.farthest) return;
  if (place > s.farthest) {
    s.farthest = place;
    s.found = undefined;
    s.expected = [];
  }
  s.found ??= found === "" ? "end of input" : JSON.stringify(found);
  if (expected !== "" && !s.expected.includes(expected)) s.expected.push(expected);
}

/** As `miss`, where the text should have ended: what was found is then shown in single quotes. */
export function missEnd(s: Scanner): void {
  miss(s, s.at, "end of input");
  if (s.farthest === s.at && s.at < s.text.length) s.found = `'${charAt(s, s.at)}'`;
}

/** Whether the text goes on with `word`; moves behind it if so, and notes the miss under `name` if not. */
export function take(s: Scanner, word: string, name: string = JSON.stringify(word)): boolean {
  if (s.text.startsWith(word, s.at)) {
    s.at += word.length;
    return true;
  }
  let same = 0;
  while (same < word.length && s.text[s.at + same] === word[same]) same++;
  miss(s, s.at, name, charAt(s, s.at + same));
  return false;
}

export function expect(s: Scanner, word: string, name?: string): void {
  if (!take(s, word, name)) throw mismatch;
}

export function blanks(s: Scanner): void {
  while (s.text[s.at] === " " || s.text[s.at] === "\t") s.at++;
}

/** Tries `parse`; on a mismatch goes back to where it began. What was missed stays noted. */
export function attempt<T>(s: Scanner, parse: (s: Scanner) => T): T | undefined {
  const start = s.at;
  try {
    return parse(s);
  } catch (thrown) {
    if (!(thrown instanceof Mismatch)) throw thrown;
    s.at = start;
    return undefined;
  }
}

/** Thrown inside a grammar, as ordinary control flow; never leaves `parseAll`. */
export class Mismatch extends Error {}

/** The one that is thrown: it says nothing, and making an error with its stack for every wrong turn would cost much. */
export const mismatch = new Mismatch("The text does not go on as the grammar would have it");

/** Runs a grammar over a text. What stands behind the part it takes is ignored, as the dialect does. */
export function parseAll<T>(what: string, text: string, grammar: (s: Scanner) => T, shown: string = text): T {
  const s = scan(text);
  try {
    return grammar(s);
  } catch (thrown) {
    if (!(thrown instanceof Mismatch)) throw thrown;
    throw syntaxProblem(what, shown, s);
  }
}

function syntaxProblem(what: string, shown: string, s: Scanner): Problem {
  const expected = s.expected;
  const list = expected.length > 1 ? `${expected.slice(0, -1).join(", ")} or ${expected.at(-1)}` : (expected[0] ?? "");
  return new Problem({
    code: "PGRST100",
    category: "invalid",
    message: `"failed to parse ${what} (${shown})" ${position(s)}`,
    details: `unexpected ${s.found ?? "end of input"}${list === "" ? "" : ` expecting ${list}`}`,
  });
}

function position(s: Scanner): string {
  const before = Array.from(s.text.slice(0, Math.max(s.farthest, 0)));
  let line = 1;
  let column = 1;
  for (const char of before) {
    if (char === "\n") {
      line++;
      column = 1;
    } else if (char === "\t") column += 8 - ((column - 1) % 8);
    else column++;
  }
  return `(line ${line}, column ${column})`;
}

function charAt(s: Scanner, place: number): string {
  const code = s.text.codePointAt(place);
  return code === undefined ? "" : String.fromCodePoint(code);
}
