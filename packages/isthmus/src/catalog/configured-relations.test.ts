import { describe, expect, it } from "vitest";
import { allCapabilities, smallShopSchema } from "../../test/kit/small-shop.ts";
import type { Configuration } from "../core/index.ts";
import { buildCatalog } from "./build.ts";

const built = (relations: NonNullable<Configuration["relations"]>) =>
  buildCatalog(new Map([["shop", { kind: "test", capabilities: allCapabilities, schema: smallShopSchema }]]), {
    relations,
  });

describe("relations of the configuration", () => {
  it("lead to one record where it says so, and to many otherwise", () => {
    const { resources } = built({
      "tags.favourite": { to: "products", match: { id: "id" }, one: true },
      "tags.namesakes": { to: "products", match: { label: "name" } },
    });
    const relations = resources.get("tags")?.relations;
    expect(relations?.get("favourite")).toMatchObject({
      target: "products",
      cardinality: "many-to-one",
      owning: true,
      on: [{ from: "id", to: "id" }],
    });
    expect(relations?.get("namesakes")).toMatchObject({ cardinality: "one-to-many", owning: false });
    expect(relations?.has("products")).toBe(true);
  });

  it.each([
    ["nope.x", { to: "products", match: { id: "id" } }, 'there is no resource "nope"'],
    ["x", { to: "products", match: { id: "id" } }, 'there is no resource ""'],
    [".x", { to: "products", match: { id: "id" } }, 'there is no resource ""'],
    ["tags.x", { to: "nope", match: { id: "id" } }, 'there is no resource "nope"'],
    ["tags.x", { to: "products", match: {} }, "expected at least one pair of fields"],
    ["tags.x", { to: "products", match: { nope: "id" } }, '"tags" has no field "nope"'],
    ["tags.x", { to: "products", match: { id: "nope" } }, '"products" has no field "nope"'],
    ["tags.label", { to: "products", match: { id: "id" } }, '"tags" has a field or relation of that name already'],
    ["tags.products", { to: "products", match: { id: "id" } }, '"tags" has a field or relation of that name already'],
  ])("are refused by name: %s %j", (path, relation, what) => {
    expect(() => built({ [path]: relation })).toThrowError(what);
  });
});
