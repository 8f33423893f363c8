import { describe, expect, it } from "vitest";
import type { Condition, Delete, Insert, Preset, Update } from "../../core/index.ts";
import { ask, problemOf, refusal, type Roles } from "../../../test/kit/ask.ts";
import { user } from "../../../test/kit/small-shop.ts";

const is = (field: string, value: string | number): Condition => ({
  kind: "compare",
  left: { field },
  operator: "eq",
  right: { kind: "literal", value },
});
const preset = (field: string, value: string): Preset => ({ field, value: { kind: "literal", value } });
const input = { kind: "input" as const, index: 0 };
const insert: Insert = { kind: "insert", resource: "orders", fields: ["note"], rows: input, missing: "null" };
const update: Update = { kind: "update", resource: "orders", fields: ["note"], values: input };
const remove: Delete = { kind: "delete", resource: "orders" };
const clerk = user(["clerk", "guest"]);

describe("values that an interface supplies", () => {
  const supplied = { presets: [preset("status", "new")] };
  const roles = (fields: readonly string[]): Roles => ({
    clerk: { orders: { read: true, insert: { fields, set: { total: "1" } }, update: { fields, set: { total: "1" } } } },
  });

  it("stand ahead of the policy's, which win", () => {
    for (const change of [insert, update])
      expect(ask({ ...change, ...supplied }, roles(["note", "status"]), clerk).presets).toEqual([
        preset("status", "new"),
        preset("total", "1"),
      ]);
  });

  it("need the right to write their fields, like the caller's own", () => {
    for (const change of [insert, update])
      expect(problemOf({ ...change, ...supplied }, roles(["note"]), clerk)).toMatchObject({
        code: "42501",
        category: "forbidden",
        details: "These fields may not be written: status",
      });
  });
});

describe("an update", () => {
  it("sets what the policy sets", () => {
    const roles: Roles = { clerk: { orders: { update: { fields: ["note"], set: { status: "seen" } } } } };
    expect(ask(update, roles, clerk)).toEqual({ ...update, presets: [preset("status", "seen")] });
    expect(ask(update, { clerk: { orders: { update: true } } }, clerk)).toEqual(update);
  });

  it("may be matched by a field that may be read and not written, in the rows in which it may be read", () => {
    const roles: Roles = {
      clerk: { orders: { read: { where: { status: "open" } }, update: { fields: ["note"] } } },
      guest: { orders: { read: { fields: ["note"], where: { status: "sent" } } } },
    };
    const asked = ask({ ...update, fields: ["id", "note"], matchBy: ["id"] }, roles, clerk);
    expect(asked.where).toEqual({
      kind: "and",
      of: [{ kind: "or", of: [is("status", "open"), is("status", "sent")] }, is("status", "open")],
    });
  });

  it("that finds nothing out needs no right to read", () => {
    const roles: Roles = { clerk: { orders: { update: { fields: ["note"], where: { status: "open" } } } } };
    expect(ask(update, roles, clerk).where).toEqual(is("status", "open"));
  });

  it("reaches the rows of every role that may write all of its fields, and those of no other", () => {
    const roles: Roles = {
      clerk: { orders: { update: { fields: ["note", "status"], where: { status: "open" } } } },
      guest: { orders: { update: { fields: ["note"], where: { status: "sent" } } } },
    };
    expect(ask(update, roles, clerk).where).toEqual({ kind: "or", of: [is("status", "open"), is("status", "sent")] });
    expect(ask({ ...update, fields: ["note", "status"] }, roles, clerk).where).toEqual(is("status", "open"));
  });

  it("of fields that only different roles may write is refused, and said so", () => {
    const roles: Roles = {
      clerk: { orders: { update: { fields: ["note"] } } },
      guest: { orders: { update: { fields: ["status"] } } },
    };
    expect(problemOf({ ...update, fields: ["note", "status"] }, roles, clerk)).toMatchObject({
      code: "42501",
      details: "These fields may not be written together",
    });
  });

  it("is refused without a grant", () => {
    const roles: Roles = { clerk: { orders: { insert: true } } };
    expect(refusal(update, roles, clerk)).toBe("42501 permission denied for table orders");
  });
});

