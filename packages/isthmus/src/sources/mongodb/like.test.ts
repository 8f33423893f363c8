import { describe, expect, it } from "vitest";
import { isLike } from "./like.ts";
import { likeExpression } from "./texts.ts";

const patterns = ["", "%", "a%", "%a", "%a%", "_b%", "a\\%", "%\\_", "a.c", "%b_%", "\\\\", "a\nb", "%é_", "(a)"];
const texts = ["", "a", "ab", "abc", "a%", "x_", "a.c", "axc", "bb", "\\", "a\nb", "a\n", "né😀", "(a)", "A"];

describe("LIKE in the server", () => {
  it.each(patterns)("%j matches what its regular expression does in the database", (pattern) => {
    const expression = new RegExp(likeExpression(pattern).replace(/\\z$/, "$"), "su");
    for (const text of texts) expect([text, isLike(text, pattern, false)]).toEqual([text, expression.test(text)]);
  });

  it("folds case where it is to", () => {
    expect(isLike("ÄB", "äb", true)).toBe(true);
    expect(isLike("ÄB", "äb", false)).toBe(false);
  });

  it("takes no longer for a hostile pattern than for any other", () => {
    const began = performance.now();
    expect(isLike("a".repeat(2_000), `${"%a".repeat(200)}%b`, false)).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
