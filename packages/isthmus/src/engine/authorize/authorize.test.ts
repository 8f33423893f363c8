import { describe, expect, it } from "vitest";
import type { Condition, Query, Statement } from "../../core/index.ts";
import { ask, refusal, type Roles } from "../../../test/kit/ask.ts";
import { user } from "../../../test/kit/small-shop.ts";

const claim = (name: string) => ({ kind: "claim" as const, path: [name] });
const own: Condition = { kind: "compare", left: { field: "customer_id" }, operator: "eq", right: claim("sub") };
const open: Condition = {
  kind: "compare",
  left: { field: "status" },
  operator: "eq",
  right: { kind: "literal", value: "open" },
};
const input = { kind: "input" as const, index: 0 };

const orders = (more: Partial<Query> = {}, ...fields: readonly string[]): Query => ({
  kind: "query",
  resource: "orders",
  select: (fields.length === 0 ? ["id"] : fields).map((field) => ({ kind: "field", as: field, of: { field } })),
  answer: { as: "many" },
  ...more,
});

const customer: Roles = {
  customer: { orders: { read: { fields: ["id", "status", "customer_id"], where: { customer_id: claim("sub") } } } },
};

describe("reading", () => {
  it("adds the policy's rows and the cap", () => {
    expect(ask(orders(), customer, user(["customer"], { sub: 7 }))).toEqual({ ...orders(), where: own, cap: 1000 });
  });

  it("joins the caller's filter with the policy's rows", () => {
    const { where } = ask(orders({ where: open }), customer, user(["customer"], { sub: 7 }));
    expect(where).toEqual({ kind: "and", of: [own, open] });
  });

  it("matches nothing when the claim is missing, null, an empty list, a list where one value is needed, or an object", () => {
    for (const claims of [{}, { sub: null }, { sub: [] }, { sub: ["a"] }, { sub: { $ne: 1 } }]) {
      expect(ask(orders(), customer, user(["customer"], claims)).where).toEqual({ kind: "constant", value: false });
    }
  });

  it("does not take inherited properties for claims", () => {
    const roles: Roles = { customer: { orders: { read: { where: { status: claim("constructor") } } } } };
    expect(ask(orders(), roles, user(["customer"])).where).toEqual({ kind: "constant", value: false });
  });

  it("denies what no role grants", () => {
    expect(refusal(orders(), {}, user([]))).toBe("PGRST205 Could not find the table 'orders' in the schema cache");
    expect(refusal(orders(), { clerk: { orders: { insert: true } } }, user(["clerk"]))).toBe(
      "42501 permission denied for table orders",
    );
  });
});

describe("a field that the caller may not read is refused like one that does not exist", () => {
  const principal = user(["customer"], { sub: 7 });
  const note = { field: "note" };
  const ways: readonly (readonly [string, (field: string) => Statement])[] = [
    ["selected", (field) => orders({}, field)],
    ["selected under a visible name", (field) => orders({ select: [{ kind: "field", as: "id", of: { field } }] })],
    ["cast", (field) => orders({ select: [{ kind: "field", as: "x", of: { field }, cast: "text" }] })],
    [
      "reached into",
      (field) =>
        orders({ select: [{ kind: "field", as: "x", of: { field, path: [{ to: { key: "a" }, as: "text" }] } }] }),
    ],
    [
      "filtered by",
      (field) =>
        orders({ where: { kind: "not", of: { kind: "or", of: [{ kind: "is", left: { field }, right: "null" }] } } }),
    ],
    ["sorted by", (field) => orders({ order: [{ by: { field }, direction: "asc" }] })],
    [
      "filtered by in an update",
      (field) => ({
        kind: "update",
        resource: "orders",
        fields: [],
        values: input,
        where: { kind: "is", left: { field }, right: "null" },
      }),
    ],
    [
      "filtered by in a delete",
      (field) => ({ kind: "delete", resource: "orders", where: { kind: "is", left: { field }, right: "null" } }),
    ],
    ["returned from a delete", (field) => ({ kind: "delete", resource: "orders", returning: orders({}, field) })],
    [
      "named as the conflict's target",
      (field) => ({
        kind: "insert",
        resource: "orders",
        fields: [],
        rows: input,
        missing: "null",
        conflict: { target: [field], action: "ignore" },
      }),
    ],
    [
      "matched by in a bulk update",
      (field) => ({ kind: "update", resource: "orders", fields: [], values: input, matchBy: [field] }),
    ],
  ];
  const roles: Roles = {
    customer: {
      orders: {
        ...(customer["customer"]?.["orders"] as object),
        insert: { fields: [] },
        update: { fields: [] },
        delete: true,
      },
    },
  };

  it.each(ways)("%s", (_, way) => {
    expect(refusal(way(note.field), roles, principal)).toBe("42703 column orders.note does not exist");
    expect(refusal(way("nonsense"), roles, principal)).toBe("42703 column orders.nonsense does not exist");
  });

  it("aggregated or grouped by", () => {
    const aggregating: Roles = { customer: { orders: { read: { fields: ["id", "status"], aggregate: true } } } };
    const sum = (field: string): Query =>
      orders({ select: [{ kind: "field", as: "sum", of: { field }, aggregate: { function: "sum" } }] });
    const group = (field: string): Query =>
      orders({
        select: [
          { kind: "field", as: "g", of: { field } },
          { kind: "field", as: "n", aggregate: { function: "count" } },
        ],
      });
    for (const way of [sum, group])
      expect(refusal(way("total"), aggregating, principal)).toBe("42703 column orders.total does not exist");
    expect(refusal(group("status"), aggregating, principal)).toBe("allowed");
  });

  it("compared by a relation, in either direction", () => {
    const hidden: Roles = { customer: { orders: { read: { fields: ["id"] } }, customers: { read: true } } };
    expect(refusal(orders({ where: { kind: "related", relation: "customer" } }), hidden, principal)).toMatch(
      /^PGRST200 /,
    );
    expect(
      refusal(
        {
          kind: "query",
          resource: "customers",
          select: [],
          where: { kind: "related", relation: "orders_by_customer_id" },
          answer: { as: "many" },
        },
        hidden,
        principal,
      ),
    ).toMatch(/^PGRST200 /);
  });
});

