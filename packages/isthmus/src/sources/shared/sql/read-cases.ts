// Questions to the shop of `fixture.ts`, with the one answer that every SQL database has to give.

import type { InputValue, Query } from "../../../core/index.ts";
import { compare, embed, field, hostile, input, literal, query } from "./fixture.ts";

export interface ReadCase {
  readonly name: string;
  readonly query: Query;
  readonly inputs?: readonly InputValue[];
  readonly body: unknown;
  readonly total?: number;
  readonly cursor?: unknown;
}

const ids = (...values: readonly number[]) => values.map((id) => ({ id }));
const byId = { order: [{ by: { field: "id" }, direction: "asc" }] } as const;
const desc = (name: string) => ({ by: { field: name }, direction: "desc" }) as const;
const asc = (name: string) => ({ by: { field: name }, direction: "asc" }) as const;

/** Ids of a resource under a condition. */
function where(resource: string, condition: NonNullable<Query["where"]>): Query {
  return query(resource, ["id"], { where: condition, ...byId });
}

const age = { path: [{ to: { key: "age" }, as: "text" }] } as const;
const ageJson = { path: [{ to: { key: "age" }, as: "json" }] } as const;

export const readCases: readonly ReadCase[] = [
  {
    name: "types keep their spelling in JSON",
    query: query("orders", ["id", "total", "weight", "payload", "placed_at"], byId),
    body: [
      { id: 1, total: 12.5, weight: 0.5, payload: "\\x00ff", placed_at: "2024-02-01T00:00:00" },
      { id: 2, total: 7.25, weight: null, payload: null, placed_at: "2024-02-02T00:00:00" },
      { id: 3, total: null, weight: 1e10, payload: null, placed_at: null },
      { id: 4, total: 0.1, weight: -2.25, payload: null, placed_at: "2024-02-02T00:00:00" },
    ],
  },
  {
    name: "booleans, JSON and fractions of seconds are what they are",
    query: query("customers", ["vip", "profile", "since"], byId),
    body: [
      { vip: true, profile: { age: 36, city: "London", langs: ["en", "fr"], "a.b": { '"q': true } }, since: "2024-01-02T03:04:05" },
      { vip: false, profile: { age: "36", city: null }, since: "2024-01-02T03:04:05.25" },
      { vip: null, profile: null, since: null },
    ],
  },
  {
    name: "a query for one record answers an object",
    query: query("customers", ["id", "name"], { where: compare("id", "eq", input(0)), answer: { as: "one" } }),
    inputs: ["2"],
    body: { id: 2, name: "Bob" },
  },
  {
    name: "a query for one record that is not there answers nothing",
    query: query("customers", ["id"], { where: compare("id", "eq", input(0)), answer: { as: "one" } }),
    inputs: ["99"],
    body: null,
  },
  {
    name: "nulls are left out on request",
    query: query("orders", ["id", "total", embed("customer", query("customers", ["email", "id"]))], {
      where: compare("id", "gte", literal(3)),
      ...byId,
      answer: { as: "many", stripNulls: true },
    }),
    body: [
      { id: 3, customer: { id: 2 } },
      { id: 4, total: 0.1 },
    ],
  },
  { name: "a false constant finds nothing", query: where("orders", { kind: "constant", value: false }), body: [] },
  { name: "lists are matched", query: where("orders", compare("id", "in", input(0))), inputs: [["1", "3"]], body: ids(1, 3) },
  { name: "an empty list matches nothing", query: where("orders", compare("id", "in", input(0))), inputs: [[]], body: [] },
  {
    name: "a value that is no SQL is a value",
    query: where(hostile, compare(hostile, "eq", input(0))),
    inputs: ["x'; drop table customers; --"],
    body: ids(1),
  },
  {
    name: "hostile names are names",
    query: query(hostile, [field(hostile), field("id", { as: `"'; drop table customers; -- ünï` })], byId),
    body: [
      { [hostile]: "x'; drop table customers; --", [`"'; drop table customers; -- ünï`]: 1 },
      { [hostile]: null, [`"'; drop table customers; -- ünï`]: 2 },
    ],
  },
  { name: "not equal leaves out nulls", query: where("orders", compare("customer_id", "neq", literal(1))), body: ids(3) },
  { name: "is distinct keeps nulls", query: where("orders", compare("customer_id", "isDistinct", literal(1))), body: ids(3, 4) },
  {
    name: "not of an unknown is unknown",
    query: where("orders", { kind: "not", of: compare("customer_id", "eq", literal(1)) }),
    body: ids(3),
  },
  { name: "is null", query: where("orders", { kind: "is", left: { field: "customer_id" }, right: "null" }), body: ids(4) },
  { name: "is true", query: where("customers", { kind: "is", left: { field: "vip" }, right: "true" }), body: ids(1) },
  { name: "is unknown", query: where("customers", { kind: "is", left: { field: "vip" }, right: "unknown" }), body: ids(3) },
  { name: "like heeds the case", query: where("customers", compare("name", "like", input(0))), inputs: ["a%"], body: [] },
  { name: "ilike does not", query: where("customers", compare("name", "ilike", input(0))), inputs: ["a%"], body: ids(1) },
  { name: "like escapes", query: where("customers", compare("name", "like", input(0))), inputs: ["%\\_\\%"], body: ids(3) },
  { name: "regular expressions", query: where("customers", compare("name", "imatch", input(0))), inputs: ["^(ada|bob)$"], body: ids(1, 2) },
  {
    name: "any of a list of patterns",
    query: where("customers", compare("name", "like", input(0), { quantifier: "any" })),
    inputs: [["A%", "c%"]],
    body: ids(1, 3),
  },
  {
    name: "all of a list",
    query: where("orders", compare("id", "gt", input(0), { quantifier: "all" })),
    inputs: [["1", "2"]],
    body: ids(3, 4),
  },
  {
    name: "neither any nor none where a null decides",
    query: where("orders", { kind: "not", of: compare("id", "eq", input(0), { quantifier: "any" }) }),
    inputs: [["1", null]],
    body: [],
  },
  { name: "big numbers are compared without loss", query: where("orders", compare("big", "eq", input(0))), inputs: ["9007199254740993"], body: ids(1) },
  { name: "booleans are compared", query: where("customers", compare("vip", "eq", input(0))), inputs: ["true"], body: ids(1) },
  {
    name: "JSON text is compared as text",
    query: where("customers", { kind: "compare", left: { field: "profile", ...age }, operator: "eq", right: input(0) }),
    inputs: ["36"],
    body: ids(1, 2),
  },
  {
    name: "JSON is compared as JSON",
    query: where("customers", { kind: "compare", left: { field: "profile", ...ageJson }, operator: "eq", right: input(0) }),
    inputs: ['"36"'],
    body: ids(2),
  },
  {
    name: "JSON paths are selected, with keys of any kind",
    query: query(
      "customers",
      [
        field("age", { of: { field: "profile", ...age } }),
        field("first", { of: { field: "profile", path: [{ to: { key: "langs" }, as: "json" }, { to: { index: 0 }, as: "json" }] } }),
        field("last", { of: { field: "profile", path: [{ to: { key: "langs" }, as: "json" }, { to: { index: -1 }, as: "text" }] } }),
        field("odd", { of: { field: "profile", path: [{ to: { key: "a.b" }, as: "json" }, { to: { key: '"q' }, as: "text" }] } }),
      ],
      byId,
    ),
    body: [
      { age: "36", first: "en", last: "fr", odd: "true" },
      { age: "36", first: null, last: null, odd: null },
      { age: null, first: null, last: null, odd: null },
    ],
  },
  {
    name: "casts",
    query: query("orders", [field("id", { cast: "text" }), field("total", { cast: "integer" })], byId),
    body: [
      { id: "1", total: 13 },
      { id: "2", total: 7 },
      { id: "3", total: null },
      { id: "4", total: 0 },
    ],
  },
  { name: "nulls come last", query: query("orders", ["id"], { order: [asc("placed_at"), desc("id")] }), body: ids(1, 4, 2, 3) },
  { name: "nulls come first, descending", query: query("orders", ["id"], { order: [desc("placed_at"), asc("id")] }), body: ids(3, 2, 4, 1) },
  {
    name: "nulls come where they are told",
    query: query("orders", ["id"], { order: [{ ...asc("placed_at"), nulls: "first" }, asc("id")] }),
    body: ids(3, 1, 2, 4),
  },
  {
    name: "a page and the count of all",
    query: query("orders", ["id"], { ...byId, limit: input(0), offset: input(1), count: "exact" }),
    inputs: [2, 1],
    body: ids(2, 3),
    total: 4,
  },
  { name: "a cap cuts", query: query("orders", ["id"], { ...byId, limit: input(0), cap: 1, count: "exact" }), inputs: [3], body: ids(1), total: 4 },
  {
    name: "relations are embedded at any depth",
    query: query(
      "customers",
      [
        "name",
        embed(
          "orders",
          query("orders", ["id", embed("items", query("items", ["quantity", embed("product", query("products", ["name"]))], { order: [asc("product_id")] }))], {
            order: [desc("id")],
          }),
        ),
      ],
      byId,
    ),
    body: [
      {
        name: "Ada",
        orders: [
          { id: 2, items: [{ quantity: 5, product: { name: "pen" } }] },
          { id: 1, items: [{ quantity: 2, product: { name: "pen" } }, { quantity: 1, product: { name: "ink" } }] },
        ],
      },
      { name: "Bob", orders: [{ id: 3, items: [{ quantity: null, product: { name: "pad" } }] }] },
      { name: "cy_%", orders: [] },
    ],
  },
  {
    name: "embedded queries have conditions and pages of their own, behind an offset too",
    query: query("customers", ["id", embed("orders", query("orders", ["id"], { order: [desc("id")], limit: input(0) }))], {
      ...byId,
      limit: literal(2),
      offset: literal(0),
    }),
    inputs: [1],
    body: [
      { id: 1, orders: [{ id: 2 }] },
      { id: 2, orders: [{ id: 3 }] },
    ],
  },
  {
    name: "an inner join filters, with the joins inside it",
    query: query(
      "customers",
      ["id", embed("orders", query("orders", ["id", embed("products", query("products", ["id"], { where: compare("name", "eq", literal("ink")) }), { join: "inner" })]), { join: "inner" })],
      { ...byId, count: "exact" },
    ),
    body: [{ id: 1, orders: [{ id: 1, products: [{ id: 2 }] }] }],
    total: 1,
  },
  {
    name: "a many-to-many relation goes through its junction",
    query: query("products", ["name", embed("orders", query("orders", ["id"], byId))], byId),
    body: [
      { name: "pen", orders: ids(1, 2) },
      { name: "ink", orders: ids(1) },
      { name: "pad", orders: ids(3) },
    ],
  },
  {
    name: "the junction's rows can be restricted",
    query: query("products", ["name", embed("orders", query("orders", ["id"], byId), { throughWhere: compare("quantity", "gt", literal(3)) })], byId),
    body: [
      { name: "pen", orders: ids(2) },
      { name: "ink", orders: [] },
      { name: "pad", orders: [] },
    ],
  },
  {
    name: "a relation to itself",
    query: query("employees", ["name", embed("manager", query("employees", ["name"])), embed("reports", query("employees", ["name"], byId))], byId),
    body: [
      { name: "root", manager: null, reports: [{ name: "left" }, { name: "right" }] },
      { name: "left", manager: { name: "root" }, reports: [{ name: "leaf" }] },
      { name: "right", manager: { name: "root" }, reports: [] },
      { name: "leaf", manager: { name: "left" }, reports: [] },
    ],
  },
  {
    name: "a to-one spread lifts fields, of nothing too",
    query: query("orders", ["id", embed("customer", query("customers", [field("customer", { of: { field: "name" } }), "vip"]), { spread: true })], byId),
    body: [
      { id: 1, customer: "Ada", vip: true },
      { id: 2, customer: "Ada", vip: true },
      { id: 3, customer: "Bob", vip: false },
      { id: 4, customer: null, vip: null },
    ],
  },
  {
    name: "a to-many spread lifts lists of one order",
    query: query(
      "customers",
      ["id", embed("orders", query("orders", ["status", "total", embed("items", query("items", ["quantity"], { order: [asc("product_id")] }), { spread: true })], { order: [desc("id")] }), { spread: true })],
      byId,
    ),
    body: [
      { id: 1, status: ["paid", "new"], total: [7.25, 12.5], quantity: [[5], [2, 1]] },
      { id: 2, status: ["paid"], total: [null], quantity: [[null]] },
      { id: 3, status: [], total: [], quantity: [] },
    ],
  },
  {
    name: "order goes through a to-one relation that is not shown",
    query: query("orders", ["id", embed("customer", query("customers", []), { hidden: true })], {
      order: [{ by: { field: "name" }, through: "customer", direction: "desc", nulls: "last" }, desc("id")],
    }),
    body: ids(3, 2, 1, 4),
  },
  {
    name: "related records can be asked for",
    query: where("customers", { kind: "related", relation: "orders", where: compare("status", "eq", literal("new")) }),
    body: ids(1),
  },
  {
    name: "unrelated ones as well, with a guard",
    query: where("customers", { kind: "not", of: { kind: "related", relation: "orders", guard: compare("id", "neq", literal(2)) } }),
    body: ids(2, 3),
  },
  {
    name: "a guarded field reads as null, to conditions too",
    query: query("customers", ["id", field("name", { of: { field: "name", guard: compare("vip", "eq", literal(true)) } })], {
      where: { kind: "not", of: { kind: "compare", left: { field: "name", guard: compare("vip", "eq", literal(true)) }, operator: "eq", right: literal("Bob") } },
      ...byId,
    }),
    body: [{ id: 1, name: "Ada" }],
  },
  {
    name: "a guarded relation is empty",
    query: query("customers", ["id", embed("orders", query("orders", ["id"], byId), { guard: compare("vip", "eq", literal(true)) })], byId),
    body: [
      { id: 1, orders: ids(1, 2) },
      { id: 2, orders: [] },
      { id: 3, orders: [] },
    ],
  },
  {
    name: "aggregates group by the other fields",
    query: query(
      "orders",
      ["status", field("count", { of: { field: "total" }, aggregate: { function: "count" } }), { kind: "field", as: "all", aggregate: { function: "count" } }, field("sum", { of: { field: "total" }, aggregate: { function: "sum" } }), field("least", { of: { field: "placed_at" }, aggregate: { function: "min" } })],
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
    query: query("orders", [field("avg", { of: { field: "id" }, aggregate: { function: "avg", cast: "text" } }), field("max", { of: { field: "total" }, cast: "integer", aggregate: { function: "max" } })], {
      where: compare("id", "gt", literal(9)),
    }),
    body: [{ avg: null, max: null }],
  },
  {
    name: "aggregates can be grouped by JSON paths and embedded records",
    query: query("orders", [{ kind: "field", as: "count", aggregate: { function: "count" } }, embed("customer", query("customers", ["name", field("age", { of: { field: "profile", ...age } })]))], {
      where: { kind: "is", left: { field: "customer_id" }, right: "null" },
    }),
    body: [{ count: 1, customer: null }],
  },
  {
    name: "embedded aggregates",
    query: query("customers", ["id", embed("orders", query("orders", ["status", field("sum", { of: { field: "total" }, aggregate: { function: "sum" } })], { order: [asc("status")] }))], byId),
    body: [
      { id: 1, orders: [{ status: "new", sum: 12.5 }, { status: "paid", sum: 7.25 }] },
      { id: 2, orders: [{ status: "paid", sum: null }] },
      { id: 3, orders: [] },
    ],
  },
  {
    name: "aggregates in a to-one spread belong to the level above",
    query: query("orders", ["status", embed("customer", query("customers", [field("last", { of: { field: "name" }, aggregate: { function: "max" } }), { kind: "field", as: "n", aggregate: { function: "count" } }]), { spread: true })], {
      order: [asc("status")],
    }),
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
    query: query("orders", ["id", embed("customer", query("customers", ["name"]))], { ...byId, limit: input(0), after: input(1), cursor: true }),
    inputs: [3, "[3]"],
    body: [{ id: 4, customer: null }],
    cursor: null,
  },
  {
    name: "pages are exact with mixed directions and nulls",
    query: query("orders", ["id"], { order: [desc("placed_at"), asc("id")], limit: input(0), after: input(1), cursor: true }),
    inputs: [2, "[null,3]"],
    body: ids(2, 4),
    cursor: "any",
  },
  {
    name: "pages go on behind nulls that come last",
    query: query("orders", ["id"], { order: [asc("total"), asc("id")], after: input(0), cursor: true, limit: literal(9) }),
    inputs: ["[7.25,2]"],
    body: ids(1, 3),
    cursor: null,
  },
];
