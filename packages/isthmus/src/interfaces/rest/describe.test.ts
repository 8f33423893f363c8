// What the document says to whom.

import { describe, expect, it } from "vitest";
import { catalogOf, describedShop, field, plainShop, products, resource } from "../../../test/kit/described-shop.ts";
import type { Catalog } from "../../core/index.ts";
import { documentText } from "./describe/document-text.ts";
import { describe as describeCatalog } from "./describe.ts";
import { restSettings } from "./options.ts";

interface Plain {
  readonly [key: string]: Plain;
}

const settings = restSettings({ title: "Shop" });
const base = "https://shop.example/api";

function documentOf(catalog: Catalog, namespace = "public"): Plain {
  return JSON.parse(JSON.stringify(describeCatalog(catalog, base, settings, namespace))) as Plain;
}

function methods(document: Plain, path: string): readonly string[] {
  return Object.keys(document["paths"]?.[path] ?? {});
}

const text = { name: "text", native: "text" } as const;
const nothing = { insertable: false, updatable: false, deletable: false };

describe("paths", () => {
  const shop = documentOf(plainShop);

  it("are there for every resource, in the order of their names, between the document's own and the batch", () => {
    expect(Object.keys(shop["paths"] ?? {})).toEqual([
      "/",
      "/categories",
      "/order_items",
      "/orders",
      "/products",
      "/sales_totals",
      "/rpc/add",
      "/rpc/checkout",
      "/rpc/search_products",
      "/batch",
    ]);
  });

  it("have the methods the caller may use, and no others", () => {
    expect(methods(shop, "/products")).toEqual(["get", "post", "put", "patch", "delete"]);
    expect(methods(shop, "/sales_totals")).toEqual(["get"]);
    expect(methods(documentOf(describedShop), "/mailbox")).toEqual(["post"]);
    expect(methods(documentOf(catalogOf([{ ...products, ...nothing, deletable: true }])), "/products")).toEqual([
      "get",
      "delete",
    ]);
  });

  it("are missing for a resource nothing may be done with", () => {
    const closed = resource("closed", [field("a", text, { readable: false })], nothing);
    expect(documentOf(catalogOf([closed]))["paths"]).not.toHaveProperty("/closed");
  });

  it("of functions that only read have GET besides POST", () => {
    const all = documentOf(describedShop);
    expect(methods(all, "/rpc/add")).toEqual(["get", "post"]);
    expect(methods(all, "/rpc/checkout")).toEqual(["post"]);
  });

  it("are those of the namespace that was asked for", () => {
    expect(Object.keys(documentOf(describedShop, "history")["paths"] ?? {})).toEqual(["/", "/archive", "/batch"]);
  });
});

describe("what a caller may not read", () => {
  it("is in no form, filter or example he reads by, and may still be in the forms he writes by", () => {
    const schemas = documentOf(plainShop)["components"]?.["schemas"] ?? ({} as Plain);
    expect(schemas["products"]?.["properties"]).not.toHaveProperty("cost");
    expect(schemas["products.insert"]?.["properties"]).toHaveProperty("cost");
    const parameters = Object.values(documentOf(plainShop)["components"]?.["parameters"] ?? {}) as unknown as readonly {
      readonly name: string;
    }[];
    expect(parameters.map(({ name }) => name)).not.toContain("cost");
  });

  it("is in no word of the document when he may not write it either", () => {
    const seen = catalogOf([
      resource("products", [
        field("name", text),
        field("margin", text, { readable: false, insertable: false, updatable: false }),
      ]),
    ]);
    expect(JSON.stringify(documentOf(seen))).not.toContain("margin");
  });

  it("leaves out relations to resources that are not in his view", () => {
    const alone = documentOf(catalogOf([products]));
    expect(JSON.stringify(alone)).not.toContain("categories");
  });
});

describe("forms", () => {
  const schemas = documentOf(describedShop)["components"]?.["schemas"] ?? ({} as Plain);

  it("require in an insert what nothing else fills in, and nothing in an update or an answer", () => {
    expect(schemas["products.insert"]?.["required"]).toEqual(["name", "price", "cost"]);
    expect(schemas["products.update"]).not.toHaveProperty("required");
    expect(schemas["products"]).not.toHaveProperty("required");
  });

  it("leave out of a write what the database makes by itself", () => {
    expect(schemas["products"]?.["properties"]).toHaveProperty("id");
    expect(schemas["products.insert"]?.["properties"]).not.toHaveProperty("id");
  });

  it.each([
    ["products", "id", { type: "integer", format: "int64" }],
    ["products", "price", { type: "number" }],
    ["products", "name", { type: "string", maxLength: 120 }],
    ["products", "category_id", { type: ["integer", "null"], format: "int64" }],
    ["products", "tags", { type: ["array", "null"], items: { type: ["string", "null"] } }],
    ["orders", "id", { type: "string", format: "uuid" }],
    ["orders", "status", { type: "string", enum: ["new", "paid", "sent"] }],
    ["orders", "placed_at", { type: "string", format: "date-time" }],
    ["every_type", "mood", { type: ["string", "null"], enum: ["new", "paid", "sent", null] }],
    ["every_type", "place", { type: "object", properties: { street: { type: ["string", "null"] } } }],
  ])("say of %s.%s what stands in a body", (name, property, schema) => {
    expect(schemas[name]?.["properties"]?.[property]).toMatchObject(schema);
  });
});

describe("trying a change out", () => {
  it.each(["patch", "delete"])("by %s has a filter for one record, so that not all are changed", (method) => {
    const parameters = documentOf(plainShop)["paths"]?.["/products"]?.[method]?.["parameters"] as unknown as readonly {
      readonly name?: string;
    }[];
    expect(parameters).toContainEqual(expect.objectContaining({ name: "id", example: "eq.1" }));
  });
});

describe("parts that nothing refers to", () => {
  it("are left out: a reader finds no word about writing", () => {
    const reader = documentOf(catalogOf([resource("products", [field("name", text)], nothing)]));
    expect(Object.keys(reader["components"]?.["parameters"] ?? {})).not.toContain("preferInsert");
    expect(Object.keys(reader["components"]?.["schemas"] ?? {})).toEqual([
      "Error",
      "Filter",
      "Batch",
      "BatchResults",
      "products",
    ]);
  });
});

describe("the text of the document", () => {
  it("is the same whatever order the parts of the catalog came in", () => {
    const turned: Catalog = {
      ...plainShop,
      resources: new Map([...plainShop.resources].reverse()),
      operations: new Map([...plainShop.operations].reverse()),
    };
    expect(documentText(turned, base, settings, "public")).toBe(documentText(plainShop, base, settings, "public"));
  });

  it("is made once for a view", () => {
    const view = catalogOf([products]);
    const first = documentText(view, base, settings, "public");
    // A view is frozen; only a document that was kept can survive its being emptied.
    (view.resources as Map<string, unknown>).clear();
    expect(documentText(view, base, settings, "public")).toBe(first);
  });

  it("of a thousand tables takes less than a second of work", () => {
    const tables = Array.from({ length: 1_000 }, (_, index) =>
      resource(
        `table_${index}`,
        Array.from({ length: 12 }, (__, at) => field(`field_${at}`, text)),
      ),
    );
    const catalog = catalogOf(tables);
    const begun = process.cpuUsage();
    documentText(catalog, base, settings, "public");
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(1_000);
  });
});
