// Questions about aggregates, and about pages that go on behind a record.

import { age, asc, byId, desc, ids, type ReadCase } from "./case.ts";
import { compare, embed, field, input, literal, query } from "./fixture.ts";

export const aggregateCases: readonly ReadCase[] = [
  {
    name: "aggregates group by the other fields",
    query: query(
      "orders",
      [
        "status",
        field("count", { of: { field: "total" }, aggregate: { function: "count" } }),
        { kind: "field", as: "all", aggregate: { function: "count" } },
        field("sum", { of: { field: "total" }, aggregate: { function: "sum" } }),
        field("least", { of: { field: "placed_at" }, aggregate: { function: "min" } }),
      ],
      { order: [asc("status")], limit: literal(5), count: "exact" },
    ),
    body: [
      { status: "new", count: 2, all: 2, sum: 12.6, least: "2024-02-01T00:00:00" },
      { status: "paid", count: 1, all: 2, sum: 7.25, least: "2024-02-02T00:00:00" },
    ],
    total: 2,
  },
  {
    name: "an aggregate of everything is one record",
    query: query(
      "orders",
      [
        field("avg", { of: { field: "id" }, aggregate: { function: "avg", cast: "text" } }),
        field("max", { of: { field: "total" }, cast: "integer", aggregate: { function: "max" } }),
      ],
      {
        where: compare("id", "gt", literal(9)),
      },
    ),
    body: [{ avg: null, max: null }],
  },
  {
    name: "aggregates can be grouped by JSON paths and embedded records",
    query: query(
      "orders",
      [
        { kind: "field", as: "count", aggregate: { function: "count" } },
        embed("customer", query("customers", ["name", field("age", { of: { field: "profile", ...age } })])),
      ],
      {
        where: { kind: "is", left: { field: "customer_id" }, right: "null" },
      },
    ),
    body: [{ count: 1, customer: null }],
  },
  {
    name: "groups are ordered by what a spread lifts into them",
    query: query(
      "orders",
      [
        { kind: "field", as: "count", aggregate: { function: "count" } },
        embed("customer", query("customers", [field("who", { of: { field: "name" } })]), { spread: true }),
      ],
      { order: [{ by: { field: "name" }, through: "customer", direction: "desc", nulls: "last" }] },
    ),
    body: [
      { count: 1, who: "Bob" },
      { count: 2, who: "Ada" },
      { count: 1, who: null },
    ],
  },
  {
    name: "embedded aggregates",
    query: query(
      "customers",
      [
        "id",
        embed(
          "orders",
          query("orders", ["status", field("sum", { of: { field: "total" }, aggregate: { function: "sum" } })], {
            order: [asc("status")],
          }),
        ),
      ],
      byId,
    ),
    body: [
      {
        id: 1,
        orders: [
          { status: "new", sum: 12.5 },
          { status: "paid", sum: 7.25 },
        ],
      },
      { id: 2, orders: [{ status: "paid", sum: null }] },
      { id: 3, orders: [] },
    ],
  },
  {
    name: "aggregates in a to-one spread belong to the level above",
    query: query(
      "orders",
      [
        "status",
        embed(
          "customer",
          query("customers", [
            field("last", { of: { field: "name" }, aggregate: { function: "max" } }),
            { kind: "field", as: "n", aggregate: { function: "count" } },
          ]),
          { spread: true },
        ),
      ],
      {
        order: [asc("status")],
      },
    ),
    body: [
      { status: "new", last: "Ada", n: 1 },
      { status: "paid", last: "Bob", n: 2 },
    ],
  },
  {
    name: "a first page names the place where the next one starts",
    query: query("orders", ["id"], { ...byId, limit: input(0), cursor: true, count: "exact" }),
    inputs: [3],
    body: ids(1, 2, 3),
    cursor: [3],
    total: 4,
  },
  {
    name: "a last page names none",
    query: query("orders", ["id", embed("customer", query("customers", ["name"]))], {
      ...byId,
      limit: input(0),
      after: input(1),
      cursor: true,
    }),
    inputs: [3, "[3]"],
    body: [{ id: 4, customer: null }],
    cursor: null,
  },
  {
    name: "pages are exact with mixed directions and nulls",
    query: query("orders", ["id"], {
      order: [desc("placed_at"), asc("id")],
      limit: input(0),
      after: input(1),
      cursor: true,
    }),
    inputs: [2, "[null,3]"],
    body: ids(2, 4),
    cursor: "any",
  },
  {
    name: "pages go on behind nulls that come last",
    query: query("orders", ["id"], {
      order: [asc("total"), asc("id")],
      after: input(0),
      cursor: true,
      limit: literal(9),
    }),
    inputs: ["[7.25,2]"],
    body: ids(1, 3),
    cursor: null,
  },
];
