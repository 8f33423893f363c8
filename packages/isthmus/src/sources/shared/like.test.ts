import { describe, expect, it } from "vitest";
import { isLike } from "./like.ts";

describe("like", () => {
  it.each([
    ["abc", "abc", true],
    ["abc", "a%", true],
    ["abc", "%b%", true],
    ["abc", "a_c", true],
    ["abc", "a_", false],
    ["a%c", "a\\%c", true],
    ["abc", "a\\%c", false],
    ["", "%", true],
    ["😀", "_", true],
    ["a\nb", "a%b", true],
  ])("%j like %j is %s", (text, pattern, is) => {
    expect(isLike(text, pattern)).toBe(is);
  });

  it("takes no longer for a hostile pattern", () => {
    const begun = performance.now();
    expect(isLike("a".repeat(5_000), `${"%a".repeat(500)}b`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it.each([
    ["aab", "%ab", true],
    ["aaab", "%aab%", true],
    ["abab", "%abab%", true],
    ["ababac", "%abac%", true],
    ["abcabd", "ab%abd", true],
    ["ab", "ab%b", false],
    ["aXbXc", "a%_b%c", true],
    ["aXbXc", "%X_X%", true],
    ["aXbXc", "%_X_%_", true],
    ["abc", "%%%", true],
    ["abc", "%%d%%", false],
    ["a_c", "%\\_%", true],
    ["abc", "%\\_%", false],
    ["a\\b", "%\\\\%", true],
    ["", "", true],
    ["a", "", false],
    ["", "_", false],
    ["", "%_%", false],
  ])("%j like %j is %s", (text, pattern, is) => {
    expect(isLike(text, pattern)).toBe(is);
  });

  it("takes no longer for long texts and patterns that nearly match everywhere", () => {
    const begun = performance.now();
    const text = "a".repeat(200_000);
    expect(isLike(text, `%${"a".repeat(8_000)}b%`)).toBe(false);
    expect(isLike(text, `${"%aa".repeat(3_000)}%b%`)).toBe(false);
    expect(isLike(text, `%${"a_".repeat(49)}b%`)).toBe(false);
    expect(() => isLike(text, `%${"a_".repeat(4_000)}b%`)).toThrow("LIKE pattern is too complex");
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it("is as long at its ends as it likes", () => {
    expect(isLike("a".repeat(8_000), "_".repeat(8_000))).toBe(true);
    expect(isLike("a".repeat(8_000), `${"_".repeat(4_000)}%${"_".repeat(4_001)}`)).toBe(false);
  });
});
