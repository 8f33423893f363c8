// Questions about related records.

import { asc, byId, desc, ids, type ReadCase, where } from "./case.ts";
import { compare, embed, field, input, literal, query } from "./fixture.ts";

export const relationCases: readonly ReadCase[] = [
  {
    name: "relations are embedded at any depth",
    query: query(
      "customers",
      [
        "name",
        embed(
          "orders",
          query(
            "orders",
            [
              "id",
              embed(
                "items",
                query("items", ["quantity", embed("product", query("products", ["name"]))], {
                  order: [asc("product_id")],
                }),
              ),
            ],
            {
              order: [desc("id")],
            },
          ),
        ),
      ],
      byId,
    ),
    body: [
      {
        name: "Ada",
        orders: [
          { id: 2, items: [{ quantity: 5, product: { name: "pen" } }] },
          {
            id: 1,
            items: [
              { quantity: 2, product: { name: "pen" } },
              { quantity: 1, product: { name: "ink" } },
            ],
          },
        ],
      },
      { name: "Bob", orders: [{ id: 3, items: [{ quantity: null, product: { name: "pad" } }] }] },
      { name: "cy_%", orders: [] },
    ],
  },
  {
    name: "embedded queries have conditions and pages of their own, behind an offset too",
    query: query(
      "customers",
      ["id", embed("orders", query("orders", ["id"], { order: [desc("id")], limit: input(0) }))],
      {
        ...byId,
        limit: literal(2),
        offset: literal(0),
      },
    ),
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
      [
        "id",
        embed(
          "orders",
          query("orders", [
            "id",
            embed("products", query("products", ["id"], { where: compare("name", "eq", literal("ink")) }), {
              join: "inner",
            }),
          ]),
          { join: "inner" },
        ),
      ],
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
    query: query(
      "products",
      ["name", embed("orders", query("orders", ["id"], byId), { throughWhere: compare("quantity", "gt", literal(3)) })],
      byId,
    ),
    body: [
      { name: "pen", orders: ids(2) },
      { name: "ink", orders: [] },
      { name: "pad", orders: [] },
    ],
  },
  {
    name: "a relation to itself",
    query: query(
      "employees",
      ["name", embed("manager", query("employees", ["name"])), embed("reports", query("employees", ["name"], byId))],
      byId,
    ),
    body: [
      { name: "root", manager: null, reports: [{ name: "left" }, { name: "right" }] },
      { name: "left", manager: { name: "root" }, reports: [{ name: "leaf" }] },
      { name: "right", manager: { name: "root" }, reports: [] },
      { name: "leaf", manager: { name: "left" }, reports: [] },
    ],
  },
  {
    name: "a to-one spread lifts fields, of nothing too",
    query: query(
      "orders",
      [
        "id",
        embed("customer", query("customers", [field("customer", { of: { field: "name" } }), "vip"]), { spread: true }),
      ],
      byId,
    ),
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
      [
        "id",
        embed(
          "orders",
          query(
            "orders",
            [
              "status",
              "total",
              embed("items", query("items", ["quantity"], { order: [asc("product_id")] }), { spread: true }),
            ],
            { order: [desc("id")] },
          ),
          { spread: true },
        ),
      ],
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
    query: where("customers", {
      kind: "not",
      of: { kind: "related", relation: "orders", guard: compare("id", "neq", literal(2)) },
    }),
    body: ids(2, 3),
  },
  {
    name: "a guarded field reads as null, to conditions too",
    query: query(
      "customers",
      ["id", field("name", { of: { field: "name", guard: compare("vip", "eq", literal(true)) } })],
      {
        where: {
          kind: "not",
          of: {
            kind: "compare",
            left: { field: "name", guard: compare("vip", "eq", literal(true)) },
            operator: "eq",
            right: literal("Bob"),
          },
        },
        ...byId,
      },
    ),
    body: [{ id: 1, name: "Ada" }],
  },
  {
    name: "a guarded relation is empty",
    query: query(
      "customers",
      ["id", embed("orders", query("orders", ["id"], byId), { guard: compare("vip", "eq", literal(true)) })],
      byId,
    ),
    body: [
      { id: 1, orders: ids(1, 2) },
      { id: 2, orders: [] },
      { id: 3, orders: [] },
    ],
  },
];
