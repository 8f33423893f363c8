// What is selected, and how.

import { describe, expect, it } from "vitest";
import { ask, only, query, field, eq } from "../testing/ask.ts";

describe("select", () => {
  it.each<[string, readonly object[]]>([
    ["id,label", [field("id"), field("label")]],
    ["", [field("id"), field("label")]],
    ["*", [field("id"), field("label")]],
    ["n:id::text", [{ kind: "field", as: "n", of: { field: "id" }, cast: "text" }]],
    ["count()", [{ kind: "field", as: "count", aggregate: { function: "count" } }]],
    ["count", [{ kind: "field", as: "count", aggregate: { function: "count" } }]],
    ["n:count()::text", [{ kind: "field", as: "n", aggregate: { function: "count", cast: "text" } }]],
    [
      "label,id.sum()::text",
      [field("label"), { kind: "field", as: "sum", of: { field: "id" }, aggregate: { function: "sum", cast: "text" } }],
    ],
    [
      "id::numeric.avg()",
      [{ kind: "field", as: "avg", of: { field: "id" }, cast: "numeric", aggregate: { function: "avg" } }],
    ],
  ])("select=%s", (select, wanted) => {
    expect(query(`GET /tags?select=${select}`).select).toEqual(wanted);
  });

  it("names a JSON path by its last key", () => {
    expect(query("GET /products?select=data->a->b->0,data->>1,x:data->a").select.map(({ as }) => as)).toEqual([
      "b",
      "data",
      "x",
    ]);
  });

  const embedded = (select: string) => query(`GET /orders?select=${select}`).select.at(-1);

  it("embeds by target, with a hint or by the column or constraint that leads there", () => {
    const customer = {
      relation: "customer",
      join: "left",
      spread: false,
      query: { resource: "customers", answer: { as: "one" } },
    };
    expect(embedded("customers!orders_customer_id_fkey(id)")).toMatchObject({ ...customer, as: "customers" });
    expect(embedded("customers!customer_id(id)")).toMatchObject({ ...customer, as: "customers" });
    expect(embedded("c:customer_id!inner(id)")).toMatchObject({ ...customer, as: "c", join: "inner" });
    expect(embedded("orders_customer_id_fkey(id)")).toMatchObject({ ...customer, as: "orders_customer_id_fkey" });
    expect(embedded("customer(id)")).toMatchObject({ ...customer, as: "customer" });
    expect(embedded("...customers!customer_id!left(buyer:name)")).toMatchObject({ ...customer, spread: true });
    expect(embedded("order_items(id,products(name))")).toMatchObject({
      relation: "order_items",
      query: {
        answer: { as: "many" },
        select: [field("id"), { kind: "relation", as: "products", query: { answer: { as: "one" } } }],
      },
    });
  });

  it("embeds through a junction, which may be the hint", () => {
    expect(query("GET /products?select=tags!product_tags(label)").select[0]).toMatchObject({
      relation: "tags",
      query: { resource: "tags", answer: { as: "many" } },
    });
  });

  it("hides an embedded resource of which nothing is selected", () => {
    expect(embedded("id,order_items!inner()")).toMatchObject({ hidden: true, join: "inner" });
    expect(embedded("id,order_items(products())")).toMatchObject({ hidden: true });
  });

  it("filters, orders and pages what is embedded, at any depth", () => {
    const question = only(
      "GET /orders?select=id,items:order_items(id,products(name))&items.quantity=gt.1&items.products.name=eq.x&items.order=id.desc&items.limit=2&items.offset=4&items.or=(id.eq.5,id.eq.6)",
    );
    expect(question.statement.select[1]).toMatchObject({
      query: {
        where: { kind: "and", of: [{ left: { field: "quantity" }, operator: "gt" }, { kind: "or" }] },
        order: [{ by: { field: "id" }, direction: "desc" }],
        limit: { kind: "literal", value: 2 },
        select: [field("id"), { query: { where: eq("name", 0) } }],
      },
    });
    expect(question.inputs).toEqual(["x", "1", "5", "6", 4]);
  });

  it("asks whether there is anything embedded, under the filters it has there", () => {
    expect(
      query("GET /orders?select=id,order_items!inner(id)&order_items.id=eq.1&order_items=not.is.null").where,
    ).toEqual({ kind: "related", relation: "order_items", where: eq("id", 0) });
    expect(query("GET /orders?select=id,order_items()&or=(order_items.is.null,id.eq.1)").where).toMatchObject({
      kind: "or",
      of: [{ kind: "not", of: { kind: "related", relation: "order_items" } }, eq("id", 0)],
    });
  });

  it("takes the target's name for an alias still, and says that it should not", () => {
    const { context } = ask("GET /orders?select=id,items:order_items(id)&order_items.id=eq.1");
    expect(context.warning).toContain("`order_items` to `items`");
  });
});
