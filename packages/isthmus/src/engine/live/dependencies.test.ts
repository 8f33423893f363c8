import { describe, expect, it } from "vitest";
import type { Authorized, Query, RoleConfiguration, Statement } from "../../core/index.ts";
import { smallShop, user } from "../../../test/kit/small-shop.ts";
import { authorize } from "../authorize/authorize.ts";
import { createViews } from "../view.ts";
import { dependenciesOf } from "./dependencies.ts";

const limits = { rows: 100, depth: 5 };
const rowsOf = (resource: string, more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource,
  select: [{ kind: "field", as: "id", of: { field: "id" } }],
  answer: { as: "many" },
  ...more,
});

function resourcesOf(query: Query, roles: Readonly<Record<string, RoleConfiguration>>): readonly string[] {
  const { catalog, policies } = smallShop(roles);
  const view = createViews(catalog, policies).of(user(Object.keys(roles)));
  return [...dependenciesOf([authorize(query, view, limits)], catalog).resources].sort();
}

describe("an answer depends on", () => {
  const all = { clerk: { "*": { read: true } } };

  it("what it reads, embeds, and reaches through junctions", () => {
    expect(resourcesOf(rowsOf("orders"), all)).toEqual(["orders"]);
    const embedding = rowsOf("products", {
      select: [
        {
          kind: "group",
          as: "g",
          select: [
            { kind: "relation", as: "tags", relation: "tags", join: "left", spread: false, query: rowsOf("tags") },
          ],
        },
      ],
    });
    expect(resourcesOf(embedding, all)).toEqual(["product_tags", "products", "tags"]);
  });

  it("what its conditions speak of, however deep", () => {
    const where = {
      kind: "not",
      of: {
        kind: "or",
        of: [
          { kind: "related", relation: "order_items", where: { kind: "related", relation: "product" } },
          { kind: "constant", value: false },
        ],
      },
    } as const;
    expect(resourcesOf(rowsOf("orders", { where }), all)).toEqual(["order_items", "orders", "products"]);
  });

  it("what the policies of its rows, of its fields and of its junctions compare with", () => {
    const roles = {
      some: { orders: { read: { fields: ["id"] } } },
      more: {
        orders: { read: { where: { order_items: { quantity: 1 } } } },
        order_items: { read: true },
      },
    } as const;
    const noted = rowsOf("orders", { select: [{ kind: "field", as: "note", of: { field: "note" } }] });
    expect(resourcesOf(rowsOf("orders"), roles)).toEqual(["orders"]);
    expect(resourcesOf(noted, roles)).toEqual(["order_items", "orders"]);
    const junction = {
      clerk: {
        products: { read: true },
        tags: { read: true },
        product_tags: { read: { where: { product: { order_items: { quantity: 1 } } } } },
        order_items: { read: true },
      },
    } as const;
    const tagged = rowsOf("tags", { where: { kind: "related", relation: "products" } });
    expect(resourcesOf(tagged, junction)).toEqual(["order_items", "product_tags", "products", "tags"]);
  });

  it("the whole source where it reads what a function makes", () => {
    const { catalog } = smallShop();
    const products = catalog.resources.get("products");
    const price = products?.fields.get("price");
    if (products === undefined || price === undefined) throw new Error("the small shop has priced products");
    const computed = { ...price, computed: { schema: "main", function: "price" } };
    const whole = {
      ...catalog,
      resources: new Map(catalog.resources).set("products", {
        ...products,
        fields: new Map(products.fields).set("price", computed),
      }),
    };
    const asked = (field: string) =>
      rowsOf("products", { order: [{ by: { field }, direction: "asc" }] }) as unknown as Authorized<Statement>;
    expect([...dependenciesOf([asked("id")], whole).whole]).toEqual([]);
    expect([...dependenciesOf([asked("price")], whole).whole]).toEqual(["shop"]);
  });
});
