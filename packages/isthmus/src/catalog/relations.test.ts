import { describe, expect, it } from "vitest";
import { smallShop } from "../../test/kit/small-shop.ts";

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
