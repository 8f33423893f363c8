import { describe, expect, it } from "vitest";
import type { Condition, Insert, Query, Update } from "../../core/index.ts";
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

describe("writing", () => {
  const roles: Roles = {
    customer: {
      orders: {
        read: { fields: ["id", "status"], where: { customer_id: claim("sub") } },
        insert: { fields: ["status", "note"], set: { customer_id: claim("sub") }, check: { status: "open" } },
        update: { fields: ["note"], where: { customer_id: claim("sub"), status: "open" } },
      },
    },
  };
  const principal = user(["customer"], { sub: 7 });
  const insert: Insert = { kind: "insert", resource: "orders", fields: ["status"], rows: input, missing: "null" };
  const update: Update = { kind: "update", resource: "orders", fields: ["note"], values: input };
  const reach: Condition = { kind: "and", of: [own, open] };

  it("sets what the policy sets and checks the row afterwards", () => {
    expect(ask(insert, roles, principal)).toEqual({
      ...insert,
      presets: [{ field: "customer_id", value: claim("sub") }],
      check: open,
    });
  });

  it("refuses a field that may be read but not written, and one that the server owns like one that does not exist", () => {
    expect(refusal({ ...insert, fields: ["customer_id"] }, roles, principal)).toBe(
      "42703 column orders.customer_id does not exist",
    );
    expect(refusal({ ...update, fields: ["status"] }, roles, principal)).toBe(
      "42501 permission denied for table orders",
    );
  });

  it("refuses to insert for a principal without the claim that is set", () => {
    expect(refusal(insert, roles, user(["customer"]))).toBe("42501 permission denied for table orders");
  });

  it("changes only rows within reach, which must stay there", () => {
    expect(ask(update, roles, principal)).toEqual({ ...update, where: reach, check: reach });
  });

  it("filters what is changed by what may be read, so that a change tells nothing about hidden rows", () => {
    const asked = ask(
      { ...update, where: { kind: "is", left: { field: "status" }, right: "null" } },
      { customer: { orders: { read: { where: { total: { lt: 100 } } }, update: { fields: ["note"] } } } },
      principal,
    );
    expect(asked.where).toMatchObject({ kind: "and", of: [{ left: { field: "total" } }, { kind: "is" }] });
  });

  it("returns only readable rows, without an address the caller may not read", () => {
    const asked = ask(
      { ...insert, returning: orders(), locate: ["id"] },
      { customer: { orders: { read: { fields: ["id"], where: { status: "open" } }, insert: true } } },
      principal,
    );
    expect(asked.returning?.where).toEqual(open);
    expect(asked.locate).toEqual(["id"]);
    expect(
      ask({ ...insert, locate: ["id"] }, { customer: { orders: { insert: true } } }, principal).locate,
    ).toBeUndefined();
  });

  it("needs the right to update for a merge, and merges only rows within reach", () => {
    const merge: Insert = { ...insert, fields: ["id", "note"], conflict: { target: ["id"], action: "merge" } };
    const inserting = { read: true, insert: { fields: ["id", "note"] } };
    expect(refusal(merge, { customer: { orders: inserting } }, principal)).toBe(
      "42501 permission denied for table orders",
    );
    const asked = ask(
      merge,
      { customer: { orders: { ...inserting, update: { fields: ["note"], where: { status: "open" } } } } },
      principal,
    );
    expect(asked.conflict).toEqual({ target: ["id"], action: "merge", where: open, fields: ["note"] });
    expect(asked.check).toEqual(open);
  });

  it("lets the first role decide alone where two set fields differently", () => {
    const two: Roles = { ...roles, staff: { orders: { insert: true } } };
    expect(ask(insert, two, user(["customer", "staff"], { sub: 7 }))).toMatchObject({
      check: open,
      presets: [{ field: "customer_id" }],
    });
    expect(
      ask({ ...insert, fields: ["customer_id"] }, two, user(["customer", "staff"], { sub: 7 })).presets,
    ).toBeUndefined();
  });

  it("denies deleting without a grant", () => {
    expect(refusal({ kind: "delete", resource: "orders" }, roles, principal)).toBe(
      "42501 permission denied for table orders",
    );
  });
});
