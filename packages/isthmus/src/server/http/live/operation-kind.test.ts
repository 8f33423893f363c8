import { describe, expect, it } from "vitest";
import { operationKind } from "./operation-kind.ts";

describe("the kind of an operation", () => {
  it.each<[string, string | undefined, string]>([
    ["{ a }", undefined, "query"],
    ["query { a }", undefined, "query"],
    ["subscription { a }", undefined, "subscription"],
    ["\ufeff# subscription {\n  mutation M($a: [Int!] = [1]) @d(b: {c: 1}) { a }", undefined, "mutation"],
    ["fragment subscription on Query { a } subscription { ...subscription }", undefined, "subscription"],
    ["fragment F on Query { query { a } } subscription S { a }", "S", "subscription"],
    ["query A { a } subscription B { a } mutation C { a }", "B", "subscription"],
    ["query A { a } subscription B { a } mutation C { a }", "C", "mutation"],
    ["query A { a } subscription B { a }", "D", "query"],
    ['query A($s: String = "} subscription B {") { a } mutation B { a }', "B", "mutation"],
    ['query A { a(s: """ " } subscription B { \\""" """) } mutation B { a }', "B", "mutation"],
    ['"a description" subscription { a }', undefined, "subscription"],
    ["subscription", undefined, "query"],
    ["}}}} subscription { a", undefined, "subscription"],
    ["", undefined, "query"],
  ])("of %j, named %j, is %s", (document, name, kind) => {
    expect(operationKind(document, name)).toBe(kind);
  });

  it.each([
    "{".repeat(500_000),
    '"'.repeat(500_000),
    '"""'.repeat(200_000),
    `"""${"\\".repeat(500_000)}`,
    "subscription ".repeat(50_000),
  ])("is told of a hostile document in the time it takes to read it", (document) => {
    const began = performance.now();
    operationKind(document, "x");
    expect(performance.now() - began).toBeLessThan(500);
  });
});
