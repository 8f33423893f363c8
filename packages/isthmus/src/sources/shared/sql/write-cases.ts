// Changes of the shop of `fixture.ts`, with what every SQL database has to answer and to hold afterwards.

import type { InputValue, Mutation, Query } from "../../../core/index.ts";
import { compare, embed, field, hostile, input, literal, query } from "./fixture.ts";

export interface WriteCase {
  readonly name: string;
  readonly change: Mutation;
  readonly inputs: readonly InputValue[];
  /** The answer row, its texts of JSON as values; or the start of the error's text. */
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly refused?: string;
  /** What is there afterwards. */
  readonly then?: { readonly query: Query; readonly body: unknown };
}

const byId = { order: [{ by: { field: "id" }, direction: "asc" }] } as const;
const json = (value: unknown) => JSON.stringify(value);
const products = (body: unknown, more: Partial<Query> = {}) => ({ query: query("products", ["id", "name", "price"], { ...byId, ...more }), body });
const unchanged = products([
  { id: 1, name: "pen", price: 1.5 },
  { id: 2, name: "ink", price: 3 },
  { id: 3, name: "pad", price: null },
]);

export const writeCases: readonly WriteCase[] = [
  {
    name: "rows are inserted and answered with what is related to them",
    change: {
      kind: "insert",
      resource: "orders",
      fields: ["id", "customer_id", "total", "payload", "placed_at", "big"],
      rows: input(0),
      missing: "null",
      presets: [{ field: "status", value: literal("preset") }],
      returning: query("orders", ["id", "status", "total", "payload", "placed_at", "big", embed("customer", query("customers", ["name"]))], byId),
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
        { id: 11, status: "preset", total: 1.5, payload: "\\xbeef", placed_at: "2024-05-06T07:08:09", big: null, customer: { name: "Bob" } },
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
    change: { kind: "insert", resource: "orders", fields: ["id", "status"], rows: input(0), missing: "default", returning: query("orders", ["id", "status"], byId) },
    inputs: [json([{ id: 20 }, { id: 21, status: "x" }])],
    answer: { body: [{ id: 20, status: "new" }, { id: 21, status: "x" }], rows: 2 },
  },
  {
    name: "an insert answers its number of rows when nothing is asked of it",
    change: { kind: "insert", resource: "products", fields: ["id", "name"], rows: input(0), missing: "null" },
    inputs: [json([{ id: 4, name: "cap" }, { id: 5, name: "nib" }])],
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
    inputs: [json([{ id: 1, name: "quill", price: 99 }, { id: 4, name: "cap", price: 2 }])],
    answer: { body: [{ id: 1, name: "quill", price: 1.5 }, { id: 4, name: "cap", price: 2 }], rows: 2, inserted: 1 },
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
    inputs: [json([{ id: 1, name: "stolen" }, { id: 2, name: "mine" }])],
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
    inputs: [json([{ id: 1, name: "no" }, { id: 7, name: "yes" }])],
    answer: { body: [{ id: 7 }], rows: 1, inserted: 1 },
  },
  {
    name: "a row that does not meet the check undoes all of them",
    change: { kind: "insert", resource: "products", fields: ["id", "name"], rows: input(0), missing: "null", check: compare("name", "neq", literal("bad")) },
    inputs: [json([{ id: 4, name: "good" }, { id: 5, name: "bad" }])],
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
    inputs: [json([{ id: 4, name: "seen", price: 2 }, { id: 5, name: "unseen", price: 3 }])],
    answer: { body: [{ id: 4 }], rows: 1 },
  },
  {
    name: "an update changes all rows it finds, and answers the new values",
    change: {
      kind: "update",
      resource: "products",
      fields: ["price"],
      values: input(0),
      where: compare("id", "lte", input(1)),
      returning: query("products", ["id", "price"], byId),
    },
    inputs: [json({ price: 4.5, name: "not asked for" }), "2"],
    answer: { body: [{ id: 1, price: 4.5 }, { id: 2, price: 4.5 }], rows: 2 },
    then: products([{ id: 1, name: "pen", price: 4.5 }, { id: 2, name: "ink", price: 4.5 }, { id: 3, name: "pad", price: null }]),
  },
  {
    name: "an update sets what is preset, whatever it is given",
    change: {
      kind: "update",
      resource: "products",
      fields: ["name"],
      values: input(0),
      where: compare("id", "eq", literal(1)),
      presets: [{ field: "name", value: literal("set") }],
      returning: query("products", ["name"]),
    },
    inputs: [json({ name: "given" })],
    answer: { body: [{ name: "set" }], rows: 1 },
  },
  {
    name: "an update of nothing changes nothing",
    change: { kind: "update", resource: "products", fields: [], values: input(0), returning: query("products", ["id"]) },
    inputs: ["{}"],
    answer: { body: [], rows: 0 },
  },
  {
    name: "many rows are changed at once, each by its own object and only what the object has",
    change: {
      kind: "update",
      resource: "products",
      fields: ["id", "name", "price"],
      values: input(0),
      matchBy: ["id"],
      where: compare("id", "lt", literal(3)),
      returning: query("products", ["id", "name", "price"], byId),
    },
    inputs: [json([{ id: 1, price: 9 }, { id: 2, name: "dye", price: null }, { id: 3, name: "out of reach" }])],
    answer: { body: [{ id: 1, name: "pen", price: 9 }, { id: 2, name: "dye", price: null }], rows: 2 },
  },
  {
    name: "an update that breaks the check is undone",
    change: { kind: "update", resource: "products", fields: ["price"], values: input(0), check: compare("price", "lt", literal(5)) },
    inputs: [json({ price: 6 })],
    refused: "isthmus:check",
    then: unchanged,
  },
  {
    name: "more rows than allowed are refused",
    change: { kind: "update", resource: "products", fields: ["price"], values: input(0), maxAffected: input(1) },
    inputs: [json({ price: 6 }), 2],
    refused: "isthmus:affected:3",
    then: unchanged,
  },
  {
    name: "other than one row is refused",
    change: { kind: "delete", resource: "products", where: compare("id", "gt", literal(50)), single: true, returning: query("products", ["id"], { answer: { as: "one" } }) },
    inputs: [],
    refused: "isthmus:single:0",
    then: unchanged,
  },
  {
    name: "deleted rows are answered as they were",
    change: {
      kind: "delete",
      resource: "items",
      where: compare("order_id", "eq", input(0)),
      returning: query("items", ["product_id", embed("product", query("products", ["name"]))], { order: [{ by: { field: "product_id" }, direction: "asc" }] }),
    },
    inputs: [1],
    answer: { body: [{ product_id: 1, product: { name: "pen" } }, { product_id: 2, product: { name: "ink" } }], rows: 2 },
    then: { query: query("items", ["order_id"], { order: [{ by: { field: "order_id" }, direction: "asc" }] }), body: [{ order_id: 2 }, { order_id: 3 }] },
  },
  {
    name: "a delete by what is related, with its number alone",
    change: { kind: "delete", resource: "items", where: { kind: "related", relation: "order", where: compare("status", "eq", literal("paid")) }, maxAffected: literal(2) },
    inputs: [],
    answer: { rows: 2 },
  },
  {
    name: "hostile names and values are written and read",
    change: { kind: "update", resource: hostile, fields: [hostile], values: input(0), where: compare("id", "eq", literal(2)), returning: query(hostile, [field(hostile)]) },
    inputs: [json({ [hostile]: "'; DELETE FROM customers; --" })],
    answer: { body: [{ [hostile]: "'; DELETE FROM customers; --" }], rows: 1 },
  },
  {
    name: "what is no number is refused",
    change: { kind: "insert", resource: "products", fields: ["id", "name", "price"], rows: input(0), missing: "null" },
    inputs: [json({ id: "one", name: "x", price: 1 })],
    refused: "invalid input syntax for type integer",
    then: unchanged,
  },
];