describe("relations", () => {
  const roles: Roles = {
    customer: {
      orders: { read: true },
      customers: { read: { fields: ["id", "name"], where: { id: claim("sub") } } },
      products: { read: true },
      tags: { read: true },
      product_tags: { read: { where: { tag_id: 3 } } },
    },
  };
  const nested: Query = {
    kind: "query",
    resource: "customers",
    select: [{ kind: "field", as: "name", of: { field: "name" } }],
    answer: { as: "one" },
  };
  const mine: Condition = { kind: "compare", left: { field: "id" }, operator: "eq", right: claim("sub") };

  it("apply the policy of what they lead to", () => {
    const asked = ask(
      orders({
        select: [
          { kind: "relation", as: "customer", relation: "customer", join: "left", spread: false, query: nested },
        ],
      }),
      roles,
      user(["customer"], { sub: 7 }),
    );
    expect(asked.select[0]).toMatchObject({ query: { where: mine, cap: 1000 } });
  });

  it("apply it to conditions about related records too", () => {
    const asked = ask(
      orders({ where: { kind: "related", relation: "customer" } }),
      roles,
      user(["customer"], { sub: 7 }),
    );
    expect(asked.where).toEqual({ kind: "related", relation: "customer", where: mine });
  });

  it("apply the junction's policy to relations through it", () => {
    const products: Query = {
      kind: "query",
      resource: "products",
      select: [],
      where: { kind: "related", relation: "tags" },
      answer: { as: "many" },
    };
    expect(ask(products, roles, user(["customer"], { sub: 7 })).where).toMatchObject({
      throughWhere: { left: { field: "tag_id" } },
    });
  });

  it("are refused beyond the depth that is allowed", () => {
    const level = (n: number): Query =>
      n % 2 === 0
        ? { ...orders(), select: n === 0 ? [] : [down(n, "customer")] }
        : { ...nested, select: n === 0 ? [] : [down(n, "orders_by_customer_id")] };
    const down = (n: number, relation: string) => ({
      kind: "relation" as const,
      as: "x",
      relation,
      join: "left" as const,
      spread: false,
      query: level(n - 1),
    });
    expect(refusal(level(2), roles, user(["customer"], { sub: 1 }))).toBe("allowed");
    expect(refusal(level(4), roles, user(["customer"], { sub: 1 }))).toBe(
      "ISTHMUS201 Resources may be embedded at most 3 deep here",
    );
  });
});

describe("guessed counts", () => {
  const roles: Roles = {
    clerk: {
      orders: { read: { where: { status: "open" } } },
      products: { read: true },
    },
  };

  it("become exact where a planner would guess from rows that may not be seen", () => {
    for (const count of ["planned", "estimated"] as const) {
      expect(ask(orders({ count }), roles, user(["clerk"])).count).toBe("exact");
      const products: Query = { ...orders({ count }), resource: "products" };
      expect(ask(products, roles, user(["clerk"])).count).toBe(count);
    }
  });
});
