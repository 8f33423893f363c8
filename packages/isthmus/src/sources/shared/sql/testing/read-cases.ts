// Questions about the fields of one resource: their types, conditions, orders and pages.

import { age, asc, byId, desc, ids, type ReadCase, where } from "./case.ts";
import { compare, embed, field, hostile, input, literal, query } from "./fixture.ts";

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
      {
        vip: true,
        profile: { age: 36, city: "London", langs: ["en", "fr"], "a.b": { '"q': true } },
        since: "2024-01-02T03:04:05",
      },
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
  {
    name: "lists are matched",
    query: where("orders", compare("id", "in", input(0))),
    inputs: [["1", "3"]],
    body: ids(1, 3),
  },
  {
    name: "an empty list matches nothing",
    query: where("orders", compare("id", "in", input(0))),
    inputs: [[]],
    body: [],
  },
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
  {
    name: "not equal leaves out nulls",
    query: where("orders", compare("customer_id", "neq", literal(1))),
    body: ids(3),
  },
  {
    name: "is distinct keeps nulls",
    query: where("orders", compare("customer_id", "isDistinct", literal(1))),
    body: ids(3, 4),
  },
  {
    name: "not of an unknown is unknown",
    query: where("orders", { kind: "not", of: compare("customer_id", "eq", literal(1)) }),
    body: ids(3),
  },
  {
    name: "is null",
    query: where("orders", { kind: "is", left: { field: "customer_id" }, right: "null" }),
    body: ids(4),
  },
  { name: "is true", query: where("customers", { kind: "is", left: { field: "vip" }, right: "true" }), body: ids(1) },
  {
    name: "is unknown",
    query: where("customers", { kind: "is", left: { field: "vip" }, right: "unknown" }),
    body: ids(3),
  },
  {
    name: "like heeds the case",
    query: where("customers", compare("name", "like", input(0))),
    inputs: ["a%"],
    body: [],
  },
  {
    name: "ilike does not",
    query: where("customers", compare("name", "ilike", input(0))),
    inputs: ["a%"],
    body: ids(1),
  },
  {
    name: "like escapes",
    query: where("customers", compare("name", "like", input(0))),
    inputs: ["%\\_\\%"],
    body: ids(3),
  },
  {
    name: "regular expressions",
    query: where("customers", compare("name", "imatch", input(0))),
    inputs: ["^(ada|bob)$"],
    body: ids(1, 2),
  },
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
  {
    name: "big numbers are compared without loss",
    query: where("orders", compare("big", "eq", input(0))),
    inputs: ["9007199254740993"],
    body: ids(1),
  },
  {
    name: "booleans are compared",
    query: where("customers", compare("vip", "eq", input(0))),
    inputs: ["true"],
    body: ids(1),
  },
  {
    name: "JSON text is compared as text",
    query: where("customers", { kind: "compare", left: { field: "profile", ...age }, operator: "eq", right: input(0) }),
    inputs: ["36"],
    body: ids(1, 2),
  },
  {
    name: "JSON is compared as JSON",
    query: where("customers", {
      kind: "compare",
      left: { field: "profile", ...ageJson },
      operator: "eq",
      right: input(0),
    }),
    inputs: ['"36"'],
    body: ids(2),
  },
  {
    name: "JSON paths are selected, with keys of any kind",
    query: query(
      "customers",
      [
        field("age", { of: { field: "profile", ...age } }),
        field("first", {
          of: {
            field: "profile",
            path: [
              { to: { key: "langs" }, as: "json" },
              { to: { index: 0 }, as: "json" },
            ],
          },
        }),
        field("last", {
          of: {
            field: "profile",
            path: [
              { to: { key: "langs" }, as: "json" },
              { to: { index: -1 }, as: "text" },
            ],
          },
        }),
        field("odd", {
          of: {
            field: "profile",
            path: [
              { to: { key: "a.b" }, as: "json" },
              { to: { key: '"q' }, as: "text" },
            ],
          },
        }),
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
  {
    name: "nulls come last",
    query: query("orders", ["id"], { order: [asc("placed_at"), desc("id")] }),
    body: ids(1, 4, 2, 3),
  },
  {
    name: "nulls come first, descending",
    query: query("orders", ["id"], { order: [desc("placed_at"), asc("id")] }),
    body: ids(3, 2, 4, 1),
  },
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
  {
    name: "a cap cuts",
    query: query("orders", ["id"], { ...byId, limit: input(0), cap: 1, count: "exact" }),
    inputs: [3],
    body: ids(1),
    total: 4,
  },
];
