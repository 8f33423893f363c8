import { describe, expect, it } from "vitest";
import type { Schema } from "./schema.ts";
import { createChecks } from "./validate.ts";

const tree: Schema = {
  types: ["object"],
  properties: { next: { ref: "#/Tree" }, size: { types: ["integer"] } },
  required: ["size"],
};
const shared = { "#/Tree": tree, "#/Self": { ref: "#/Self" } };
const check = createChecks(shared, { direction: "in" });
const checkOut = createChecks(shared, { direction: "out" });

describe("a schema", () => {
  it.each<readonly [Schema, readonly unknown[], readonly unknown[]]>([
    [{ types: ["string"] }, ["", "a"], [1, null, [], {}]],
    [{ types: ["string"], nullable: true }, [null, "a"], [1]],
    [{ types: ["integer"] }, [1, -1, 10n ** 30n, 1e3], [1.5, "1", true]],
    [{ types: ["number"] }, [1.5, 1n], ["1"]],
    [{ types: ["boolean"] }, [true], ["true", 0]],
    [{ types: ["string", "integer"] }, ["a", 1], [true]],
    [{ enum: ["a", 1, null] }, ["a", 1, null], ["b", "1"]],
    [{ types: ["string"], minLength: 2, maxLength: 3 }, ["ab", "😀😀😀"], ["a", "abcd"]],
    [{ types: ["integer"], minimum: 1, below: 10 }, [1, 9, 2n], [0, 10, 10n]],
    [{ types: ["number"], above: 0, maximum: 1 }, [0.1, 1], [0, 1.1]],
    [{ types: ["integer"], format: "int32" }, [2 ** 31 - 1], [2 ** 31]],
    [
      { types: ["array"], items: { types: ["integer"] }, minItems: 1, maxItems: 2 },
      [[1], [1, 2]],
      [[], [1, 2, 3], ["a"]],
    ],
    [{ types: ["string"], format: "date" }, ["2026-02-28"], ["2026-02-30", "26-1-1", "x"]],
    [
      { types: ["string"], format: "date-time" },
      ["2026-02-28T10:00:00Z", "2026-02-28T10:00:00.5+02:00"],
      ["2026-02-28", "2026-13-01T00:00:00Z"],
    ],
    [{ types: ["string"], format: "uuid" }, ["8e9b0a3e-0000-4000-8000-000000000000"], ["8e9b"]],
    [{ any: [{ types: ["string"] }, { types: ["integer"] }] }, ["a", 1], [true]],
    [{ all: [{ required: ["a"] }, { required: ["b"] }] }, [{ a: 1, b: 1 }], [{ a: 1 }]],
    [{ types: ["object"], properties: { a: {} }, additional: false }, [{}, { a: 1 }], [{ b: 1 }]],
    [{ types: ["object"], additional: { types: ["string"] } }, [{ x: "y" }], [{ x: 1 }]],
    [{ ref: "#/Tree" }, [{ size: 1, next: { size: 2 } }], [{ size: 1, next: {} }, { size: "1" }]],
    [{ ref: "#/nowhere" }, [1, "a", null], []],
    [{}, [1, null, {}], []],
  ])("%j allows what it should, and nothing else", (schema, good, bad) => {
    for (const value of good) expect(check(schema)(value), String(value)).toBeUndefined();
    for (const value of bad) expect(check(schema)(value), String(value)).toBeDefined();
  });

  it("says where something is wrong", () => {
    expect(check({ ref: "#/Tree" })({ size: 1, next: { size: 1, next: { size: "x" } } })).toEqual({
      at: "next.next.size",
      expected: "a whole number",
    });
    expect(check({ types: ["array"], items: { ref: "#/Tree" } })([{ size: 1 }, {}])).toEqual({
      at: "[1].size",
      expected: "a value",
    });
  });

  it("ends with a schema that is nothing but itself, and with values that are deep", () => {
    expect(check({ ref: "#/Self" })({})).toBeDefined();
    let deep: unknown = { size: 1 };
    for (let i = 0; i < 5_000; i++) deep = { size: 1, next: deep };
    expect(check({ ref: "#/Tree" })(deep)?.expected).toBe("a value that is not as deep");
    expect(check({ ref: "#/Tree" })({ size: 1 })).toBeUndefined();
  });

  it("does not take inherited members for given ones", () => {
    expect(check({ types: ["object"], required: ["constructor"] })({})).toEqual({
      at: "constructor",
      expected: "a value",
    });
    expect(check({ types: ["object"], properties: {}, additional: false })(JSON.parse('{"__proto__":1}'))).toEqual({
      at: "__proto__",
      expected: "no such member",
    });
  });

  it("asks nobody for what the API fills in, and an API for nothing beyond types", () => {
    const schema: Schema = {
      types: ["object"],
      properties: { id: { types: ["string"], readOnly: true } },
      required: ["id"],
      additional: false,
    };
    expect(check(schema)({})).toBeUndefined();
    expect(checkOut(schema)({ id: "a", more: 1 })).toBeUndefined();
    expect(checkOut(schema)({})).toBeDefined();
    expect(checkOut({ types: ["string"], enum: ["a"] })("new")).toBeUndefined();
    expect(checkOut({ types: ["string"], enum: ["a"] })(1)).toBeDefined();
  });
});
