import { describe, expect, it } from "vitest";
import type { Catalog, Resource, Statement } from "../../core/index.ts";
import { smallShop } from "../../../test/kit/small-shop.ts";
import { createEffects, type Touched } from "./effects.ts";

/** The small shop, with some of its resources otherwise. */
function shopWith(more: Readonly<Record<string, Partial<Resource>>> = {}): Catalog {
  const { catalog } = smallShop();
  const resources = [...catalog.resources].map(([id, resource]) => [id, { ...resource, ...more[id] }] as const);
  return { ...catalog, resources: new Map(resources) };
}

const ids = (touched: Touched | undefined): readonly string[] | undefined =>
  touched?.resources === "everything" ? ["everything"] : touched && [...touched.resources].sort();
const insert: Statement = {
  kind: "insert",
  resource: "orders",
  fields: ["id"],
  rows: { kind: "input", index: 0 },
  missing: "null",
};

describe("what a statement may change", () => {
  const { ofStatement } = createEffects(shopWith());

  it("is nothing of a question, its own resource of an insert", () => {
    expect(ofStatement({ kind: "query", resource: "orders", select: [], answer: { as: "many" } })).toBeUndefined();
    expect(ids(ofStatement(insert))).toEqual(["orders"]);
  });

  it("is also what hangs on the rows it changes, merges or deletes, however far", () => {
    const hanging = ["customers", "order_items", "orders"];
    expect(ids(ofStatement({ kind: "delete", resource: "customers" }))).toEqual(hanging);
    const update = { kind: "update", resource: "customers", fields: [], values: { kind: "input", index: 0 } } as const;
    expect(ids(ofStatement(update))).toEqual(hanging);
    const merge: Statement = { ...insert, conflict: { target: ["id"], action: "merge" } };
    expect(ids(ofStatement(merge))).toEqual(["order_items", "orders"]);
    const ignore: Statement = { ...insert, conflict: { target: ["id"], action: "ignore" } };
    expect(ids(ofStatement(ignore))).toEqual(["orders"]);
  });

  it("is also every view of the source", () => {
    const effects = createEffects(shopWith({ tags: { kind: "view" }, products: { kind: "materialized-view" } }));
    expect(ids(effects.ofStatement(insert))).toEqual(["orders", "products", "tags"]);
  });

  it("is everything where a view is written, or where triggers stand on what is changed or changes along", () => {
    const views = createEffects(shopWith({ orders: { kind: "view" } }));
    expect(ids(views.ofStatement(insert))).toEqual(["everything"]);
    const triggered = createEffects(shopWith({ order_items: { triggers: true } }));
    expect(ids(triggered.ofStatement(insert))).toEqual(["orders"]);
    expect(ids(triggered.ofStatement({ kind: "delete", resource: "customers" }))).toEqual(["everything"]);
  });

  it("is everything of a call that writes, and nothing of one that does not", () => {
    const operation = {
      id: "tidy",
      name: "tidy",
      namespace: "main",
      source: "shop",
      native: { schema: "main", name: "tidy" },
      parameters: [],
      effect: "write",
      returns: { many: false, shape: "void" },
    } as const;
    const { ofStatement: ofCall } = createEffects(smallShop({}, [operation]).catalog);
    const call = { kind: "call", operation: "tidy", overload: 0, arguments: [] } as const;
    expect(ids(ofCall({ ...call, readOnly: false }))).toEqual(["everything"]);
    expect(ofCall({ ...call, readOnly: true })).toBeUndefined();
  });
});

describe("what a source tells of", () => {
  it("counts as a change of whatever may have changed along, and of the views where the name is not served", () => {
    const { ofChanged } = createEffects(shopWith({ tags: { kind: "view" } }));
    expect(ids(ofChanged("shop", "everything"))).toEqual(["everything"]);
    expect(ids(ofChanged("shop", [{ schema: "main", name: "orders" }]))).toEqual(["order_items", "orders", "tags"]);
    expect(ids(ofChanged("shop", [{ schema: "other", name: "orders" }]))).toEqual(["tags"]);
    expect(ids(ofChanged("elsewhere", [{ schema: "main", name: "orders" }]))).toEqual([]);
  });
});
