// What every source that updates must make of changes that start from what stands there.

import { describe, expect, it } from "vitest";
import type { Adjustment, InputValue, Insert, Update } from "../../src/core/index.ts";
import type { OpenEngine } from "../kit/open-engine.ts";
import { equals, field, input, one, openStatements, query } from "./statements.ts";

const adjusting = (resource: string, name: string, operator: Adjustment["operator"], id: number): Update => ({
  kind: "update",
  resource,
  fields: [],
  values: { kind: "literal", value: "{}" },
  adjust: [{ field: name, operator, value: input(0) }],
  where: equals("id", id),
  returning: query(resource, [field(name, "v")], one),
});

const product: Insert = {
  kind: "insert",
  resource: "products",
  fields: ["id", "name", "price", "data"],
  rows: input(0),
  missing: "default",
};

/** @param open A source over the golden seed, all of it allowed. */
export function testAdjustments(open: () => Promise<OpenEngine>): void {
  const { undone, lacks } = openStatements(open);
  const adjusted = (resource: string, name: string, operator: Adjustment["operator"], id: number, value: InputValue) =>
    undone([adjusting(resource, name, operator, id), value]);
  /** A document of its own, and what an adjustment makes of it. */
  const json = (operator: Adjustment["operator"], document: string, value: InputValue) =>
    undone(
      [product, `{"id":70,"name":"x","price":1,"data":${document}}`],
      [adjusting("products", "data", operator, 70), value],
    );

  describe("increments", () => {
    it("add whole numbers and decimals exactly, whether they come as numbers or as text", async () => {
      expect(await adjusted("order_items", "quantity", "increment", 100, 3)).toEqual({ v: 5 });
      expect(await adjusted("order_items", "quantity", "increment", 100, "-1")).toEqual({ v: 1 });
      expect(await adjusted("products", "price", "increment", 1, "0.10")).toEqual({ v: 20 });
      expect(await adjusted("orders", "total", "increment", 12, -0.1)).toEqual({ v: 120 });
    });

    it("leave a null as it is", async () => {
      expect(await adjusted("products", "cost", "increment", 4, 5)).toEqual({ v: null });
    });

    it("go past what a double can tell apart", async ({ skip }) => {
      skip(lacks("key changes"), "the database changes no key");
      const insert = [product, `{"id":9007199254740992,"name":"x","price":1,"data":null}`] as const;
      const change: Update = {
        ...adjusting("products", "id", "increment", 0),
        where: { kind: "compare", left: { field: "id" }, operator: "eq", right: input(1) },
      };
      expect(await undone([...insert], [change, "1000", "9007199254740992"])).toEqual({ v: "9007199254741992" });
    });

    it.each([
      ["order_items", "quantity", 100, "9223372036854775806"],
      ["products", "price", 1, "99999999.99"],
    ])("refuse a sum that %s.%s cannot hold, and leave it", async (resource, name, id, by) => {
      await expect(adjusted(resource, name, "increment", id, by)).rejects.toMatchObject({
        code: "22003",
        category: "invalid",
      });
    });

    it("refuse what is no number", async () => {
      await expect(adjusted("order_items", "quantity", "increment", 100, "1; --")).rejects.toMatchObject({
        code: "22P02",
      });
    });

    it("stand beside fields that are set, and under the rules of the table", async ({ skip }) => {
      const change: Update = {
        ...adjusting("order_items", "quantity", "increment", 100),
        fields: ["product_id"],
        values: input(1),
        returning: query("order_items", [field("quantity"), field("product_id")], one),
      };
      expect(await undone([change, 1, '{"product_id":2}'])).toEqual({ quantity: 3, product_id: 2 });
      skip(lacks("table rules"), "the database has no rules of tables");
      await expect(undone([change, -9, '{"product_id":2}'])).rejects.toMatchObject({ code: "23514" });
    });

    it("of rows that are named one by one add to each", async () => {
      const change: Update = {
        kind: "update",
        resource: "order_items",
        fields: ["id", "order_id"],
        matchBy: ["id"],
        values: input(0),
        adjust: [{ field: "quantity", operator: "increment", value: input(1) }],
        returning: query("order_items", [field("id"), field("order_id"), field("quantity")]),
      };
      const rows = '[{"id":100,"order_id":11},{"id":101,"order_id":12}]';
      const answered = (await undone([change, rows, 10])) as readonly { readonly id: number }[];
      expect([...answered].sort((a, b) => a.id - b.id)).toEqual([
        { id: 100, order_id: 11, quantity: 12 },
        { id: 101, order_id: 12, quantity: 11 },
      ]);
    });
  });

  describe("changes inside JSON", () => {
    it.for<readonly [Adjustment["operator"], string, InputValue, unknown]>([
      ["append", '{"a":1,"b":1}', '{"b":2,"__proto__":3}', JSON.parse('{"a":1,"b":2,"__proto__":3}')],
      ["append", "[1]", "[2,[3]]", [1, 2, [3]]],
      ["append", "[1]", '"x"', [1, "x"]],
      ["append", "[1]", '{"a":null}', [1, { a: null }]],
      ["append", '{"a":1}', "[2]", [{ a: 1 }, 2]],
      ["append", '"x"', "null", ["x", null]],
      ["append", "[]", "12345678901234567890.5", expect.anything()],
      ["prepend", "[1]", "[2,3]", [2, 3, 1]],
      ["prepend", '{"a":1,"b":1}', '{"b":2}', { a: 1, b: 1 }],
      ["deleteKey", '{"a":1,"b":{"a":2}}', "a", { b: { a: 2 } }],
      ["deleteKey", '{"a":1}', "no'such\"", { a: 1 }],
      ["deleteKey", '["a","b",["a"],"a"]', "a", ["b", ["a"]]],
      ["deleteElement", "[1,2,3]", 0, [2, 3]],
      ["deleteElement", "[1,2,3]", "-1", [1, 2]],
      ["deleteElement", "[1,2,3]", 7, [1, 2, 3]],
      ["deleteElement", "[1,2,3]", -7, [1, 2, 3]],
      ["deleteAtPath", '{"a":[1,{"b":2,"c":3}]}', ["a", "1", "b"], { a: [1, { c: 3 }] }],
      ["deleteAtPath", '{"a":[1,{"b":2}]}', ["a", "-1"], { a: [1] }],
      ["deleteAtPath", '{"a":{"b":1}}', ["a", "x", "y"], { a: { b: 1 } }],
      ["deleteAtPath", '{"a":1}', ["a", "x"], { a: 1 }],
      ["deleteAtPath", '{"a":1}', [], { a: 1 }],
    ])("%s of %s and %j", async ([operator, document, value, expected], { skip }) => {
      const nested = /\[[^\]]*\[/.test(`${document}${JSON.stringify(value)}`);
      skip(nested && lacks("lists in lists"), "the database stores no list in a list");
      expect(await json(operator, document, value)).toEqual({ v: expected });
    });

    it.each<readonly [Adjustment["operator"], string, InputValue, string]>([
      ["deleteKey", "1", "a", "22023"],
      ["deleteElement", '{"a":1}', 0, "22023"],
      ["deleteElement", "1", 0, "22023"],
      ["deleteElement", "[1]", "x", "22P02"],
      ["deleteAtPath", "1", ["a"], "22023"],
      ["deleteAtPath", "[1]", ["a"], "22P02"],
      ["deleteAtPath", '{"a":1}', [null], "22004"],
      ["append", "[1]", "{", "22P02"],
    ])("%s of %s and %j is refused", async (operator, document, value, code) => {
      await expect(json(operator, document, value)).rejects.toMatchObject({ code, category: "invalid" });
    });

    it("leave a null as it is, and digits as they are", async ({ skip }) => {
      expect(await json("append", "null", "[1]")).toEqual({ v: null });
      skip(lacks("exact numbers in JSON"), "the database keeps a double of a number inside JSON");
      expect(await json("append", "[]", "[12345678901234567890]")).toEqual({ v: ["12345678901234567890"] });
    });
  });

  it("an adjustment of a field of another type is refused", async () => {
    const other = { code: "42804", category: "invalid" };
    await expect(adjusted("products", "name", "increment", 1, 1)).rejects.toMatchObject(other);
    await expect(adjusted("products", "price", "append", 1, "[1]")).rejects.toMatchObject(other);
  });
}
