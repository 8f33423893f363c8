import { describe, expect, it } from "vitest";
import { allCapabilities, smallShop, smallShopSchema } from "../../test/kit/small-shop.ts";
import type { ForeignKeySchema, ResourceSchema, SourceSchema } from "../core/index.ts";
import { buildCatalog } from "./build.ts";

describe("relations made of foreign keys", () => {
  const { catalog } = smallShop();
  const names = (id: string): readonly string[] => [...(catalog.resources.get(id)?.relations.keys() ?? [])].sort();
  const relation = (id: string, name: string) => catalog.resources.get(id)?.relations.get(name);

  it("names a to-one relation by its field without _id", () => {
    expect(relation("orders", "customer")).toMatchObject({
      target: "customers",
      cardinality: "many-to-one",
      owning: true,
      on: [{ from: "customer_id", to: "id" }],
    });
  });

  it("names a to-many relation by the resource it leads to", () => {
    expect(relation("orders", "order_items")).toMatchObject({
      cardinality: "one-to-many",
      owning: false,
      on: [{ from: "id", to: "order_id" }],
    });
  });

  it("lets two foreign keys between the same resources step back to names that tell them apart", () => {
    expect(names("customers")).toEqual(["orders_by_billing_customer_id", "orders_by_customer_id"]);
    expect(names("orders")).toEqual(["billing_customer", "customer", "order_items"]);
  });

  it("sees through a junction whose key is made of both foreign keys", () => {
    expect(relation("products", "tags")).toMatchObject({
      cardinality: "many-to-many",
      on: [{ from: "id", to: "product_id" }],
      through: { resource: "product_tags", on: [{ from: "tag_id", to: "id" }] },
    });
  });
});

describe("a view over tables", () => {
  const [products, items] = ["products", "order_items"].map((name) =>
    smallShopSchema.resources.find((resource) => resource.name === name),
  ) as [ResourceSchema, ResourceSchema];
  const bestSellers: ResourceSchema = { ...products, name: "best_sellers", kind: "view" };
  const recentItems: ResourceSchema = { ...items, name: "recent_items", kind: "view" };
  const led = (key: ForeignKeySchema): ForeignKeySchema[] =>
    key.target.name === "products" ? [key, { ...key, target: { ...key.target, name: "best_sellers" } }] : [key];
  /** As PostgreSQL tells it: the keys of tables lead to the views that show their targets, too. */
  const leadingToViews: SourceSchema = {
    ...smallShopSchema,
    resources: [...smallShopSchema.resources, bestSellers, recentItems].map((resource) => ({
      ...resource,
      foreignKeys: resource.foreignKeys.flatMap(led),
    })),
  };
  /** As SQLite tells it: views inherit keys, and none leads to a view. */
  const inherited: SourceSchema = {
    ...smallShopSchema,
    resources: [...smallShopSchema.resources, bestSellers, recentItems],
  };
  const targets = (schema: SourceSchema, id: string) => {
    const { resources } = buildCatalog(
      new Map([["shop", { kind: "test", capabilities: allCapabilities, schema }]]),
      {},
    );
    return Object.fromEntries([...(resources.get(id)?.relations ?? [])].map(([name, { target }]) => [name, target]));
  };

  it("takes no name from a table's own key", () => {
    for (const schema of [leadingToViews, inherited]) {
      for (const [id, expected] of [
        ["order_items", { order: "orders", product: "products" }],
        ["recent_items", { order: "orders", product: "products" }],
        ["orders", { order_items: "order_items", recent_items: "recent_items", customer: "customers" }],
        ["products", { order_items: "order_items", recent_items: "recent_items", tags: "tags" }],
      ] as const)
        expect(targets(schema, id), id).toMatchObject(expected);
    }
  });

  it("goes by its own name where a key leads to it in a table's place", () => {
    expect(targets(leadingToViews, "order_items")).toEqual({
      order: "orders",
      product: "products",
      best_sellers: "best_sellers",
    });
    expect(targets(leadingToViews, "best_sellers")).toMatchObject({ order_items: "order_items", tags: "tags" });
  });
});
