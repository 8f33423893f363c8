import { describe, expect, it } from "vitest";
import { type Condition, exactNumber, type Execution, type Field, type Query, writeJson } from "../../../core/index.ts";
import { compileRows } from "./compile-rows.ts";

const field = (name: string, type: Field["type"]["name"]): readonly [string, Field] => [
  name,
  {
    name,
    type: { name: type, native: type },
    nullable: true,
    hasDefault: false,
    generated: "never",
    readable: true,
    insertable: false,
    updatable: false,
  },
];
const fields = new Map([field("id", "bigint"), field("name", "text"), field("ok", "boolean"), field("more", "json")]);
const rows = [
  { id: 1, name: "Ada", ok: true, more: { a: [1, { b: "x" }] } },
  { id: 9_007_199_254_740_993n, name: "Bob", ok: false, more: null },
  { id: 3, name: null, ok: null },
];

function ask(query: Partial<Query>, inputs: Execution["inputs"] = []) {
  const shape = compileRows(
    {
      kind: "query",
      resource: "x",
      select: [{ kind: "field", as: "id", of: { field: "id" } }],
      answer: { as: "many" },
      ...query,
    },
    fields,
  );
  return shape(rows, { inputs } as Execution);
}

const compare = (name: string, operator: "eq" | "neq" | "gt" | "in" | "like" | "ilike" | "isDistinct"): Condition => ({
  kind: "compare",
  left: { field: name },
  operator,
  right: { kind: "input", index: 0 },
});
const ids = (where: Condition, input: Execution["inputs"][number]) =>
  ask({ where }, [input]).rows.map(({ id }) => String(id));

describe("rows of an answer", () => {
  it("are filtered by values of the fields' types, and nothing is equal to null", () => {
    expect(ids(compare("id", "eq"), "1")).toEqual(["1"]);
    expect(ids(compare("id", "eq"), "9007199254740993")).toEqual(["9007199254740993"]);
    expect(ids(compare("id", "gt"), "2")).toEqual(["9007199254740993", "3"]);
    expect(ids(compare("ok", "eq"), "true")).toEqual(["1"]);
    expect(ids(compare("name", "neq"), "Ada")).toEqual(["9007199254740993"]);
    expect(ids(compare("name", "isDistinct"), "Ada")).toEqual(["9007199254740993", "3"]);
    expect(ids(compare("id", "in"), ["1", "3"])).toEqual(["1", "3"]);
    expect(ids(compare("name", "ilike"), "%d_")).toEqual(["1"]);
    expect(ids({ kind: "is", left: { field: "name" }, right: "null" }, null)).toEqual(["3"]);
    expect(
      ids({ kind: "not", of: { kind: "or", of: [compare("id", "eq"), { kind: "constant", value: false }] } }, "1"),
    ).toEqual(["9007199254740993", "3"]);
    expect(ids({ kind: "not", of: compare("name", "eq") }, "Ada")).toEqual(["9007199254740993"]);
    expect(ids({ kind: "or", of: [compare("name", "eq"), { kind: "constant", value: true }] }, "Ada")).toHaveLength(3);
    expect(() => ids(compare("id", "eq"), "many")).toThrow("invalid input syntax");
  });

  it("are compared by all digits of their numbers", () => {
    const price = new Map([field("price", "decimal")]);
    const list = ["19999999999999999999.98", "9.5", "19999999999999999999.97"].map((text) => ({
      price: exactNumber(text),
    }));
    const asked = (query: Partial<Query>, inputs: Execution["inputs"] = []) =>
      writeJson(
        compileRows(
          {
            kind: "query",
            resource: "x",
            select: [{ kind: "field", as: "price", of: { field: "price" } }],
            answer: { as: "many" },
            ...query,
          },
          price,
        )(list, { inputs } as Execution).rows.map((row) => row["price"]),
      );
    expect(asked({ order: [{ by: { field: "price" }, direction: "asc" }] })).toBe(
      "[9.5,19999999999999999999.97,19999999999999999999.98]",
    );
    expect(asked({ where: compare("price", "gt") }, ["19999999999999999999.97"])).toBe("[19999999999999999999.98]");
    expect(asked({ where: compare("price", "eq") }, ["19999999999999999999.970"])).toBe("[19999999999999999999.97]");
    expect(asked({ where: compare("price", "eq") }, ["9.50"])).toBe("[9.5]");
  });

  it("are ordered with nulls where they belong, and cut", () => {
    const by = (direction: "asc" | "desc", more: Partial<Query> = {}) =>
      ask({ order: [{ by: { field: "name" }, direction }], ...more });
    expect(by("asc").rows.map(({ id }) => id)).toEqual([1, 9_007_199_254_740_993n, 3]);
    expect(by("desc").rows.map(({ id }) => id)).toEqual([3, 9_007_199_254_740_993n, 1]);
    const page = by("asc", {
      offset: { kind: "literal", value: 1 },
      limit: { kind: "literal", value: 1 },
      count: "exact",
    });
    expect(page).toEqual({ rows: [{ id: 9_007_199_254_740_993n }], total: 3 });
    expect(by("asc", { cap: 2 }).rows).toHaveLength(2);
  });

  it("give places inside a field, groups and constants, and what is not there as null", () => {
    const path = [
      { to: { key: "a" }, as: "json" },
      { to: { index: 1 }, as: "json" },
      { to: { key: "b" }, as: "text" },
    ] as const;
    const select: Query["select"] = [
      { kind: "field", as: "b", of: { field: "more", path } },
      { kind: "group", as: "g", select: [{ kind: "constant", as: "t", value: "T" }] },
      { kind: "field", as: "__proto__", of: { field: "constructor" } },
    ];
    expect(JSON.stringify(ask({ select }).rows)).toBe(
      '[{"b":"x","g":{"t":"T"},"__proto__":null},{"b":null,"g":{"t":"T"},"__proto__":null},{"b":null,"g":{"t":"T"},"__proto__":null}]',
    );
    expect(ask({ select, answer: { as: "many", stripNulls: true } }).rows[1]).toEqual({ g: { t: "T" } });
  });

  it("show a guarded field where its guard holds, in every place", () => {
    const guard = { kind: "is", left: { field: "ok" }, right: "true" } as const;
    const name = { field: "name", guard };
    expect(ask({ select: [{ kind: "field", as: "n", of: name }] }).rows).toEqual([
      { n: "Ada" },
      { n: null },
      { n: null },
    ]);
    expect(ask({ order: [{ by: name, direction: "desc", nulls: "last" }] }).rows.map(({ id }) => id)).toEqual([
      1,
      9_007_199_254_740_993n,
      3,
    ]);
    const bob: Condition = { kind: "compare", left: name, operator: "eq", right: { kind: "literal", value: "Bob" } };
    expect(ask({ where: bob, count: "exact" })).toEqual({ rows: [], total: 0 });
    expect(ask({ where: { kind: "is", left: name, right: "null" } }).rows).toHaveLength(2);
  });

  it("refuse what one answer cannot tell", () => {
    expect(() => ask({ cursor: true })).toThrow("Feature not implemented");
    expect(() => ask({ select: [{ kind: "field", as: "n", aggregate: { function: "count" } }] })).toThrow(
      "Feature not implemented",
    );
    expect(() =>
      ask({ where: { kind: "compare", left: { field: "id" }, operator: "match", right: { kind: "input", index: 0 } } }),
    ).toThrow("Feature not implemented");
  });
});
