// What authorize puts into a statement holds wherever it can stand: each of these answers would show more if one condition
// were forgotten.

import { expect } from "vitest";
import type { Condition, Query, RelationSelection } from "../../../../core/index.ts";
import { asc, byId, desc, ids, type ReadCase } from "./case.ts";
import { compare, embed, field, literal, query } from "./fixture.ts";

const vip = compare("vip", "eq", literal(true));
const isNew = compare("status", "eq", literal("new"));
const paid = compare("status", "eq", literal("paid"));
const many = compare("quantity", "gt", literal(3));
const inner = { join: "inner", hidden: true } as const;
const count = { kind: "field", as: "n", aggregate: { function: "count" } } as const;

const products = (more: Partial<RelationSelection> = {}, where?: Condition) =>
  embed("products", query("products", ["id"], { ...byId, ...(where && { where }) }), more);
const customer = (more: Partial<RelationSelection> = {}, where?: Condition) =>
  embed("customer", query("customers", ["name"], where && { where }), more);
const orders = (select: Query["select"], more: Partial<Query> = {}) =>
  query("orders", ["id", ...select], { ...byId, ...more });
const byCustomer = { order: [{ ...desc("name"), through: "customer" }, asc("id")] };

export const policyCases: readonly ReadCase[] = [
  {
    name: "a guard on the row here empties what a junction leads to",
    query: orders([products({ guard: paid })]),
    body: [
      { id: 1, products: [] },
      { id: 2, products: ids(1) },
      { id: 3, products: ids(3) },
      { id: 4, products: [] },
    ],
  },
  {
    name: "a guard on the row here hides the record it belongs to",
    query: orders([customer({ guard: paid })]),
    body: [
      { id: 1, customer: null },
      { id: 2, customer: { name: "Ada" } },
      { id: 3, customer: { name: "Bob" } },
      { id: 4, customer: null },
    ],
  },
  {
    name: "a condition asks of related rows what may be seen of the junction",
    query: orders([], { where: { kind: "related", relation: "products", throughWhere: many } }),
    body: ids(2),
  },
  {
    name: "a condition asks over a junction only where the row here may be followed",
    query: orders([], { where: { kind: "related", relation: "products", guard: isNew } }),
    body: ids(1),
  },
  {
    name: "a condition asks the related rows' own condition",
    query: orders([], { where: { kind: "related", relation: "customer", where: vip } }),
    body: ids(1, 2),
  },
  {
    name: "an inner join asks for the embedded rows' condition",
    query: orders([products(inner, compare("name", "eq", literal("ink")))]),
    body: ids(1),
  },
  {
    name: "an inner join asks for what may be seen of the junction",
    query: orders([products({ ...inner, throughWhere: many })]),
    body: ids(2),
  },
  { name: "an inner join asks for the guard", query: orders([products({ ...inner, guard: paid })]), body: ids(2, 3) },
  {
    name: "an inner join asks for the inner joins below it, in groups too",
    query: query(
      "customers",
      [
        "id",
        {
          kind: "group",
          as: "g",
          select: [embed("orders", query("orders", [products(inner, compare("id", "eq", literal(3)))]), inner)],
        },
      ],
      byId,
    ),
    body: [{ id: 2, g: {} }],
  },
  {
    name: "what a to-one spread lifts is null where its record may not be seen",
    query: orders([customer({ spread: true }, vip)]),
    body: [
      { id: 1, name: "Ada" },
      { id: 2, name: "Ada" },
      { id: 3, name: null },
      { id: 4, name: null },
    ],
  },
  {
    name: "what a to-one spread lifts is null where the row here may not be followed",
    query: orders([customer({ spread: true, guard: isNew })]),
    body: [
      { id: 1, name: "Ada" },
      { id: 2, name: null },
      { id: 3, name: null },
      { id: 4, name: null },
    ],
  },
  {
    name: "what is grouped by a lifted field is grouped by what may be seen of it",
    query: query("orders", [count, customer({ spread: true }, vip)], {
      order: [asc("name")].map((one) => ({ ...one, through: "customer" })),
    }),
    body: [
      { n: 2, name: "Ada" },
      { n: 2, name: null },
    ],
  },
  {
    name: "the list that a to-many spread makes holds the rows that meet its condition",
    query: query(
      "customers",
      [
        "id",
        embed("orders", query("orders", [field("o", { of: { field: "id" } })], { where: paid }), { spread: true }),
      ],
      byId,
    ),
    body: [
      { id: 1, o: [2] },
      { id: 2, o: [3] },
      { id: 3, o: [] },
    ],
  },
  {
    name: "the list that a to-many spread makes is empty where the row here may not be followed",
    query: query(
      "customers",
      ["id", embed("orders", query("orders", [field("o", { of: { field: "id" } })]), { spread: true, guard: vip })],
      byId,
    ),
    body: [
      { id: 1, o: [1, 2] },
      { id: 2, o: [] },
      { id: 3, o: [] },
    ],
  },
  {
    name: "the list that a spread makes over a junction holds what may be seen of it",
    query: orders([
      embed("products", query("products", [field("p", { of: { field: "id" } })]), { spread: true, throughWhere: many }),
    ]),
    body: [
      { id: 1, p: [] },
      { id: 2, p: [1] },
      { id: 3, p: [] },
      { id: 4, p: [] },
    ],
  },
  {
    name: "the list that a to-many spread makes asks for the inner joins below it",
    query: query(
      "customers",
      [
        "id",
        embed(
          "orders",
          query("orders", [field("o", { of: { field: "id" } }), products(inner, compare("id", "eq", literal(2)))]),
          { spread: true },
        ),
      ],
      byId,
    ),
    body: [
      { id: 1, o: [1] },
      { id: 2, o: [] },
      { id: 3, o: [] },
    ],
  },
  {
    name: "an order through a record goes by the records that may be seen",
    query: orders([customer({ hidden: true }, vip)], byCustomer),
    body: ids(3, 4, 1, 2),
  },
  {
    name: "an order through a record goes by the rows that may be followed",
    query: orders([customer({ hidden: true, guard: isNew })], byCustomer),
    body: ids(2, 3, 4, 1),
  },
  {
    name: "an order goes by what may be seen of a field",
    query: orders([], { order: [{ by: { field: "total", guard: paid }, direction: "desc" }, desc("id")] }),
    body: ids(4, 3, 1, 2),
  },
  {
    name: "a count counts the rows that may be seen, whatever the page",
    query: orders([], { where: paid, limit: literal(1), count: "exact" }),
    body: ids(2),
    total: 2,
  },
  {
    name: "a count counts the rows that inner joins leave, whatever the page",
    query: orders([products({ ...inner, throughWhere: many })], { limit: literal(0), count: "exact" }),
    body: [],
    total: 1,
  },
  {
    name: "aggregates are over what may be seen of a field",
    query: query("orders", [
      {
        kind: "group",
        as: "g",
        select: [field("s", { of: { field: "total", guard: isNew }, aggregate: { function: "sum" } })],
      },
      field("n", { of: { field: "total", guard: isNew }, aggregate: { function: "count", distinct: true } }),
    ]),
    body: [{ g: { s: 12.6 }, n: 2 }],
  },
  {
    name: "aggregates of a page are over the rows that may be seen, at the root and embedded",
    query: query(
      "customers",
      [
        "id",
        embed(
          "orders",
          query("orders", [count, field("s", { of: { field: "id" }, aggregate: { function: "sum" } })], {
            where: paid,
            order: [desc("id")],
            limit: literal(5),
            aggregatesPage: true,
            answer: { as: "one" },
          }),
          { guard: vip },
        ),
      ],
      byId,
    ),
    body: [
      { id: 1, orders: { n: 1, s: 2 } },
      { id: 2, orders: { n: 0, s: null } },
      { id: 3, orders: { n: 0, s: null } },
    ],
  },
  {
    name: "a page that is aggregated is one of the rows that inner joins leave, in an order through what is embedded",
    query: query(
      "orders",
      [count, field("low", { of: { field: "id" }, aggregate: { function: "min" } }), customer(inner)],
      {
        order: byCustomer.order,
        limit: literal(2),
        aggregatesPage: true,
      },
    ),
    body: [{ n: 2, low: 1 }],
  },
  {
    name: "a page of one that is aggregated is the first that an inner join leaves",
    query: query("orders", [count, products({ ...inner, throughWhere: many })], {
      ...byId,
      limit: literal(1),
      aggregatesPage: true,
    }),
    body: [{ n: 1 }],
  },
  {
    name: "a row's cursor holds what may be seen of the order's fields",
    query: query("orders", [{ kind: "cursor", as: "c" }], {
      where: paid,
      order: [{ by: { field: "status", guard: compare("id", "eq", literal(2)) }, direction: "asc" }, asc("id")],
      answer: { as: "many" },
    }),
    body: [{ c: expect.stringMatching(/^\["paid", ?2\]$/) }, { c: expect.stringMatching(/^\[null, ?3\]$/) }],
  },
];
