// Updates and deletes.

import { byId, json, products, unchanged, type WriteCase } from "./case.ts";
import { compare, embed, field, hostile, input, literal, query } from "./fixture.ts";

export const changeCases: readonly WriteCase[] = [
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
    answer: {
      body: [
        { id: 1, price: 4.5 },
        { id: 2, price: 4.5 },
      ],
      rows: 2,
    },
    then: products([
      { id: 1, name: "pen", price: 4.5 },
      { id: 2, name: "ink", price: 4.5 },
      { id: 3, name: "pad", price: null },
    ]),
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
    change: {
      kind: "update",
      resource: "products",
      fields: [],
      values: input(0),
      returning: query("products", ["id"]),
    },
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
    inputs: [
      json([
        { id: 1, price: 9 },
        { id: 2, name: "dye", price: null },
        { id: 3, name: "out of reach" },
      ]),
    ],
    answer: {
      body: [
        { id: 1, name: "pen", price: 9 },
        { id: 2, name: "dye", price: null },
      ],
      rows: 2,
    },
  },
  {
    name: "an update that breaks the check is undone",
    change: {
      kind: "update",
      resource: "products",
      fields: ["price"],
      values: input(0),
      check: compare("price", "lt", literal(5)),
    },
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
    change: {
      kind: "delete",
      resource: "products",
      where: compare("id", "gt", literal(50)),
      single: true,
      returning: query("products", ["id"], { answer: { as: "one" } }),
    },
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
      returning: query("items", ["product_id", embed("product", query("products", ["name"]))], {
        order: [{ by: { field: "product_id" }, direction: "asc" }],
      }),
    },
    inputs: [1],
    answer: {
      body: [
        { product_id: 1, product: { name: "pen" } },
        { product_id: 2, product: { name: "ink" } },
      ],
      rows: 2,
    },
    then: {
      query: query("items", ["order_id"], { order: [{ by: { field: "order_id" }, direction: "asc" }] }),
      body: [{ order_id: 2 }, { order_id: 3 }],
    },
  },
  {
    name: "a delete by what is related, with its number alone",
    change: {
      kind: "delete",
      resource: "items",
      where: { kind: "related", relation: "order", where: compare("status", "eq", literal("paid")) },
      maxAffected: literal(2),
    },
    inputs: [],
    answer: { rows: 2 },
  },
  {
    name: "hostile names and values are written and read",
    change: {
      kind: "update",
      resource: hostile,
      fields: [hostile],
      values: input(0),
      where: compare("id", "eq", literal(2)),
      returning: query(hostile, [field(hostile)]),
    },
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
