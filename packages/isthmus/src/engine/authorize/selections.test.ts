import { describe, expect, it } from "vitest";
import type { Adjustment, Query, Selection, Update } from "../../core/index.ts";
import { ask, problemOf, refusal, type Roles } from "../../../test/kit/ask.ts";
import { user } from "../../../test/kit/small-shop.ts";

const field = (name: string): Selection => ({ kind: "field", as: name, of: { field: name } });
const group = (...select: readonly Selection[]): Selection => ({ kind: "group", as: "g", select });
const cursor: Selection = { kind: "cursor", as: "c" };
const constant: Selection = { kind: "constant", as: "t", value: "orders" };
const count: Selection = { kind: "field", as: "n", aggregate: { function: "count" } };
const orders = (select: readonly Selection[], more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource: "orders",
  select,
  answer: { as: "many" },
  ...more,
});
const related = (relation: string, query: Query): Selection => ({
  kind: "relation",
  as: relation,
  relation,
  join: "left",
  spread: false,
  query,
});
const input = { kind: "input" as const, index: 0 };
const is = (name: string, value: string) => ({
  kind: "compare" as const,
  left: { field: name },
  operator: "eq" as const,
  right: { kind: "literal" as const, value },
});

/** Notes are seen in open orders alone. */
const roles: Roles = {
  clerk: {
    orders: { read: { fields: ["id", "status", "customer_id"] } },
    customers: { read: { fields: ["id", "name"] } },
  },
  reader: { orders: { read: { fields: ["id", "note"], where: { status: "open" } } } },
};
const clerk = user(["clerk"]);
const both = user(["clerk", "reader"]);

describe("what stands in a group", () => {
  it("is a field of its level, and refused where it is hidden as where it does not exist", () => {
    for (const wrap of [(one: Selection) => group(one), (one: Selection) => group(group(field("id"), one))]) {
      const [hidden, absent] = ["note", "nope"].map((name) => refusal(orders([wrap(field(name))]), roles, clerk));
      expect(hidden).toBe("42703 column orders.note does not exist");
      expect(absent).toBe("42703 column orders.nope does not exist");
    }
  });

  it("is shown in the rows in which it may be seen", () => {
    const { select } = ask(orders([group(field("note"))]), roles, both);
    expect(select).toEqual([group({ kind: "field", as: "note", of: { field: "note", guard: is("status", "open") } })]);
  });

  it("is a relation of its level: governed, capped, and as deep as if it stood outside", () => {
    const customers: Query = { kind: "query", resource: "customers", select: [field("name")], answer: { as: "one" } };
    const [only] = ask(orders([group(related("customer", customers))]), roles, clerk).select;
    expect(only).toMatchObject({ kind: "group", select: [{ kind: "relation", query: { cap: 1000 } }] });
    const hidden = { ...customers, select: [group(field("secret"))] };
    expect(refusal(orders([group(related("customer", hidden))]), roles, clerk)).toBe(
      "42703 column customers.secret does not exist",
    );
    const order = [{ by: { field: "email" }, through: "customer", direction: "asc" as const }];
    expect(refusal(orders([group(related("customer", customers))], { order }), roles, clerk)).toBe(
      "42703 column customers.email does not exist",
    );
  });

  it("makes its level aggregate, which needs the right to", () => {
    const message = "PGRST123 Use of aggregate functions is not allowed";
    const sum: Selection = { kind: "field", as: "s", of: { field: "id" }, aggregate: { function: "sum" } };
    const bare: Selection = { kind: "field", as: "n" };
    for (const one of [count, sum, bare]) {
      expect(refusal(orders([group(group(one))]), roles, clerk)).toBe(message);
      const may: Roles = { clerk: { orders: { read: { fields: ["id"], aggregate: true } } } };
      expect(ask(orders([group(group(one))]), may, clerk).cap).toBe(1000);
      expect(refusal(orders([group(one), group(field("note"))]), may, clerk)).toBe(
        "42703 column orders.note does not exist",
      );
    }
  });

  it("a constant needs nothing but the rows it stands in", () => {
    expect(ask(orders([constant]), roles, clerk)).toEqual({ ...orders([constant]), cap: 1000 });
  });
});

