import { describe, expect, it } from "vitest";
import type { Condition, DataType, Operation, Principal, Resource, RoleConfiguration } from "../core/index.ts";
import { smallShop, user } from "../../test/kit/small-shop.ts";
import type { Roles } from "../../test/kit/ask.ts";
import { createViews, type View } from "./view.ts";

const claim = (...path: readonly string[]) => ({ kind: "claim" as const, path });
const nothing: Condition = { kind: "constant", value: false };
const text: DataType = { name: "text", native: "text" };

function operation(id: string, returns: Operation["returns"]): Operation {
  return {
    id,
    name: id,
    namespace: "main",
    source: "shop",
    native: { schema: "main", name: id },
    parameters: [],
    effect: "read",
    returns,
  };
}

function viewsOf(roles: Roles, operations: readonly Operation[] = []) {
  const { catalog, policies, faults } = smallShop(roles, operations);
  expect(faults).toEqual([]);
  return { catalog, ...createViews(catalog, policies) };
}

const rowsOf = (view: View, resource = "orders") => view.grants.get(resource)?.read.map((rule) => rule.where);

describe("a view is shared by those who may see the same, and by nobody else", () => {
  const roles: Roles = { customer: { orders: { read: { where: { customer_id: claim("sub") } } } } };

  it("is not shared by one with the claim and one without it, whoever comes first", () => {
    for (const first of [{ sub: 1 }, {}]) {
      const views = viewsOf(roles);
      views.of(user(["customer"], first));
      expect(rowsOf(views.of(user(["customer"])))).toEqual([nothing]);
      expect(rowsOf(views.of(user(["customer"], { sub: 2 })))?.[0]).toMatchObject({ kind: "compare" });
    }
  });

  it("is one for two with the same roles and claims of the same form", () => {
    const views = viewsOf(roles);
    expect(views.of(user(["customer"], { sub: 1 }))).toBe(views.of(user(["customer"], { sub: "x" })));
  });

  it("does not hang on the order in which a principal lists his roles, nor on roles that nobody configured", () => {
    const views = viewsOf({ ...roles, clerk: { customers: { read: true } } });
    const both = views.of(user(["customer", "clerk"], { sub: 1 }));
    expect(views.of(user(["clerk", "nobody", "customer"], { sub: 1 }))).toBe(both);
    expect(both.catalog.resources.has("customers")).toBe(true);
    expect(views.of(user(["nobody"])).catalog.resources.size).toBe(0);
  });

  it("is never the system's for a user with the roles of the system, whoever comes first", () => {
    const system: Principal = { kind: "system", id: "job", roles: ["customer"], claims: {} };
    const views = viewsOf(roles);
    expect(views.of(system).catalog).toBe(views.catalog);
    expect([...views.of(user(["customer"])).catalog.resources.keys()]).toEqual(["orders"]);
    const others = viewsOf(roles);
    others.of(user(["customer"]));
    expect(others.of(system).catalog).toBe(others.catalog);
  });

  it("keeps claims apart whose paths would read alike when they are put together", () => {
    const views = viewsOf({
      one: { orders: { read: { where: { customer_id: claim("a", "b") } } } },
      two: { customers: { read: { where: { id: claim("ab") } } } },
    });
    const view = views.of(user(["one", "two"], { ab: 1 }));
    expect(rowsOf(view)).toEqual([nothing]);
    expect(rowsOf(view, "customers")?.[0]).toMatchObject({ kind: "compare" });
  });
});

describe("a claim counts when it has the form its use needs", () => {
  const single: Roles = { customer: { orders: { read: { where: { customer_id: claim("c") } } } } };
  const listed: Roles = { customer: { orders: { read: { where: { customer_id: { in: claim("c") } } } } } };
  const shows = (roles: Roles, c: unknown): boolean =>
    rowsOf(viewsOf(roles).of(user(["customer"], { c })))?.[0]?.kind === "compare";

  it.each(["x", "", 0, 7.5, true, false])("%j is one value, and no list", (value) => {
    expect([shows(single, value), shows(listed, value)]).toEqual([true, false]);
  });

  it.each([[["a"]], [["a", "b"]], [[1, true]]])("%j is a list, and no value", (value) => {
    expect([shows(single, value), shows(listed, value)]).toEqual([false, true]);
  });

  it.each([
    [[]],
    [null],
    [{}],
    [[null]],
    [["a", null]],
    [["a", { b: 1 }]],
    [[["a"]]],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
  ])("%j is neither", (value) => {
    expect([shows(single, value), shows(listed, value)]).toEqual([false, false]);
  });

  it("shows no row where one of several claims is missing", () => {
    const roles: Roles = {
      customer: { orders: { read: { where: { customer_id: claim("a"), or: [{ status: claim("b") }, { id: 1 }] } } } },
    };
    expect(rowsOf(viewsOf(roles).of(user(["customer"], { a: 1 })))).toEqual([nothing]);
  });
});

