import { describe, expect, it } from "vitest";
import type { Condition, Query } from "../../core/index.ts";
import { ask, type Roles } from "../../../test/kit/ask.ts";
import { user } from "../../../test/kit/small-shop.ts";

const claim = (name: string) => ({ kind: "claim" as const, path: [name] });
const own: Condition = { kind: "compare", left: { field: "customer_id" }, operator: "eq", right: claim("sub") };
const open: Condition = {
  kind: "compare",
  left: { field: "status" },
  operator: "eq",
  right: { kind: "literal", value: "open" },
};

const orders = (more: Partial<Query> = {}, ...fields: readonly string[]): Query => ({
  kind: "query",
  resource: "orders",
  select: (fields.length === 0 ? ["id"] : fields).map((field) => ({ kind: "field", as: field, of: { field } })),
  answer: { as: "many" },
  ...more,
});

describe("several roles add up without mixing the fields of one with the rows of another", () => {
  const roles: Roles = {
    auditor: { orders: { read: { fields: ["id", "total"], where: { status: "open" } } } },
    customer: { orders: { read: { fields: ["id", "note"], where: { customer_id: claim("sub") } } } },
  };
  const both = user(["auditor", "customer"], { sub: 7 });

  it("shows the rows of either, each field only in the rows of a role that grants it", () => {
    const asked = ask(orders({}, "id", "total", "note"), roles, both);
    expect(asked.where).toEqual({ kind: "or", of: [open, own] });
    expect(asked.select).toEqual([
      { kind: "field", as: "id", of: { field: "id" } },
      { kind: "field", as: "total", of: { field: "total", guard: open } },
      { kind: "field", as: "note", of: { field: "note", guard: own } },
    ]);
  });

  it("guards filters and sorting alike", () => {
    const asked = ask(
      orders({
        where: { kind: "is", left: { field: "note" }, right: "null" },
        order: [{ by: { field: "total" }, direction: "asc" }],
      }),
      roles,
      both,
    );
    expect(asked.where).toEqual({
      kind: "and",
      of: [
        { kind: "or", of: [open, own] },
        { kind: "is", left: { field: "note", guard: own }, right: "null" },
      ],
    });
    expect(asked.order).toEqual([{ by: { field: "total", guard: open }, direction: "asc" }]);
  });

  it("needs no guard where one of the roles sees every row", () => {
    const wide: Roles = { ...roles, staff: { orders: { read: true } } };
    const asked = ask(orders({}, "id", "total"), wide, user(["auditor", "staff"]));
    expect(asked.where).toBeUndefined();
    expect(asked.select[1]).toEqual({ kind: "field", as: "total", of: { field: "total" } });
  });

  it("aggregates only over the rows of roles that may aggregate", () => {
    const counting: Roles = {
      ...roles,
      auditor: { orders: { read: { fields: ["id", "total"], where: { status: "open" }, aggregate: true } } },
    };
    const asked = ask(
      orders({ select: [{ kind: "field", as: "n", aggregate: { function: "count" } }] }),
      counting,
      both,
    );
    expect(asked.where).toEqual(open);
  });

  it("gives an inherited role the limits of what it inherits", () => {
    const inheriting: Roles = { ...roles, lead: { extends: ["chief"] }, chief: { extends: ["auditor"] } };
    expect(ask(orders(), inheriting, user(["lead"])).where).toEqual(open);
  });
});
