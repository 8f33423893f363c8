// What is MongoDB's own: ObjectIds, nested documents, what a caller's values must never become, and changes that race.

import { ObjectId, type MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineOver, type OpenEngine } from "../../../test/kit/open-engine.ts";
import { createTestMongodb, type TestMongodb } from "../../../test/kit/open-mongodb.ts";
import type { Principal, Source, Update } from "../../core/index.ts";
import { authorize } from "../../engine/authorize/authorize.ts";
import { createViews } from "../../engine/index.ts";
import { openMongodb } from "./index.ts";

const staff: Principal = { kind: "user", id: "s", roles: ["staff"], claims: {} };
const clerk: Principal = { kind: "user", id: "c", roles: ["clerk"], claims: { sub: "paid" } };
const all = { read: { aggregate: true }, insert: true, update: true, delete: true };
const roles = {
  staff: { "*": all },
  clerk: {
    orders: {
      read: { where: { status: { kind: "claim", path: ["sub"] } } },
      update: { fields: ["status", "note"], where: { status: "paid" } },
    },
  },
} as const;

const ada = new ObjectId("650000000000000000000001");

describe("documents of MongoDB", () => {
  let database: TestMongodb;
  let opened: OpenEngine;
  const ask = async (
    target: string,
    asked: { readonly method?: string; readonly body?: unknown; readonly as?: Principal } = {},
  ) => {
    const reply = await opened.ask(target, asked.as ?? staff, {
      method: asked.method ?? "GET",
      headers: { "Content-Type": "application/json", Prefer: "return=representation" },
      body: asked.body === undefined ? "" : typeof asked.body === "string" ? asked.body : JSON.stringify(asked.body),
    });
    const text = reply.body?.toString() ?? "";
    return { status: reply.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  };

  beforeAll(async () => {
    database = await createTestMongodb();
    await fill(database.client, database.database);
    const { url, database: name } = database;
    const references = { "orders.customer_id": "customers._id" };
    const fields = { "orders.note": "text" };
    const source = await openMongodb("shop", { url, database: name, references, fields }, () => undefined);
    opened = await engineOver(source as Source, roles, database.drop);
  });
  afterAll(() => opened?.close());

  it("are found by an ObjectId's 24 digits, and by nothing else", async () => {
    expect(await ask(`/customers?_id=eq.${ada.toHexString()}&select=name`)).toEqual({
      status: 200,
      body: [{ name: "Ada" }],
    });
    for (const bad of ["abcdefghijkl", "1", "650000000000000000000001x", "%7B%22$ne%22:null%7D"])
      expect(await ask(`/customers?_id=eq.${bad}`)).toMatchObject({ status: 400, body: { code: "22P02" } });
  });

  it("get an ObjectId where they are inserted without one", async () => {
    const made = await ask("/customers", { method: "POST", body: { name: "Eve" } });
    expect(made).toMatchObject({
      status: 201,
      body: [{ name: "Eve", _id: expect.stringMatching(/^[0-9a-f]{24}$/) as string }],
    });
    await ask("/customers?name=eq.Eve", { method: "DELETE" });
  });

  it("follow references both ways", async () => {
    expect(await ask("/orders?select=number,customers(name)&order=number")).toMatchObject({
      body: [
        { number: 1, customers: { name: "Ada" } },
        { number: 2, customers: { name: "Ada" } },
        { number: 3, customers: null },
      ],
    });
    expect(await ask("/customers?select=name,orders(number)&orders.order=number.desc&name=eq.Ada")).toMatchObject({
      body: [{ name: "Ada", orders: [{ number: 2 }, { number: 1 }] }],
    });
  });

  it("hold documents that JSON paths reach into", async () => {
    expect(await ask("/orders?select=number,city:address->>city&address->>city=eq.Bonn")).toEqual({
      status: 200,
      body: [{ number: 1, city: "Bonn" }],
    });
    expect(await ask("/orders?select=number&address->lines->1=eq.2&order=number")).toMatchObject({
      body: [{ number: 1 }],
    });
    expect(await ask("/orders?select=number&not.and=(address->>city.eq.Bonn)&order=number")).toMatchObject({
      body: [{ number: 2 }],
    });
  });

  it("take no operator from a caller: what looks like one is a text, or refused", async () => {
    expect(await ask(`/orders?note=eq.${encodeURIComponent('{"$ne":""}')}&select=number`)).toEqual({
      status: 200,
      body: [],
    });
    expect(await ask("/orders?note=eq.$where&select=number")).toEqual({ status: 200, body: [] });
    const before = await ask("/orders?select=*&order=number");
    for (const body of [
      { address: { $where: "sleep(1000)" } },
      { address: { a: [{ "b.c": 1 }] } },
      { note: { $gt: "" } },
      { number: { $inc: 5 } },
      '{"address":{"x\\u0000":1}}',
    ]) {
      const answer = await ask("/orders?number=eq.1", { method: "PATCH", body });
      if (typeof body === "object" && "note" in body) expect(answer.status).toBeLessThan(500);
      else expect(answer).toMatchObject({ status: 400, body: { code: expect.stringMatching(/^22P0[25]$/) as string } });
    }
    await ask("/orders?number=eq.1", { method: "PATCH", body: { note: null } });
    expect(await ask("/orders?select=*&order=number")).toEqual(before);
  });

  it("keep a member named __proto__ as a member", async () => {
    const body = '{"number":9,"address":{"__proto__":{"admin":true}}}';
    const made = await ask("/orders?select=address", { method: "POST", body });
    expect(JSON.stringify(made.body)).toBe('[{"address":{"__proto__":{"admin":true}}}]');
    expect(({} as { readonly admin?: unknown }).admin).toBeUndefined();
    await ask("/orders?number=eq.9", { method: "DELETE" });
  });

  it("cannot be pushed out of their changer's reach, and others stay as they are", async () => {
    expect(await ask("/orders?number=eq.2", { method: "PATCH", body: { status: "open" }, as: clerk })).toMatchObject({
      status: 403,
      body: { code: "42501" },
    });
    expect(await ask("/orders?number=eq.1", { method: "PATCH", body: { note: "x" }, as: clerk })).toEqual({
      status: 200,
      body: [],
    });
    expect(
      await ask("/orders?number=eq.2&select=number", { method: "PATCH", body: { note: null }, as: clerk }),
    ).toEqual({
      status: 200,
      body: [{ number: 2 }],
    });
    expect(await ask("/orders?select=number,status&order=number")).toMatchObject({
      body: [
        { number: 1, status: "open" },
        { number: 2, status: "paid" },
        { number: 3, status: "open" },
      ],
    });
  });

  it("lose no increment where many come at once", async ({ skip }) => {
    const build = await database.client.db("admin").command({ buildInfo: 1 });
    skip(Object.hasOwn(build, "ferretdbVersion"), "FerretDB loses updates that race, its own increments too");
    const { source, catalog, policies } = opened;
    const update: Update = {
      kind: "update",
      resource: "orders",
      fields: [],
      values: { kind: "literal", value: "{}" },
      adjust: [{ field: "total", operator: "increment", value: { kind: "literal", value: 1 } }],
      where: { kind: "compare", left: { field: "number" }, operator: "eq", right: { kind: "literal", value: 1 } },
    };
    const system: Principal = { kind: "system", id: "test", roles: ["system"], claims: {} };
    const view = createViews(catalog, policies).of(system);
    const command = source.compile(authorize(update, view, { rows: 10, depth: 1 }), catalog);
    const call = {
      inputs: [],
      principal: system,
      results: [],
      signal: AbortSignal.timeout(10_000),
      deadline: performance.now() + 10_000,
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => source.execute(command, call)));
    const done = outcomes.filter((one) => one.status === "fulfilled").length;
    expect(await ask("/orders?number=eq.1&select=total")).toEqual({ status: 200, body: [{ total: done }] });
    for (const one of outcomes) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "40001" });
  });

  it("are all taken back where one of an insert is refused", async () => {
    const rows = [{ number: 50 }, { number: 51 }, { number: 1 }, { number: 52 }];
    expect(await ask("/orders", { method: "POST", body: rows })).toMatchObject({
      status: 409,
      body: { code: "23505" },
    });
    expect(await ask("/orders?number=gte.50&select=number")).toEqual({ status: 200, body: [] });
  });
});

describe("a MongoDB that is not there", () => {
  it("opens all the same, and every question is answered that it cannot be reached", async () => {
    const options = { url: "mongodb://127.0.0.1:1/shop", acquireTimeout: 200, connectTimeout: 200 };
    const source = await openMongodb("shop", options, () => undefined);
    const away = { code: "PGRST000", category: "unavailable" };
    await expect(source.ping(AbortSignal.timeout(5_000))).rejects.toMatchObject(away);
    await expect(source.introspect(AbortSignal.timeout(5_000))).rejects.toMatchObject(away);
    await source.close();
  });
});

async function fill(client: MongoClient, name: string): Promise<void> {
  const db = client.db(name);
  await db.collection("customers").insertMany([{ _id: ada, name: "Ada" }, { name: "Bob" }]);
  await db.collection("orders").createIndex({ number: 1 }, { unique: true });
  await db.collection("orders").insertMany([
    { number: 1, total: 0, customer_id: ada, status: "open", note: null, address: { city: "Bonn", lines: [1, 2] } },
    { number: 2, customer_id: ada, status: "paid", note: null, address: { city: "Ulm" } },
    { number: 3, customer_id: null, status: "open", note: null, address: null },
  ]);
}