describe("a claim that is missing leaves no row to change, remove or add", () => {
  const roles: Roles = {
    customer: {
      orders: {
        insert: { set: { customer_id: claim("sub") } },
        update: { where: { customer_id: claim("sub") } },
        delete: { where: { customer_id: claim("sub") } },
      },
    },
  };

  it("whatever the verb", () => {
    const grants = viewsOf(roles)
      .of(user(["customer"]))
      .grants.get("orders");
    expect(grants?.insert).toEqual([]);
    expect(grants?.update[0]?.where).toEqual(nothing);
    expect(grants?.delete).toEqual([{ where: nothing }]);
  });

  it("and leaves them alone when it is there", () => {
    const grants = viewsOf(roles)
      .of(user(["customer"], { sub: 1 }))
      .grants.get("orders");
    expect(grants?.insert).toHaveLength(1);
    expect([grants?.update[0]?.where?.kind, grants?.delete[0]?.where?.kind]).toEqual(["compare", "compare"]);
  });
});

describe("the system principal's view", () => {
  const system: Principal = { kind: "system", id: "job", roles: ["none"], claims: {} };

  it("grants everything that the sources allow, and no more", () => {
    const { catalog, policies } = smallShop();
    const orders = catalog.resources.get("orders");
    const tags = catalog.resources.get("tags");
    if (orders === undefined || tags === undefined) throw new Error("the small shop has orders and tags");
    const fields = new Map(
      [...orders.fields].map(([name, field]) => [
        name,
        {
          ...field,
          readable: name !== "note",
          insertable: name !== "id",
          updatable: name !== "id" && name !== "customer_id",
        },
      ]),
    );
    const resources = new Map([
      ["orders", { ...orders, fields }],
      ["tags", { ...tags, insertable: false, updatable: false, deletable: false }],
    ]);
    const { grants } = createViews({ ...catalog, resources }, policies).of(system);
    expect(grants.get("orders")).toEqual({
      read: [{ fields: new Set(["id", "customer_id", "billing_customer_id", "status", "total"]), aggregate: true }],
      insert: [{ fields: new Set(["customer_id", "billing_customer_id", "status", "total", "note"]), presets: [] }],
      update: [{ fields: new Set(["billing_customer_id", "status", "total", "note"]), presets: [] }],
      delete: [{}],
    });
    expect(grants.get("tags")).toMatchObject({ insert: [], update: [], delete: [] });
  });
});

