// An API beside a database, asked by GraphQL: its operations are fields with arguments, under the server's own policies.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defineConfig, openapi, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

const folder = mkdtempSync(path.join(tmpdir(), "isthmus-graphql-apis-"));
const file = path.join(folder, "shop.db");
const paid = { id: "p1", amount: 100, status: "paid", created: "2026-01-01T00:00:00Z", card: { brand: "visa" } };
const big = '{"id":"p2","amount":9007199254740993,"status":"brand_new"}';

let upstream: Upstream;
let serving: Serving;
let dead = false;

beforeAll(async () => {
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO orders VALUES (1, 'first')");
  database.close();
  upstream = await openUpstream(() => {});
  serving = await serve(
    defineConfig({
      sources: {
        shop: sqlite({ file }),
        payments: openapi({
          document: path.join(import.meta.dirname, "payments.yaml"),
          server: `${upstream.origin}/v1`,
          allowPrivate: ["127.0.0.1"],
          auth: { bearer: "sk_test_canary" },
          retry: { firstPause: 5 },
          timeout: 2_000,
        }),
      },
      roles: {
        anonymous: {
          orders: { read: true, insert: true },
          "payments.listPayments": { call: true },
          "payments.getPayment": { call: true },
          "payments.createPayment": { call: true },
          "payments.getRates": { call: true },
          "payments.getReceipt": { call: true },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  dead = false;
  (upstream.asked as unknown[]).length = 0;
  upstream.answer = (asked, response) => {
    if (dead) return void response.destroy();
    const at = asked.path.split("?")[0];
    const raw = (body: string, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    if (at === "/v1/payments" && asked.method === "GET") raw(`[${JSON.stringify(paid)},${big}]`);
    else if (at === "/v1/payments") raw(JSON.stringify({ ...(JSON.parse(asked.body) as object), id: "p4" }), 201);
    else if (at === "/v1/rates") raw('{"EUR":1.0,"USD":1.1}');
    else if (at?.endsWith("/receipt") === true)
      response.writeHead(200, { "content-type": "application/pdf" }).end('%PDF "\\');
    else if (at === "/v1/payments/card") json(response, { error: { decline_code: "no_funds" } }, 402);
    else if (at === "/v1/payments/p1") json(response, paid);
    else json(response, { message: "no such payment" }, 404);
  };
});

interface Answered {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly string[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly text: string;
}

async function ask(query: string, variables: object = {}): Promise<Answered> {
  const response = await fetch(new URL("/graphql", serving.server.addresses.api), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { ...(JSON.parse(text) as Answered), text };
}

const sent = () => upstream.asked.map(({ method, path: at, body }) => [method, at, body].filter(Boolean).join(" "));

describe("operations of an API by GraphQL", () => {
  it("are fields under the source's name, reads of Query and writes of Mutation, typed", async () => {
    const typeOf = "kind name ofType { kind name ofType { kind name ofType { name } } }";
    const { data, text } = await ask(`{
      __schema { queryType { fields { name } } mutationType { fields { name } } }
      args: __type(name: "payments_createPayment_args") { inputFields { name type { ${typeOf} } } }
      row: __type(name: "payments_getPayment_row") { fields { name type { ${typeOf} } } }
    }`);
    const names = (of: string) =>
      ((data?.["__schema"] as Record<string, { fields: { name: string }[] }>)[of]?.fields ?? []).map(
        ({ name }) => name,
      );
    expect(names("queryType")).toEqual(
      expect.arrayContaining(["orders", "payments_listPayments", "payments_getPayment", "payments_getRates"]),
    );
    expect(names("mutationType")).toContain("payments_createPayment");
    expect(text).not.toContain("cancelPayment");
    expect(data?.["args"]).toMatchObject({
      inputFields: expect.arrayContaining([
        {
          name: "amount",
          type: { kind: "NON_NULL", name: null, ofType: { kind: "SCALAR", name: "bigint", ofType: null } },
        },
        {
          name: "currency",
          type: {
            kind: "NON_NULL",
            name: null,
            ofType: { kind: "ENUM", name: "payments_createPayment_currency_enum", ofType: null },
          },
        },
        { name: "email", type: { kind: "SCALAR", name: "String", ofType: null } },
        { name: "metadata", type: { kind: "SCALAR", name: "json", ofType: null } },
      ]) as unknown,
    });
    expect(data?.["row"]).toMatchObject({
      fields: expect.arrayContaining([
        { name: "status", type: { kind: "SCALAR", name: "String", ofType: null } },
        expect.objectContaining({ name: "card" }),
        expect.objectContaining({ name: "amount" }),
      ]) as unknown,
    });
  });

  it("take what is asked for of their rows, under the caller's names, with all digits", async () => {
    const { data, errors, text } = await ask(
      `query($id: String!) { one: payments_getPayment(args: {id: $id}) { nr: id amount state: status card created __typename }
        payments_listPayments(args: {status: [paid, open], page_size: 5, created_gte: "2026-01-01"}) { id amount } payments_getRates }`,
      { id: "p1" },
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      one: {
        nr: "p1",
        amount: 100,
        state: "paid",
        card: { brand: "visa" },
        created: "2026-01-01T00:00:00Z",
        __typename: "payments_getPayment_row",
      },
      payments_getRates: { EUR: 1, USD: 1.1 },
    });
    expect(text).toContain('{"id":"p2","amount":9007199254740993}');
    expect(sent().sort()).toEqual([
      "GET /v1/payments/p1",
      "GET /v1/payments?status=paid&status=open&created%5Bgte%5D=2026-01-01&page_size=5",
      "GET /v1/rates",
    ]);
  });

  it("send variables as the document says, objects and lists among them", async () => {
    const { data, errors } = await ask(
      "mutation($a: payments_createPayment_args!) { made: payments_createPayment(args: $a) { id amount } }",
      { a: { amount: 5, currency: "EUR", metadata: { order: "7" } } },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ made: { id: "p4", amount: 5 } });
    expect(sent()).toEqual(['POST /v1/payments {"amount":5,"currency":"EUR","metadata":{"order":"7"}}']);
    const listed = await ask(
      "query($s: [payments_listPayments_status_enum]) { payments_listPayments(args: {status: $s}) { id } }",
      { s: ["paid"] },
    );
    expect(listed.errors).toBeUndefined();
    expect(sent().at(-1)).toBe("GET /v1/payments?status=paid");
  });

  it("give what is no JSON as bytes", async () => {
    const { data, errors } = await ask('{ payments_getReceipt(args: {id: "p1"}) orders { id } }');
    const receipt = `\\x${Buffer.from('%PDF "\\').toString("hex")}`;
    expect([data, errors]).toEqual([{ payments_getReceipt: receipt, orders: [{ id: 1 }] }, undefined]);
  });

  it("fail by themselves: the fields of the database beside them are answered", async () => {
    dead = true;
    const { data, errors } = await ask('{ orders { id note } payments_getPayment(args: {id: "p1"}) { id } }');
    expect(data).toEqual({ orders: [{ id: 1, note: "first" }], payments_getPayment: null });
    expect(errors).toMatchObject([
      { path: ["payments_getPayment"], extensions: { code: "ISTHMUS600", category: "unavailable" } },
    ]);
  });

  it("pass on what the API refuses, and ask nothing where an argument is wrong", async () => {
    const declined = await ask('{ pay: payments_getPayment(args: {id: "card"}) { id } orders { id } }');
    expect(declined.data).toEqual({ pay: null, orders: [{ id: 1 }] });
    expect(declined.errors).toMatchObject([
      {
        path: ["pay"],
        extensions: { code: "ISTHMUS611", details: { status: 402, answer: { error: { decline_code: "no_funds" } } } },
      },
    ]);
    (upstream.asked as unknown[]).length = 0;
    const wrong = await ask("{ payments_listPayments(args: {page_size: 0}) { id } }");
    expect(wrong.errors).toMatchObject([
      {
        message: expect.stringContaining("at least 1") as string,
        path: ["payments_listPayments"],
        extensions: { code: "ISTHMUS610" },
      },
    ]);
    expect((await ask("mutation { payments_createPayment(args: {amount: 5}) { id } }")).errors?.[0]?.message).toContain(
      "currency",
    );
    expect((await ask('mutation { payments_cancelPayment(args: {id: "p1"}) }')).errors?.[0]?.message).toContain(
      "Cannot query field",
    );
    expect(upstream.asked).toEqual([]);
  });

  it("undo the database's change with the API's refusal, and name the field", async () => {
    const { data, errors } = await ask(
      'mutation { insert_orders_one(object: {id: 9, note: "x"}) { id } pay: payments_createPayment(args: {amount: 0, currency: EUR}) { id } }',
    );
    expect(data, JSON.stringify(errors)).toBeNull();
    expect(errors).toMatchObject([{ path: ["pay"] }]);
    expect((await ask("{ orders { id } }")).data).toEqual({ orders: [{ id: 1 }] });
  });
});
