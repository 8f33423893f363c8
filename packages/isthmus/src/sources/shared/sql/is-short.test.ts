import { describe, expect, it } from "vitest";
import type { Condition, Query } from "../../../core/index.ts";
import { smallShop } from "../../../../test/kit/small-shop.ts";
import { isShort } from "./is-short.ts";

const { catalog } = smallShop();
const eq = (field: string): Condition => ({
  kind: "compare",
  left: { field },
  operator: "eq",
  right: { kind: "input", index: 0 },
});
const query = (resource: string, where: Condition | undefined, more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource,
  select: [{ kind: "field", as: "x", of: { field: "id" } }],
  answer: { as: "many" },
  ...(where === undefined ? {} : { where }),
  ...more,
});

describe("a question is short by its form", () => {
  it("when its whole key is given, under any further condition", () => {
    expect(isShort(query("orders", eq("id")), catalog)).toBe(true);
    expect(isShort(query("orders", { kind: "and", of: [eq("status"), eq("id")] }), catalog)).toBe(true);
    expect(isShort(query("product_tags", { kind: "and", of: [eq("product_id"), eq("tag_id")] }), catalog)).toBe(true);
  });

  it.each<[string, Query]>([
    ["without a condition", query("orders", undefined)],
    ["with a part of the key", query("product_tags", eq("product_id"))],
    ["with the key in an or", query("orders", { kind: "or", of: [eq("id"), eq("status")] })],
    ["with the key turned around", query("orders", { kind: "not", of: eq("id") })],
    ["with one of several keys", query("orders", { ...(eq("id") as object), quantifier: "any" } as Condition)],
    ["with a count", query("orders", eq("id"), { count: "exact" })],
    [
      "with something embedded",
      query("orders", eq("id"), {
        select: [
          {
            kind: "relation",
            as: "x",
            relation: "order_items",
            join: "left",
            spread: false,
            query: query("order_items", undefined),
          },
        ],
      }),
    ],
  ])("but not %s", (_, asked) => {
    expect(isShort(asked, catalog)).toBe(false);
  });
});
