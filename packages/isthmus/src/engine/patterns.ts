// Patterns are refused before any row is tried with them: of LIKE those that end in an escape, which PostgreSQL notices
// only when a row matches up to it, so that its error would tell of rows the caller may not see; of regular expressions
// those that are so long that compiling them alone takes the server's time.

import { Problem, type InputValue } from "../core/index.ts";

export interface Pattern {
  /** Index of the input. */
  readonly input: number;
  readonly kind: "like" | "expression";
}

/** In characters. */
const longestExpression = 1_000;

const kinds: ReadonlyMap<unknown, Pattern["kind"]> = new Map([
  ["like", "like"],
  ["ilike", "like"],
  ["match", "expression"],
  ["imatch", "expression"],
]);

/** The inputs that are patterns, anywhere in a statement. */
export function patternsOf(node: unknown): readonly Pattern[] {
  if (typeof node !== "object" || node === null) return [];
  if ("kind" in node && node.kind === "compare" && "operator" in node && "right" in node) {
    const right = node.right as { readonly kind: string; readonly index: number };
    const kind = kinds.get(node.operator);
    return kind !== undefined && right.kind === "input" ? [{ input: right.index, kind }] : [];
  }
  return Object.values(node).flatMap(patternsOf);
}

/** @throws Problem 22025 or 2201B as PostgreSQL words them. */
export function checkPatterns(patterns: readonly Pattern[], inputs: readonly InputValue[]): void {
  for (const { input, kind } of patterns) {
    const given = inputs[input];
    for (const pattern of Array.isArray(given) ? given : [given]) {
      if (typeof pattern !== "string") continue;
      if (kind === "expression" && pattern.length > longestExpression) throw tooLong();
      if (kind === "like" && endsInEscape(pattern)) throw unescaped();
    }
  }
}

/** An odd number of backslashes at the end. */
function endsInEscape(pattern: string): boolean {
  let escapes = 0;
  while (pattern.charCodeAt(pattern.length - 1 - escapes) === 92) escapes += 1;
  return escapes % 2 === 1;
}

function unescaped(): Problem {
  return new Problem({
    code: "22025",
    category: "invalid",
    message: "LIKE pattern must not end with escape character",
  });
}

function tooLong(): Problem {
  return new Problem({
    code: "2201B",
    category: "invalid",
    message: `invalid regular expression: the pattern is longer than ${longestExpression} characters`,
  });
}
