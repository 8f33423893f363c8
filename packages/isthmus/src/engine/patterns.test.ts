import { describe, expect, it } from "vitest";
import { Problem } from "../core/index.ts";
import { checkPatterns, patternsOf } from "./patterns.ts";

const compare = (operator: string, index: number) => ({
  kind: "compare",
  left: { field: "a" },
  operator,
  right: { kind: "input", index },
});

describe("patterns", () => {
  it("are found anywhere in a statement, in the order of their inputs", () => {
    const statement = {
      where: { kind: "or", of: [compare("like", 0), compare("eq", 1), { kind: "not", of: compare("imatch", 2) }] },
    };
    expect(patternsOf(statement)).toEqual([
      { input: 0, kind: "like" },
      { input: 2, kind: "expression" },
    ]);
  });

  it("are looked for in comparisons with the caller's values only, and in all that stands around them", () => {
    const like = compare("like", 0);
    const others = [
      { ...like, right: { kind: "literal", value: "x" } },
      { ...like, right: { kind: "result", step: 4, field: "a" } },
      { operator: "like", right: like.right },
      { kind: "compare", operator: "like" },
      { kind: "compare", right: like.right },
      null,
      undefined,
    ];
    expect(patternsOf(others)).toEqual([]);
    const around = {
      kind: "other",
      operator: "like",
      right: like.right,
      within: [compare("ilike", 7), compare("match", 8)],
    };
    expect(patternsOf([...others, around])).toEqual([
      { input: 7, kind: "like" },
      { input: 8, kind: "expression" },
    ]);
  });

  it("are checked each by its own input, and nothing that is not a text", () => {
    const like = { input: 1, kind: "like" } as const;
    for (const given of [null, 7, ["a", null], []]) expect(() => checkPatterns([like], ["\\", given])).not.toThrow();
    expect(() => checkPatterns([{ input: 0, kind: "expression" }, like], ["\\", "\\"])).toThrow(
      expect.objectContaining({ code: "22025", category: "invalid" }),
    );
    expect(() => checkPatterns([like], ["", "a".repeat(2000)])).not.toThrow();
  });

  const refusal = (kind: "like" | "expression", given: string | readonly string[]): string => {
    try {
      checkPatterns([{ input: 0, kind }], [given]);
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown.code;
    }
    return "allowed";
  };

  it.each([
    ["a\\", "22025"],
    ["a\\\\", "allowed"],
    ["\\\\\\", "22025"],
    ["", "allowed"],
  ])("of LIKE may not end in an escape: %s", (pattern, expected) => {
    expect(refusal("like", pattern)).toBe(expected);
    expect(refusal("like", ["x", pattern])).toBe(expected);
  });

  it("that are regular expressions may have 1,000 characters", () => {
    expect([refusal("expression", "a".repeat(1000)), refusal("expression", "a".repeat(1001))]).toEqual([
      "allowed",
      "2201B",
    ]);
  });
});
