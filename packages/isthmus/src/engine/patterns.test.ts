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
