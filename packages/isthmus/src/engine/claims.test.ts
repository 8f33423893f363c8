import { describe, expect, it } from "vitest";
import type { Condition, Value } from "../core/index.ts";
import { claimsOf, holdsForClaims } from "./claims.ts";

const claim = (...path: readonly string[]): Value => ({ kind: "claim", path });
const compare = (right: Value, more: object = {}): Condition => ({
  kind: "compare",
  left: { field: "a" },
  operator: "eq",
  right,
  ...more,
});

describe("the claims of a policy", () => {
  it("are found wherever it has them", () => {
    const policy = {
      fields: new Set(["a"]),
      where: {
        kind: "or",
        of: [
          { kind: "not", of: compare(claim("in", "not")) },
          { kind: "related", relation: "r", where: compare(claim("related")), guard: compare(claim("guard")) },
          { kind: "constant", value: true },
          { kind: "is", left: { field: "path" }, right: "null" },
        ],
      },
      presets: [
        { field: "a", value: claim("preset") },
        { field: "b", value: { kind: "literal", value: "claim" } },
      ],
    };
    expect(claimsOf(policy)).toEqual([["in", "not"], ["related"], ["guard"], ["preset"]]);
  });

  it("are not guessed from a path of something else", () => {
    expect(claimsOf({ left: { field: "data", path: [{ to: { key: "claim" }, as: "text" }] } })).toEqual([]);
    expect(claimsOf([null, undefined, "claim", 1])).toEqual([]);
  });

  it("are wanted as a list by `in` and by a comparison with any or all, and as one value by everything else", () => {
    const asList: readonly object[] = [{ operator: "in" }, { quantifier: "any" }, { quantifier: "all" }];
    for (const presence of ["none", "one", "list"] as const) {
      const there = new Map([["c", presence]]);
      for (const more of asList) expect(holdsForClaims([compare(claim("c"), more)], there)).toBe(presence === "list");
      expect(holdsForClaims([compare(claim("c"))], there)).toBe(presence === "one");
      expect(holdsForClaims([{ presets: [{ field: "a", value: claim("c") }] }], there)).toBe(presence === "one");
    }
  });

  it("must all be there, in every part", () => {
    const there = new Map([["a", "one"]] as const);
    const both: Condition = { kind: "and", of: [compare(claim("a")), compare(claim("b"))] };
    expect(holdsForClaims([both], there)).toBe(false);
    expect(holdsForClaims([compare(claim("a")), compare(claim("b"))], there)).toBe(false);
    expect(holdsForClaims([compare(claim("a")), { where: undefined }], there)).toBe(true);
    // A list inside of something that wants one value is not excused by its neighbour, nor the other way round.
    const mixed: Condition = { kind: "and", of: [compare(claim("l"), { operator: "in" }), compare(claim("v"))] };
    expect(
      holdsForClaims(
        [mixed],
        new Map([
          ["l", "list"],
          ["v", "one"],
        ] as const),
      ),
    ).toBe(true);
    expect(
      holdsForClaims(
        [mixed],
        new Map([
          ["l", "one"],
          ["v", "list"],
        ] as const),
      ),
    ).toBe(false);
  });
});