describe("a cursor", () => {
  const by = (name: string): Partial<Query> => ({ order: [{ by: { field: name }, direction: "asc" }] });

  it("shows the fields of the order, so that those must be readable", () => {
    expect(refusal(orders([group(cursor)], by("note")), roles, clerk)).toBe("42703 column orders.note does not exist");
    expect(refusal(orders([group(cursor)], by("nope")), roles, clerk)).toBe("42703 column orders.nope does not exist");
  });

  it("shows them where they may be seen, and null elsewhere", () => {
    const { order } = ask(orders([cursor], by("note")), roles, both);
    expect(order).toEqual([{ by: { field: "note", guard: is("status", "open") }, direction: "asc" }]);
  });
});

describe("an adjustment", () => {
  const adjusting = (name: string, more: Partial<Update> = {}): Update => ({
    kind: "update",
    resource: "orders",
    fields: [],
    values: input,
    adjust: [{ field: name, operator: "increment", value: input } satisfies Adjustment],
    ...more,
  });
  const may = (read: readonly string[], update: readonly string[], where?: object): Roles => ({
    clerk: { orders: { read: { fields: read, ...where }, update: { fields: update } } },
  });

  it("needs the right to write the field", () => {
    expect(problemOf(adjusting("total"), may(["id", "total"], ["note"]), clerk)).toMatchObject({
      code: "42501",
      details: "These fields may not be written: total",
    });
    expect(ask(adjusting("total"), may(["id", "total"], ["total"]), clerk)).toEqual(adjusting("total"));
  });

  it("needs the right to read it, and is refused like one of an unknown field where there is none", () => {
    expect(refusal(adjusting("total"), may(["id"], ["total"]), clerk)).toBe("42703 column orders.total does not exist");
    expect(refusal(adjusting("nope"), may(["id"], ["total"]), clerk)).toBe("42703 column orders.nope does not exist");
  });

  it("reaches the rows alone that may be read", () => {
    const rows = may(["id", "total"], ["total"], { where: { status: "open" } });
    expect(ask(adjusting("total"), rows, clerk).where).toEqual(is("status", "open"));
  });

  it("reaches the rows alone in which the field may be read", () => {
    const parts: Roles = {
      clerk: { orders: { read: { fields: ["id"] }, update: { fields: ["total"] } } },
      reader: { orders: { read: { fields: ["total"], where: { status: "open" } } } },
    };
    expect(ask(adjusting("total"), parts, both).where).toEqual(is("status", "open"));
  });

  it("stands under the policy's check", () => {
    const checked: Roles = {
      clerk: { orders: { read: true, update: { fields: ["total"], check: { total: { lt: 100 } } } } },
    };
    expect(ask(adjusting("total"), checked, clerk).check).toMatchObject({ left: { field: "total" } });
  });

  it("of a field that is written otherwise too is refused", () => {
    const all = may(["id", "total", "note"], ["id", "total", "note"]);
    const again: Adjustment = { field: "total", operator: "increment", value: input };
    const twice: readonly Update[] = [
      adjusting("total", { fields: ["total"] }),
      adjusting("total", { presets: [{ field: "total", value: input }] }),
      adjusting("total", { adjust: [again, again] }),
      adjusting("total", { matchBy: ["total"] }),
    ];
    for (const change of twice)
      expect(refusal(change, all, clerk)).toBe('42601 multiple assignments to same column "total"');
    const preset: Roles = { clerk: { orders: { read: true, update: { fields: ["total"], set: { total: "1" } } } } };
    // What the policy sets is not the caller's to write.
    expect(refusal(adjusting("total"), preset, clerk)).toBe("42501 permission denied for table orders");
  });
});