describe("a delete", () => {
  const roles: Roles = { clerk: { orders: { read: { where: { note: "a" } }, delete: { where: { status: "open" } } } } };

  it("reaches the rows of every role that may delete", () => {
    const two: Roles = { ...roles, guest: { orders: { delete: { where: { status: "sent" } } } } };
    expect(ask(remove, two, clerk)).toEqual({
      ...remove,
      where: { kind: "or", of: [is("status", "open"), is("status", "sent")] },
    });
  });

  it("that filters or returns reaches only rows that may be read, and one that does neither needs no such right", () => {
    expect(ask(remove, roles, clerk).where).toEqual(is("status", "open"));
    expect(ask({ ...remove, where: is("id", 1) }, roles, clerk).where).toEqual({
      kind: "and",
      of: [is("status", "open"), is("note", "a"), is("id", 1)],
    });
    const returning = { kind: "query", resource: "orders", select: [], answer: { as: "many" } } as const;
    expect(ask({ ...remove, returning }, roles, clerk)).toMatchObject({
      where: { kind: "and", of: [is("status", "open"), is("note", "a")] },
      returning: { where: is("note", "a") },
    });
  });

  it("keeps the caller's bounds on it", () => {
    expect(
      ask({ ...remove, maxAffected: input, single: true }, { clerk: { orders: { delete: true } } }, clerk),
    ).toEqual({
      ...remove,
      maxAffected: input,
      single: true,
    });
  });
});

describe("the address of a written row", () => {
  it("is told only to one who may read all of it", () => {
    const told = (fields: readonly string[]) =>
      ask({ ...insert, locate: ["id", "status"] }, { clerk: { orders: { read: { fields }, insert: true } } }, clerk)
        .locate;
    expect(told(["id", "status"])).toEqual(["id", "status"]);
    expect(told(["id"])).toBeUndefined();
    expect(told(["status"])).toBeUndefined();
  });
});

describe("a merge", () => {
  const merge: Insert = { ...insert, fields: ["id", "note"], conflict: { target: ["id"], action: "merge" } };
  const merging = (set: Roles[string][string], more: Roles = {}): Roles => ({
    clerk: { orders: { read: true, ...(set as object) } },
    ...more,
  });

  it("writes the fields it is told, into rows that it is told, as far as the caller sees them", () => {
    const roles: Roles = {
      clerk: { orders: { read: { where: { status: "open" } }, insert: true, update: { where: { total: 1 } } } },
    };
    const narrow: Insert = {
      ...merge,
      fields: ["id", "note", "status"],
      conflict: { target: ["id"], action: "merge", fields: ["note"], where: is("note", "x") },
    };
    expect(ask(narrow, roles, clerk).conflict).toEqual({
      target: ["id"],
      action: "merge",
      fields: ["note"],
      where: { kind: "and", of: [is("total", 1), is("status", "open"), is("note", "x")] },
    });
  });

  it("may neither write nor compare what the caller may not", () => {
    const roles: Roles = {
      clerk: {
        orders: { read: { fields: ["id", "note"] }, insert: { fields: ["id", "note"] }, update: { fields: ["note"] } },
      },
    };
    const narrow = (more: object): Insert => ({ ...merge, conflict: { target: ["id"], action: "merge", ...more } });
    expect(refusal(narrow({ fields: ["note"] }), roles, clerk)).toBe("allowed");
    expect(problemOf(narrow({ fields: ["status"] }), roles, clerk)).toMatchObject({ code: "42703" });
    expect(problemOf(narrow({ fields: ["note"], where: is("status", "x") }), roles, clerk)).toMatchObject({
      code: "42703",
    });
  });

  it("writes what the policy sets into the existing row too, but never its key", () => {
    const set = { status: "new" };
    const asked = ask(merge, merging({ insert: { set }, update: { set } }), clerk);
    expect(asked.presets).toEqual([preset("status", "new")]);
    expect(asked.conflict).toEqual({ target: ["id"], action: "merge", fields: ["note", "status"] });
    const keyed = { status: "new", id: 7 };
    const byKey = ask(
      { ...merge, fields: ["note"] },
      merging({ insert: { set: keyed }, update: { set: keyed } }),
      clerk,
    );
    expect(byKey.conflict?.fields).toEqual(["note", "status"]);
  });

  it("is refused where inserting and updating set different fields", () => {
    for (const rules of [
      { insert: { set: { status: "new" } }, update: true },
      { insert: true, update: { fields: ["note"], set: { status: "new" } } },
    ])
      expect(problemOf(merge, merging(rules), clerk)).toMatchObject({
        category: "unsupported",
        details: expect.stringContaining("merging into orders where inserting and updating set different fields"),
      });
  });

  it("keeps to the checks of both, and changes only rows whose key may be seen", () => {
    const asked = ask(
      merge,
      merging(
        {
          read: { where: { status: "open" } },
          insert: { check: { total: 1 } },
          update: { where: { customer_id: 7 }, check: { total: 2 } },
        },
        { guest: { orders: { read: { fields: ["note"], where: { status: "sent" } } } } },
      ),
      clerk,
    );
    expect(asked.check).toEqual({ kind: "and", of: [is("total", 1), is("total", 2)] });
    expect(asked.conflict?.where).toEqual({ kind: "and", of: [is("customer_id", 7), is("status", "open")] });
  });

  it("that ignores what exists needs no right to update", () => {
    const ignore: Insert = { ...merge, conflict: { target: ["id"], action: "ignore" } };
    expect(ask(ignore, merging({ insert: true }), clerk)).toEqual(ignore);
  });
});
