import { describe, expect, it } from "vitest";
import type { Call, Delete, Insert, Query, Statement, Update } from "../core/index.ts";
import { smallShop } from "../../test/kit/small-shop.ts";
import { walk, type Visitor } from "./walk.ts";

const input = { kind: "input" as const, index: 0 };
const is = (field: string) => ({ kind: "is" as const, left: { field }, right: "null" as const });

function from(resource: string, more: Partial<Query> = {}): Query {
  return { kind: "query", resource, select: [], answer: { as: "many" }, ...more };
}

/** What a visitor that changes nothing is told of a statement, in order. */
function visits(statement: Statement): readonly string[] {
  const seen: string[] = [];
  const at = (level: Parameters<Visitor["enter"]>[0]): string =>
    `${level.resource.id}@${level.depth} ${level.purpose}${level.aggregates ? " aggregates" : ""}`;
  const visitor: Visitor = {
    enter: (level) => void seen.push(`enter ${at(level)}`),
    field: (ref, use, level) => (seen.push(`${use} ${level.resource.id}.${ref.field}`), ref),
    query: (query, level) => (seen.push(`query ${at(level)}`), query),
    selection: (selection, relation) => (seen.push(`selection ${relation.name}`), selection),
    related: (condition, relation) => (seen.push(`related ${relation.name}`), condition),
    mutation: (mutation, level, reads) => (seen.push(`mutation ${at(level)}${reads ? " reads" : ""}`), mutation),
    call: (call, operation) => (seen.push(`call ${operation.id}`), call),
  };
  // Nothing is lost on the way, nor anything added.
  expect(walk(statement, smallShop().catalog, visitor)).toStrictEqual(statement);
  return seen;
}

describe("a query", () => {
  it("is walked through its select, its order and its conditions, each level by its depth and purpose", () => {
    const statement = from("orders", {
      select: [
        { kind: "field", as: "id", of: { field: "id" }, cast: "text" },
        {
          kind: "relation",
          as: "customer",
          relation: "customer",
          join: "inner",
          spread: true,
          query: from("customers", { select: [{ kind: "field", as: "name", of: { field: "name" } }] }),
        },
      ],
      order: [
        { by: { field: "total" }, direction: "desc" },
        { by: { field: "email" }, through: "customer", direction: "asc", nulls: "first" },
      ],
      where: {
        kind: "and",
        of: [
          { kind: "or", of: [is("note"), { kind: "not", of: is("status") }] },
          { kind: "related", relation: "order_items", where: { kind: "related", relation: "product" } },
          { kind: "compare", left: { field: "id" }, operator: "in", right: input },
          { kind: "constant", value: true },
        ],
      },
      limit: input,
      count: "exact",
    });
    expect(visits(statement)).toEqual([
      "enter orders@0 query",
      "read orders.id",
      "enter customers@1 query",
      "read customers.name",
      "query customers@1 query",
      "selection customer",
      "sort orders.total",
      "sort customers.email",
      "filter orders.note",
      "filter orders.status",
      "enter order_items@1 exists",
      "enter products@2 exists",
      "related product",
      "related order_items",
      "filter orders.id",
      "query orders@0 query",
    ]);
  });

  it("that aggregates groups by its other fields, and a spread's aggregates are its own, at any depth", () => {
    const count = { kind: "field", as: "n", aggregate: { function: "count" } } as const;
    const sum = { kind: "field", as: "s", of: { field: "total" }, aggregate: { function: "sum" } } as const;
    const status = { kind: "field", as: "x", of: { field: "status" } } as const;
    expect(visits(from("orders", { select: [count, sum, status] }))).toEqual([
      "enter orders@0 query aggregates",
      "aggregate orders.total",
      "group orders.status",
      "query orders@0 query aggregates",
    ]);
    const embedding = (spread: boolean, select: Query["select"]): Query =>
      from("orders", {
        select: [
          status,
          {
            kind: "relation",
            as: "i",
            relation: "order_items",
            join: "left",
            spread,
            query: from("order_items", { select }),
          },
        ],
      });
    const ownUse = (query: Query) => visits(query).slice(0, 2);
    expect(ownUse(embedding(true, [count]))).toEqual(["enter orders@0 query aggregates", "group orders.status"]);
    expect(ownUse(embedding(false, [count]))).toEqual(["enter orders@0 query", "read orders.status"]);
    expect(ownUse(embedding(true, []))).toEqual(["enter orders@0 query", "read orders.status"]);
  });
});