describe("what a view shows", () => {
  it("marks each field and resource with what may be done with it", () => {
    const view = viewsOf({
      clerk: {
        orders: { read: { fields: ["id", "status"] }, insert: { fields: ["note"] }, update: { fields: ["total"] } },
      },
    }).of(user(["clerk"]));
    const orders = view.catalog.resources.get("orders");
    const marks = [...(orders?.fields.values() ?? [])].map((f) => [f.name, f.readable, f.insertable, f.updatable]);
    expect(marks).toEqual([
      ["id", true, false, false],
      ["status", true, false, false],
      ["total", false, false, true],
      ["note", false, true, false],
    ]);
    expect(orders).toMatchObject({ insertable: true, updatable: true, deletable: false });
    const reader = viewsOf({ clerk: { orders: { read: true } } }).of(user(["clerk"]));
    expect(reader.catalog.resources.get("orders")).toMatchObject({ insertable: false, updatable: false });
    const remover = viewsOf({ clerk: { orders: { delete: true } } }).of(user(["clerk"]));
    expect(remover.catalog.resources.get("orders")).toMatchObject({ insertable: false, deletable: true });
  });

  it("names no key, unique constraint or index with a field that is hidden", () => {
    const { catalog, policies } = smallShop({ clerk: { product_tags: { read: { fields: ["tag_id"] } } } });
    const junction = catalog.resources.get("product_tags");
    if (junction === undefined) throw new Error("the small shop has product_tags");
    const more = {
      ...junction,
      unique: [["tag_id"], ["tag_id", "product_id"]],
      indexes: [["product_id"], ["tag_id"]],
    };
    const seen = createViews({ ...catalog, resources: new Map([["product_tags", more]]) }, policies)
      .of(user(["clerk"]))
      .catalog.resources.get("product_tags");
    expect(seen).toMatchObject({ key: [], unique: [["tag_id"]], indexes: [["tag_id"]] });
    const whole = viewsOf({ clerk: { product_tags: { read: true } } }).of(user(["clerk"]));
    expect(whole.catalog.resources.get("product_tags")?.key).toEqual(["product_id", "tag_id"]);
  });

  const relations = (roles: Roles, resource: string) =>
    [
      ...(viewsOf(roles)
        .of(user(["clerk"]))
        .catalog.resources.get(resource)
        ?.relations.keys() ?? []),
    ].sort();

  it("shows a relation only when every field it compares may be read, at both ends", () => {
    expect(relations({ clerk: { orders: { read: true }, customers: { read: true } } }, "orders")).toEqual([
      "billing_customer",
      "customer",
    ]);
    const orders = { read: { except: ["customer_id"] } };
    expect(relations({ clerk: { orders, customers: { read: true } } }, "orders")).toEqual(["billing_customer"]);
    const customers = { read: { fields: ["name"] } };
    expect(relations({ clerk: { orders: { read: true }, customers } }, "orders")).toEqual([]);
    // A field that may be written and not read is no better than a hidden one.
    const written = { read: { except: ["customer_id"] }, insert: true };
    expect(relations({ clerk: { orders: written, customers: { read: true } } }, "orders")).toEqual([
      "billing_customer",
    ]);
  });

  it("shows a relation through a junction only when the junction's two halves may be read, and both ends", () => {
    const shown = { read: true };
    const all = { products: shown, tags: shown, product_tags: shown };
    expect(relations({ clerk: all }, "products")).toContain("tags");
    expect(relations({ clerk: { products: shown, tags: shown } }, "products")).toEqual([]);
    const lacking: readonly Roles[] = [
      { clerk: { ...all, product_tags: { read: { fields: ["product_id"] } } } },
      { clerk: { ...all, product_tags: { read: { fields: ["tag_id"] } } } },
      { clerk: { ...all, tags: { read: { fields: ["label"] } } } },
      { clerk: { ...all, products: { read: { fields: ["name"] } } } },
    ];
    for (const roles of lacking) expect(relations(roles, "products")).not.toContain("tags");
  });

  it("shows an operation to a role that may call it, unless it returns what that role may not see", () => {
    const operations = [
      operation("hello", { many: false, shape: "scalar", type: text }),
      operation("list", { many: true, shape: "resource", resource: "orders" }),
      operation("secret", { many: false, shape: "scalar", type: text }),
    ];
    const seen = (roles: Roles) => [
      ...viewsOf(roles, operations)
        .of(user(["clerk"]))
        .catalog.operations.keys(),
    ];
    expect(seen({ clerk: { hello: { call: true }, list: { call: true } } })).toEqual(["hello"]);
    expect(seen({ clerk: { hello: { call: true }, list: { call: true }, orders: { read: true } } })).toEqual([
      "hello",
      "list",
    ]);
    expect(seen({ clerk: { orders: { read: true } } })).toEqual([]);
  });

  it("hides an operation as soon as one of its overloads returns what the role may not see", () => {
    const operations = [
      operation("find", { many: true, shape: "resource", resource: "customers" }),
      operation("find", { many: true, shape: "resource", resource: "orders" }),
    ];
    const roles: Roles = { clerk: { find: { call: true }, orders: { read: true } } };
    expect(viewsOf(roles, operations).of(user(["clerk"])).catalog.operations.size).toBe(0);
  });

  it("shows a relation that a function computes when some field of what it leads to may be read", () => {
    const seen = (customers: RoleConfiguration[string]) => {
      const { catalog, policies } = smallShop({ clerk: { orders: { read: true }, customers } });
      const orders = catalog.resources.get("orders");
      const plain = orders?.relations.get("customer");
      if (orders === undefined || plain === undefined) throw new Error("the small shop's orders have a customer");
      const relations = new Map([["buyer", { ...plain, name: "buyer", on: [] }]]);
      const resources = new Map<string, Resource>([...catalog.resources, ["orders", { ...orders, relations }]]);
      const view = createViews({ ...catalog, resources }, policies).of(user(["clerk"]));
      return view.catalog.resources.get("orders")?.relations.has("buyer");
    };
    expect(seen({ read: { fields: ["name"] }, insert: { fields: ["email"] } })).toBe(true);
    expect(seen({ insert: { fields: ["email"] } })).toBe(false);
  });
});
