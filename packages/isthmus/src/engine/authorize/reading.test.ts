import { describe, expect, it } from "vitest";
import type { Condition, Query, RelationSelection } from "../../core/index.ts";
import { ask, problemOf, refusal, type Roles } from "../../../test/kit/ask.ts";
import { smallShop, user } from "../../../test/kit/small-shop.ts";
import { createViews } from "../view.ts";
import { authorize } from "./authorize.ts";

const is = (field: string, value: string | number): Condition => ({
  kind: "compare",
  left: { field },
  operator: "eq",
  right: { kind: "literal", value },
});
const clerk = user(["clerk", "guest"]);

function from(resource: string, more: Partial<Query> = {}, ...fields: readonly string[]): Query {
  return {
    kind: "query",
    resource,
    select: fields.map((field) => ({ kind: "field", as: field, of: { field } })),
    answer: { as: "many" },
    ...more,
  };
}

function embed(relation: string, query: Query): RelationSelection {
  return { kind: "relation", as: relation, relation, join: "left", spread: false, query };
}

const embedded = (query: Query): RelationSelection => {
  const [first] = query.select;
  if (first?.kind !== "relation") throw new Error("the query embeds first");
  return first;
};

describe("a relation leads nowhere in the rows where a field it compares is hidden", () => {
  // The guest's rows show no customer_id; the fields of customers are shown in full to either.
  const here: Roles = {
    clerk: { orders: { read: { where: { status: "open" } } }, customers: { read: true } },
    guest: { orders: { read: { fields: ["id"], where: { id: 1 } } } },
  };
  const there: Roles = {
    clerk: { orders: { read: true }, customers: { read: { where: { name: "a" } } } },
    guest: { customers: { read: { fields: ["name"], where: { id: 1 } } } },
  };

  it("when it is embedded", () => {
    const query = from("orders", { select: [embed("customer", from("customers", {}, "name"))] });
    expect(embedded(ask(query, here, clerk))).toEqual({
      ...embed("customer", from("customers", { cap: 1000 }, "name")),
      guard: is("status", "open"),
    });
    const led = embedded(ask(query, there, clerk));
    expect(led).not.toHaveProperty("guard");
    expect(led.query.where).toEqual({
      kind: "and",
      of: [is("name", "a"), { kind: "or", of: [is("name", "a"), is("id", 1)] }],
    });
  });

  it("when a condition goes through it", () => {
    const query = from("orders", { where: { kind: "related", relation: "customer", where: is("name", "b") } });
    expect(ask(query, here, clerk).where).toMatchObject({
      of: [{ kind: "or" }, { kind: "related", guard: is("status", "open"), where: is("name", "b") }],
    });
    expect(ask(query, there, clerk).where).toEqual({
      kind: "related",
      relation: "customer",
      where: {
        kind: "and",
        of: [{ kind: "or", of: [is("name", "a"), is("id", 1)] }, is("name", "a"), { ...is("name", "b") }],
      },
    });
  });
});

describe("a relation through a junction", () => {
  const tags = from("products", { select: [embed("tags", from("tags", {}, "id"))] });
  const all: Roles = { clerk: { products: { read: true }, tags: { read: true }, product_tags: { read: true } } };
  const linked = (more: Roles[string], limited: Roles[string]) =>
    embedded(ask(tags, { clerk: { ...all["clerk"], ...more }, guest: limited }, clerk));

  it("needs no condition where all is shown", () => {
    const shown = embedded(ask(tags, all, clerk));
    expect(shown).not.toHaveProperty("guard");
    expect(shown).not.toHaveProperty("throughWhere");
    expect(shown.query).not.toHaveProperty("where");
  });

  it("goes over the junction's rows that may be seen, when it is embedded", () => {
    expect(linked({ product_tags: { read: { where: { tag_id: 3 } } } }, {}).throughWhere).toEqual(is("tag_id", 3));
  });

  it.each([
    ["the field that points here", "tag_id"],
    ["the field that points there", "product_id"],
  ])("leaves out the junction's rows in which %s is hidden", (_, shown) => {
    const through = linked(
      { product_tags: { read: { where: { tag_id: 3 } } } },
      { product_tags: { read: { fields: [shown], where: { tag_id: 4 } } } },
    ).throughWhere;
    expect(through).toEqual({
      kind: "and",
      of: [{ kind: "or", of: [is("tag_id", 3), is("tag_id", 4)] }, is("tag_id", 3)],
    });
  });

  it("leaves out rows in which either end's key is hidden", () => {
    const away = linked(
      { tags: { read: { where: { id: 3 } } } },
      { tags: { read: { fields: ["label"], where: { id: 4 } } } },
    );
    expect(away.query.where).toMatchObject({ of: [is("id", 3), { kind: "or" }] });
    const home = linked(
      { products: { read: { where: { name: "a" } } } },
      { products: { read: { fields: ["name"], where: { name: "b" } } } },
    );
    expect(home.guard).toEqual(is("name", "a"));
  });
});

