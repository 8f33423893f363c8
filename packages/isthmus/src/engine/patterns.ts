// Patterns of LIKE must not end in an escape. PostgreSQL notices one only when a row matches up to it, and rows that the
// caller may not see can be among those it tries, so that the error would tell of them; here it is refused beforehand.

import { Problem, type InputValue } from "../core/index.ts";

/** Indexes of the inputs that are patterns, anywhere in a statement. */
export function patternsOf(node: unknown): readonly number[] {
  if (typeof node !== "object" || node === null) return [];
  if ("kind" in node && node.kind === "compare" && "operator" in node && "right" in node) {
    const right = node.right as { readonly kind: string; readonly index: number };
    const isPattern = node.operator === "like" || node.operator === "ilike";
    return isPattern && right.kind === "input" ? [right.index] : [];
  }
  return Object.values(node).flatMap(patternsOf);
}

/** @throws Problem 22025 as PostgreSQL words it. */
export function checkPatterns(indexes: readonly number[], inputs: readonly InputValue[]): void {
  for (const index of indexes) {
    const given = inputs[index];
    for (const pattern of Array.isArray(given) ? given : [given]) {
      if (typeof pattern === "string" && pattern.endsWith("\\") && /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern))
        throw endsInEscape();
    }
  }
}

function endsInEscape(): Problem {
  return new Problem({
    code: "22025",
    category: "invalid",
    message: "LIKE pattern must not end with escape character",
  });
}
