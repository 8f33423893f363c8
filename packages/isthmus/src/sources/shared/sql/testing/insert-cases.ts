// Inserts and upserts.

import { byId, json, unchanged, type WriteCase } from "./case.ts";
import { compare, embed, input, literal, query } from "./fixture.ts";

export const insertCases: readonly WriteCase[] = [
  {
    name: "rows are inserted and answered with what is related to them",
    change: {
      kind: "insert",
      resource: "orders",
      fields: ["id", "customer_id", "total", "payload", "placed_at", "big"],
      rows: input(0),
      missing: "null",
      presets: [{ field: "status", value: literal("preset") }],
      returning: query(
        "orders",
        ["id", "status", "total", "payload", "placed_at", "big", embed("customer", query("customers", ["name"]))],
        byId,
      ),
      locate: ["id", "status"],
    },
    inputs: [
      json([
        { id: 11, customer_id: "2", status: "hers", total: 1.5, payload: "\\xbeef", placed_at: "2024-05-06T07:08:09" },
        { id: 10, customer_id: null, total: "7.25", big: 12 },
      ]),
    ],
    answer: {
      body: [
        { id: 10, status: "preset", total: 7.25, payload: null, placed_at: null, big: 12, customer: null },
        {
          id: 11,
          status: "preset",
          total: 1.5,
          payload: "\\xbeef",
          placed_at: "2024-05-06T07:08:09",
          big: null,
          customer: { name: "Bob" },
        },
      ],
      rows: 2,
      located: ["11", "preset"],
    },
  },
  {
    name: "one object is inserted, its JSON and booleans as they are",
    change: {
      kind: "insert",
      resource: "customers",
      fields: ["id", "name", "vip", "profile"],
      rows: input(0),
      missing: "null",
      returning: query("customers", ["id", "name", "vip", "profile"], { answer: { as: "one" } }),
      single: true,
    },
    inputs: [json({ id: 9, name: true, vip: "yes", profile: { a: ["x", null] } })],
    answer: { body: { id: 9, name: "true", vip: true, profile: { a: ["x", null] } }, rows: 1 },
  },
  {
    name: "what is missing gets its default on request",
    change: {
      kind: "insert",
      resource: "orders",
      fields: ["id", "status"],
      rows: input(0),
      missing: "default",
      returning: query("orders", ["id", "status"], byId),
    },
    inputs: [json([{ id: 20 }, { id: 21, status: "x" }])],
    answer: {
      body: [
        { id: 20, status: "new" },
        { id: 21, status: "x" },
      ],
      rows: 2,
    },
  },
  {
    name: "an insert answers its number of rows when nothing is asked of it",
    change: { kind: "insert", resource: "products", fields: ["id", "name"], rows: input(0), missing: "null" },
    inputs: [
      json([
        { id: 4, name: "cap" },
        { id: 5, name: "nib" },
      ]),
    ],
    answer: { rows: 2 },
  },
  {
    name: "a conflict is merged, and told from an insert",
    change: {
      kind: "insert",
      resource: "products",
      fields: ["id", "name", "price"],
      rows: input(0),
      missing: "null",
      conflict: { target: ["id"], action: "merge", fields: ["id", "name"] },
      returning: query("products", ["id", "name", "price"], byId),
    },
    inputs: [
      json([
        { id: 1, name: "quill", price: 99 },
        { id: 4, name: "cap", price: 2 },
      ]),
    ],
    answer: {
      body: [
        { id: 1, name: "quill", price: 1.5 },
        { id: 4, name: "cap", price: 2 },
      ],
      rows: 2,
      inserted: 1,
    },
  },
  {
    name: "a merge changes only the rows it may",
    change: {
      kind: "insert",
      resource: "products",
      fields: ["id", "name"],
      rows: input(0),
      missing: "null",
      conflict: { target: ["id"], action: "merge", where: compare("name", "eq", literal("ink")) },
      returning: query("products", ["id", "name"], byId),
    },
    inputs: [
      json([
        { id: 1, name: "stolen" },
        { id: 2, name: "mine" },
      ]),
    ],
    answer: { body: [{ id: 2, name: "mine" }], rows: 1, inserted: 0 },
  },
  {
    name: "a conflict is ignored",
    change: {
      kind: "insert",
      resource: "products",
      fields: ["id", "name"],
      rows: input(0),
      missing: "null",
      conflict: { target: ["id"], action: "ignore" },
      returning: query("products", ["id"], byId),
    },
    inputs: [
      json([
        { id: 1, name: "no" },
        { id: 7, name: "yes" },
      ]),
    ],
    answer: { body: [{ id: 7 }], rows: 1, inserted: 1 },
  },
  {
    name: "a row that does not meet the check undoes all of them",
    change: {
      kind: "insert",
      resource: "products",
      fields: ["id", "name"],
      rows: input(0),
      missing: "null",
      check: compare("name", "neq", literal("bad")),
    },
    inputs: [
      json([
        { id: 4, name: "good" },
        { id: 5, name: "bad" },
      ]),
    ],
    refused: "isthmus:check",
    then: unchanged,
  },
  {
    name: "a check that is unknown is not met, even where the answer is empty",
    change: {
      kind: "insert",
      resource: "products",
      fields: ["id", "name"],
      rows: input(0),
      missing: "null",
      check: compare("price", "gt", literal(1)),
      returning: query("products", ["id"], { where: { kind: "constant", value: false } }),
    },
    inputs: [json([{ id: 4, name: "good" }])],
    refused: "isthmus:check",
    then: unchanged,
  },
  {
    name: "a check that is met lets pass, and what comes back is what may be seen",
    change: {
      kind: "insert",
      resource: "products",
      fields: ["id", "name", "price"],
      rows: input(0),
      missing: "null",
      check: compare("price", "gt", literal(1)),
      returning: query("products", ["id"], { where: compare("name", "eq", literal("seen")), ...byId }),
    },
    inputs: [
      json([
        { id: 4, name: "seen", price: 2 },
        { id: 5, name: "unseen", price: 3 },
      ]),
    ],
    answer: { body: [{ id: 4 }], rows: 1 },
  },
];
