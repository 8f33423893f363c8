// Patterns of callers, looked at before the database gets them.

import { Problem } from "../../core/index.ts";

/** In characters. */
const longestExpression = 1_000;

/** Throws 22025 for a LIKE pattern that ends with its escape character, 2201B for a regular expression that is too long. */
export function checkPattern(text: string, kind: "like" | "expression"): string {
  if (kind === "like") {
    const escapes = /\\*$/.exec(text)?.[0].length ?? 0;
    if (escapes % 2 === 0) return text;
    throw new Problem({
      code: "22025",
      category: "invalid",
      message: "LIKE pattern must not end with escape character",
    });
  }
  if (text.length <= longestExpression) return text;
  throw new Problem({
    code: "2201B",
    category: "invalid",
    message: `invalid regular expression: the pattern is longer than ${longestExpression} characters`,
  });
}
