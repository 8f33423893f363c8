// What a filter means.

import { describe, expect, it } from "vitest";
import { only, query, input, eq } from "../testing/ask.ts";

describe("filters", () => {
  const compare = (operator: string, more: object = {}) => ({
    kind: "compare",
    left: { field: "id" },
    operator,
    right: input(0),
    ...more,
  });

  it.each<[string, object, readonly unknown[]]>([
    ["id=eq.1", compare("eq"), ["1"]],
    ["id=neq.1", compare("neq"), ["1"]],
    ["id=gte.a b", compare("gte"), ["a b"]],
    ["id=eq.a+b%2Bc", compare("eq"), ["a b+c"]],
    ["id=eq.1.5", compare("eq"), ["1.5"]],
    ["id=eq.", compare("eq"), [""]],
    ["id=eq.100%", compare("eq"), ["100%"]],
    ["id=like.*x%25", compare("like"), ["%x%"]],
    ["id=ilike.a*", compare("ilike"), ["a%"]],
    ["id=match.^a*", compare("match"), ["^a*"]],
    ["id=in.(1,2)", compare("in"), [["1", "2"]]],
    ['id=in.("a,b","c\\"d",e)', compare("in"), [["a,b", 'c"d', "e"]]],
    ["id=in.()", compare("in"), [[]]],
    ['id=in.("")', compare("in"), [[]]],
    ["id=eq(any).{1,2}", compare("eq", { quantifier: "any" }), [["1", "2"]]],
    ['id=like(all).{a*,"b,c"}', compare("like", { quantifier: "all" }), [["a%", "b,c"]]],
    ["id=isdistinct.1", compare("isDistinct"), ["1"]],
    ["id=fts(english).cat", compare("textSearch", { language: "english" }), ["cat"]],
    ["id=wfts.cat dog", compare("textSearchWeb"), ["cat dog"]],
    ["id=cs.{1}", compare("contains"), ["{1}"]],
    ["id=nxl.(1,2)", compare("notExtendsLeft"), ["(1,2)"]],
    ["id=not.eq.1", { kind: "not", of: compare("eq") }, ["1"]],
    ["id=is.null", { kind: "is", left: { field: "id" }, right: "null" }, []],
    ["id=is.NOT_NULL", { kind: "is", left: { field: "id" }, right: "not-null" }, []],
    ["id=not.is.null", { kind: "is", left: { field: "id" }, right: "not-null" }, []],
    ["id=not.is.true", { kind: "not", of: { kind: "is", left: { field: "id" }, right: "true" } }, []],
    ["%22id%22=eq.1", compare("eq"), ["1"]],
  ])("%s", (filter, where, inputs) => {
    const question = only(`GET /orders?${filter}`);
    expect(question.statement.where).toEqual(where);
    expect(question.inputs).toEqual(inputs);
  });

  it("reach into JSON by keys and indexes", () => {
    expect(query("GET /products?data->a->-1->>b-c=eq.1").where).toEqual({
      kind: "compare",
      left: {
        field: "data",
        path: [
          { to: { key: "a" }, as: "json" },
          { to: { index: -1 }, as: "json" },
          { to: { key: "b-c" }, as: "text" },
        ],
      },
      operator: "eq",
      right: input(0),
    });
  });

  it("all hold together, in the order they stand", () => {
    expect(query("GET /orders?id=eq.1&status=eq.a").where).toEqual({ kind: "and", of: [eq("id", 0), eq("status", 1)] });
  });

  it("form trees with and, or and not, whose values may be quoted", () => {
    const question = only('GET /orders?or=(status.eq."a,b",not.and(id.eq.1,id.not.in.(2,3)))');
    expect(question.statement.where).toEqual({
      kind: "or",
      of: [
        eq("status", 0),
        {
          kind: "not",
          of: { kind: "and", of: [eq("id", 1), { kind: "not", of: { ...eq("id", 2), operator: "in" } }] },
        },
      ],
    });
    expect(question.inputs).toEqual(["a,b", "1", ["2", "3"]]);
    expect(query("GET /orders?not.or=(id.eq.1,id.eq.2)").where).toMatchObject({ kind: "not", of: { kind: "or" } });
  });
});