describe("of several roles' caps the widest counts, and never more than the server's", () => {
  const capped = (...caps: readonly (number | undefined)[]): number | undefined => {
    const roles: Roles = Object.fromEntries(
      caps.map((maxRows, n) => [`r${n}`, { orders: { read: maxRows === undefined ? true : { maxRows } } }]),
    );
    return ask(from("orders", {}, "id"), roles, user(Object.keys(roles))).cap;
  };

  it("for rows", () => {
    expect(capped(5)).toBe(5);
    expect(capped(5, 9)).toBe(9);
    expect(capped(5, undefined)).toBe(1000);
    expect(capped(5000)).toBe(1000);
  });

  it("but not for rows that a change returns, which are those it changed", () => {
    const roles: Roles = { clerk: { orders: { read: { maxRows: 5 }, delete: true } } };
    const returning = ask({ kind: "delete", resource: "orders", returning: from("orders", {}, "id") }, roles, clerk);
    expect(returning.returning).not.toHaveProperty("cap");
  });

  const items = from("order_items", {}, "id");
  const two = from("customers", {
    select: [embed("orders_by_customer_id", from("orders", { select: [embed("order_items", items)] }))],
  });
  const deep = (depths: readonly (number | undefined)[], query: Query = two) => {
    const roles: Roles = Object.fromEntries(
      depths.map((maxDepth, n) => [
        `r${n}`,
        {
          orders: { read: true },
          customers: { read: true },
          order_items: { read: maxDepth === undefined ? true : { maxDepth } },
        },
      ]),
    );
    return problemOf(query, roles, user(Object.keys(roles)));
  };

  it("for depth, which may be used up to the last level", () => {
    expect(deep([2])).toBeUndefined();
    expect(deep([1])).toMatchObject({
      code: "ISTHMUS201",
      status: 400,
      message: "Resources may be embedded at most 1 deep here",
    });
    expect(deep([1, 2])).toBeUndefined();
    expect(deep([0, undefined])).toBeUndefined();
  });

  it("for depth in conditions about related records too", () => {
    const related = from("customers", {
      where: {
        kind: "related",
        relation: "orders_by_customer_id",
        where: { kind: "related", relation: "order_items" },
      },
    });
    expect(deep([2], related)).toBeUndefined();
    expect(deep([1], related)?.code).toBe("ISTHMUS201");
  });
});

it("a field that may be written and not read is refused like one that does not exist, wherever it is read", () => {
  const roles: Roles = { clerk: { orders: { read: { fields: ["id"] }, insert: { fields: ["note"] } } } };
  for (const query of [
    from("orders", {}, "note"),
    from("orders", { where: is("note", "x") }, "id"),
    from("orders", { order: [{ by: { field: "note" }, direction: "asc" }] }, "id"),
  ])
    expect(refusal(query, roles, clerk)).toBe("42703 column orders.note does not exist");
});

describe("aggregates", () => {
  const count = from("orders", { select: [{ kind: "field", as: "n", aggregate: { function: "count" } }] });

  it("are refused to one whose roles show rows, but let nobody aggregate them", () => {
    expect(refusal(count, { clerk: { orders: { read: true } } }, clerk)).toBe(
      "PGRST123 Use of aggregate functions is not allowed",
    );
  });

  it("are refused within an embedded resource by that resource's policy", () => {
    const query = from("customers", { select: [embed("orders_by_customer_id", count)] });
    const roles = (aggregate: boolean): Roles => ({
      clerk: { customers: { read: true }, orders: { read: { aggregate } } },
    });
    expect(refusal(query, roles(false), clerk)).toMatch(/^PGRST123 /);
    expect(refusal(query, roles(true), clerk)).toBe("allowed");
  });

  it("that a spread lifts into a level make aggregates of that level", () => {
    const query = from("customers", {
      select: [{ ...embed("orders_by_customer_id", count), spread: true }],
    });
    const roles = (aggregate: boolean): Roles => ({
      clerk: { customers: { read: { aggregate } }, orders: { read: { aggregate: true } } },
    });
    expect(refusal(query, roles(false), clerk)).toMatch(/^PGRST123 /);
    expect(refusal(query, roles(true), clerk)).toBe("allowed");
  });
});

describe("an order through an embedded resource", () => {
  const roles: Roles = { clerk: { orders: { read: true }, customers: { read: { fields: ["id", "name"] } } } };
  const sorted = (through: string, name: string): Query =>
    from("orders", {
      select: [embed("customer", from("customers", {}, "name"))],
      order: [{ by: { field: name }, through, direction: "asc" }],
    });

  it("may use the fields of that resource that may be read, and no others", () => {
    expect(ask(sorted("customer", "name"), roles, clerk).order).toEqual(sorted("customer", "name").order);
    expect(refusal(sorted("customer", "secret"), roles, clerk)).toBe("42703 column customers.secret does not exist");
    expect(refusal(sorted("customer", "status"), roles, clerk)).toBe("42703 column customers.status does not exist");
  });

  it("is refused where that is not embedded", () => {
    expect(refusal(sorted("billing_customer", "name"), roles, clerk)).toBe(
      "PGRST108 'billing_customer' is not an embedded resource in this request",
    );
  });

  it("goes through the first of two of one name", () => {
    const query = from("orders", {
      select: [
        { ...embed("customer", from("customers", {}, "id")), as: "x" },
        { ...embed("order_items", from("order_items", {}, "id")), as: "x" },
      ],
      order: [{ by: { field: "name" }, through: "x", direction: "asc" }],
    });
    const both: Roles = { clerk: { ...roles["clerk"], order_items: { read: true } } };
    expect(refusal(query, both, clerk)).toBe("allowed");
  });
});

it("a level that the view has no grants for is refused like a table that is not there", () => {
  const { catalog, policies } = smallShop({ clerk: { orders: { read: true } } });
  const view = { ...createViews(catalog, policies).of(clerk), grants: new Map() };
  expect(() => authorize(from("orders", {}, "id"), view, { rows: 1, depth: 1 })).toThrow(
    expect.objectContaining({ code: "PGRST205" }),
  );
});