describe("a change", () => {
  const returning = from("orders", { select: [{ kind: "field", as: "n", aggregate: { function: "count" } }] });
  const presets = [{ field: "total", value: input }];
  const insert: Insert = { kind: "insert", resource: "orders", fields: ["note"], rows: input, missing: "null" };
  const update: Update = { kind: "update", resource: "orders", fields: ["note"], values: input };
  const remove: Delete = { kind: "delete", resource: "orders" };

  it("names every field that an insert writes, sets, finds rows by, returns and has its address made of", () => {
    expect(
      visits({ ...insert, presets, returning, locate: ["id"], conflict: { target: ["status"], action: "ignore" } }),
    ).toEqual([
      "enter orders@0 returning aggregates",
      "query orders@0 returning aggregates",
      "locate orders.id",
      "write orders.note",
      "filter orders.status",
      "preset orders.total",
      "mutation orders@0 write reads",
    ]);
  });

  it("names every field that an update writes, sets and finds rows by", () => {
    expect(visits({ ...update, presets, matchBy: ["id"], where: is("status"), maxAffected: input })).toEqual([
      "write orders.note",
      "filter orders.id",
      "preset orders.total",
      "filter orders.status",
      "mutation orders@0 write reads",
    ]);
  });

  it("reads when it compares fields of its rows or returns them, and not when it only writes", () => {
    const reads = (change: Statement): boolean => visits(change).at(-1)?.endsWith(" reads") === true;
    for (const change of [insert, update, remove]) {
      expect(reads(change)).toBe(false);
      expect(reads({ ...change, returning })).toBe(true);
    }
    for (const change of [update, remove]) expect(reads({ ...change, where: is("id") })).toBe(true);
    expect(reads({ ...update, matchBy: ["id"] })).toBe(true);
  });
});

describe("what is not in the catalog", () => {
  const call: Call = { kind: "call", operation: "nonsense", overload: 0, arguments: [], readOnly: true };

  it.each<readonly [string, string, Statement]>([
    ["resource", "PGRST205", from("nonsense")],
    ["resource of a change", "PGRST205", { kind: "delete", resource: "nonsense" }],
    ["relation", "PGRST200", from("orders", { where: { kind: "related", relation: "constructor" } })],
    ["operation", "PGRST202", call],
  ])("is refused: a %s (%s)", (_, code, statement) => {
    expect(() => visits(statement)).toThrow(expect.objectContaining({ code }));
  });
});

describe("what the visitor puts in the place of a field is what is left of the statement", () => {
  const named: Visitor = {
    enter: () => undefined,
    field: (ref) => ({ ...ref, guard: { kind: "constant", value: true } }),
    query: (query) => query,
    selection: (selection) => selection,
    related: (condition) => condition,
    mutation: (mutation) => mutation,
    call: (call) => call,
  };
  const guarded = (field: string) => ({
    kind: "is",
    left: { field, guard: { kind: "constant", value: true } },
    right: "null",
  });
  const walked = (statement: Statement): Statement => walk(statement, smallShop().catalog, named);

  it("in conditions about related records", () => {
    const where = { kind: "related", relation: "customer", where: is("name") } as const;
    expect(walked(from("orders", { where }))).toMatchObject({ where: { where: guarded("name") } });
  });

  it("in the conditions and the returned rows of a change", () => {
    const returning = from("orders", { where: is("note") });
    const where = is("status");
    const left = { where: guarded("status"), returning: { where: guarded("note") } };
    const input = { kind: "input", index: 0 } as const;
    const change = { resource: "orders", returning } as const;
    expect(walked({ ...change, kind: "update", fields: [], values: input, where })).toMatchObject(left);
    expect(walked({ ...change, kind: "delete", where })).toMatchObject(left);
    const inserted = walked({ ...change, kind: "insert", fields: [], rows: input, missing: "null" });
    expect(inserted).toMatchObject({ returning: left.returning });
  });
});
