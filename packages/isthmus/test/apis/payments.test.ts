// A payment API that is described by a document, served under the server's own policies: over HTTP on both sides.

import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defineConfig, openapi } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

const key = "sk_test_canary";
const payments = [
  { id: "p1", amount: 100, status: "paid", created: "2026-01-01T00:00:00Z", card: { brand: "visa", last4: "4242" } },
  { id: "p2", amount: 250, status: "open", created: "2026-01-02T00:00:00Z", card: null, unknown: true },
  { id: "p3", amount: 9_007_199_254_740_993n, status: "new_status", created: null },
];
const text = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === "bigint" ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(one)) : one,
  );

let upstream: Upstream;
let serving: Serving;
let failing = 0;

beforeAll(async () => {
  upstream = await openUpstream(() => {});
  serving = await serve(
    defineConfig({
      sources: {
        pay: openapi({
          document: path.join(import.meta.dirname, "payments.yaml"),
          server: `${upstream.origin}/v1`,
          allowPrivate: ["127.0.0.1"],
          auth: { bearer: key },
          headers: { "Api-Version": "2026-01-01" },
          exclude: ["DELETE /internal/*"],
          names: { getPayment: "payment" },
          idempotency: { header: "Idempotency-Key" },
          retry: { firstPause: 5 },
          operations: {
            getRates: { cache: { ttl: 50 }, fallback: ["stale", { value: { EUR: 1 } }] },
            payment: { answers: "strict" },
          },
        }),
      },
      roles: {
        anonymous: {
          listPayments: { call: true },
          payment: { call: true },
          createPayment: { call: true },
          getRates: { call: true },
          getReceipt: { call: true },
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
});

beforeEach(() => {
  failing = 0;
  (upstream.asked as unknown[]).length = 0;
  upstream.answer = (asked, response) => {
    if (failing-- > 0) return json(response, { message: "down" }, 503);
    const at = asked.path.split("?")[0];
    const raw = (body: string, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    if (at === "/v1/payments" && asked.method === "GET") raw(text(payments));
    else if (at === "/v1/payments") raw(text({ ...(JSON.parse(asked.body) as object), id: "p4" }), 201);
    else if (at?.endsWith("/receipt") === true)
      response.writeHead(200, { "content-type": "application/pdf" }).end("%PDF");
    else if (at === "/v1/rates") raw('{"EUR":1.0,"USD":1.1}');
    else if (at === "/v1/payments/card") json(response, { error: { decline_code: "no_funds" } }, 402);
    else if (at === "/v1/payments/drift") json(response, { id: "d", amount: "12" });
    else if (at === "/v1/payments/less") json(response, { id: "d" });
    else if (at === "/v1/payments/newer") json(response, { id: "n", amount: 1, status: "brand_new", added: {} });
    else if (at === "/v1/payments/echo") json(response, { message: `not with ${key}` }, 422);
    else if (at === "/v1/payments/moved") response.writeHead(300).end();
    else if (at === "/v1/payments/html") response.writeHead(200, { "content-type": "text/html" }).end("<h1>ok</h1>");
    else if (at === "/v1/payments/list") raw("[]");
    else if (at === "/v1/payments/deep") raw("[".repeat(100_000));
    else if (at === "/v1/payments/denied") json(response, { message: `bad key ${key}` }, 401);
    else if (at === "/v1/payments/p1") raw(text(payments[0]));
    else json(response, { message: "no such payment" }, 404);
  };
});

async function ask(rpc: string, init: RequestInit = {}) {
  const response = await fetch(`${serving.server.addresses.api}/rpc/${rpc}`, init);
  const body = await response.text();
  return { status: response.status, headers: response.headers, body, value: (): unknown => JSON.parse(body) };
}

const post = (rpc: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(rpc, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });

describe("a read of an API", () => {
  it("gives its rows, of which a caller takes what he wants, and numbers stay what they are", async () => {
    const all = await ask("listPayments");
    expect(all.status).toBe(200);
    expect(all.body).toContain('"amount":9007199254740993');
    expect(all.value()).toMatchObject([{ id: "p1", parent: null }, { id: "p2" }, { id: "p3", status: "new_status" }]);
    const some = await ask("listPayments?select=id,last4:card->>last4&amount=gt.200&order=amount.desc&limit=1");
    expect(some.value()).toEqual([{ id: "p3", last4: null }]);
    const counted = await ask("listPayments?select=id&id=in.(p1,p2)&order=id.desc", {
      headers: { prefer: "count=exact" },
    });
    expect(counted.value()).toEqual([{ id: "p2" }, { id: "p1" }]);
    expect(counted.headers.get("content-range")).toBe("0-1/2");
  });

  it("sends arguments as the document says, with the server's credentials", async () => {
    await post("listPayments", { status: ["open", "paid"], created_gte: "2026-01-01", page_size: 5 });
    expect(upstream.asked.map(({ method, path: at }) => `${method} ${at}`)).toEqual([
      "GET /v1/payments?status=open&status=paid&created%5Bgte%5D=2026-01-01&page_size=5",
    ]);
    expect(upstream.asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${key}`,
      "api-version": "2026-01-01",
      accept: "application/json",
    });
    expect(upstream.asked[0]?.headers["cookie"]).toBeUndefined();
  });

  it("takes arguments from the address too", async () => {
    expect((await ask("payment?id=p1&select=id,card")).value()).toEqual({
      id: "p1",
      card: { brand: "visa", last4: "4242" },
    });
    expect(upstream.asked[0]?.path).toBe("/v1/payments/p1");
  });

  it.each([
    ["page_size", { page_size: 0 }, "at least 1"],
    ["page_size", { page_size: "many" }, "a whole number"],
    ["status[1]", { status: ["open", "gone"] }, 'one of "open", "paid", "refunded"'],
    ["created_gte", { created_gte: "2026-02-31" }, "a date"],
  ])("asks nothing of the API where %s is wrong", async (at, given, expected) => {
    const refused = await post("listPayments", given);
    expect(refused.status).toBe(400);
    expect(refused.value()).toMatchObject({ code: "ISTHMUS610", message: expect.stringContaining(expected) as string });
    expect((refused.value() as { message: string }).message.startsWith(`${at}: expected`)).toBe(true);
    expect(upstream.asked).toEqual([]);
  });

  it.each(["..", ".", "", "a/../../admin", "p1?x=1", "p1#x", "p1\r\nx: y", "\u0000"])(
    "cannot be led to another path by %j",
    async (id) => {
      const answer = await post("payment", { id });
      for (const { path: at } of upstream.asked) expect(at).toMatch(/^\/v1\/payments\/[^/?#]+$/);
      expect([400, 404]).toContain(answer.status);
    },
  );

  it("gives documents as they are", async () => {
    const receipt = await ask("getReceipt?id=p1", { headers: { accept: "application/pdf" } });
    expect(receipt.headers.get("content-type")).toBe("application/pdf");
    expect(receipt.body).toBe("%PDF");
  });
});

describe("a change at an API", () => {
  it("is sent as it is described, with a key, and repeated with the same one", async () => {
    failing = 2;
    const made = await post("createPayment", { amount: 5, currency: "EUR", metadata: { order: "7" }, Trace_Id: "t1" });
    expect(made.status).toBe(200);
    expect(made.value()).toMatchObject({ id: "p4", amount: 5 });
    expect(upstream.asked.map(({ method, body }) => [method, body])).toEqual(
      Array.from({ length: 3 }, () => ["POST", '{"amount":5,"currency":"EUR","metadata":{"order":"7"}}']),
    );
    expect(new Set(upstream.asked.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(upstream.asked[0]?.headers["trace-id"]).toBe("t1");
  });

  it("is made once for a key of the caller's, and the API gets a key that is his alone", async () => {
    const made = await Promise.all(
      [1, 2].map(() => post("createPayment", { amount: 7, currency: "USD" }, { "idempotency-key": "order-7" })),
    );
    const again = await post("createPayment", { amount: 7, currency: "USD" }, { "idempotency-key": "order-7" });
    expect([...made, again].filter(({ status }) => status === 200).length).toBeGreaterThan(1);
    const keys = upstream.asked.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{40}$/);
    expect(again.value()).toMatchObject({ id: "p4", amount: 7 });
  });

  it("needs what the document says is needed, and takes nothing else", async () => {
    expect((await post("createPayment", { amount: 5 })).status).toBe(404);
    expect((await post("createPayment", { amount: 5, currency: "GBP" })).status).toBe(400);
    expect((await post("createPayment", { amount: 5, currency: "EUR", email: "nobody" })).status).toBe(400);
    expect((await post("createPayment", { amount: 5, currency: "EUR", metadata: { a: 1 } })).status).toBe(400);
    expect((await post("createPayment", { amount: 5, currency: "EUR", admin: true })).status).toBe(404);
    expect(upstream.asked).toEqual([]);
  });

  it("is not made by GET", async () => {
    expect((await ask("createPayment?amount=5&currency=EUR")).status).toBe(405);
    expect(upstream.asked).toEqual([]);
  });

  it("is not known to who may not make it, and what is excluded is known to nobody", async () => {
    expect((await post("cancelPayment", { id: "p1" })).status).toBe(404);
    expect((await post("deleteEverything", {})).status).toBe(404);
    expect(upstream.asked).toEqual([]);
  });
});

describe("an API's refusals and failures", () => {
  it("are passed on in its own words where they are the caller's affair", async () => {
    const declined = await ask("payment?id=card");
    expect(declined.status).toBe(402);
    expect(declined.value()).toMatchObject({
      code: "ISTHMUS611",
      details: { status: 402, answer: { error: { decline_code: "no_funds" } } },
    });
    expect((await ask("payment?id=none")).status).toBe(404);
  });

  it("do not show the server's credentials, and are no redirect of the caller", async () => {
    const echoed = await ask("payment?id=echo");
    expect([echoed.status, echoed.body]).toEqual([422, expect.stringContaining("not with [secret]")]);
    expect((await ask("payment?id=moved")).status).toBe(502);
  });

  it("about credentials are the server's own affair", async () => {
    const denied = await ask("payment?id=denied");
    expect(denied.status).toBe(502);
    expect(denied.body).toContain("ISTHMUS609");
    expect(denied.body).not.toContain(key);
  });

  it.each([
    ["html", "text/html and no JSON"],
    ["list", "expected an object"],
    ["deep", "no JSON"],
    ["drift", "amount: expected a whole number"],
    ["less", "amount: expected a value"],
  ])("such as %s where an object was promised are said to be unusable", async (id, why) => {
    const answer = await ask(`payment?id=${id}`);
    expect(answer.status).toBe(502);
    expect(answer.value()).toMatchObject({ code: "ISTHMUS602", message: expect.stringContaining(why) as string });
  });

  it("are not what is new in an answer, though it is held to its description", async () => {
    expect((await ask("payment?id=newer&select=id,status")).value()).toEqual({ id: "n", status: "brand_new" });
  });

  it("that pass are not seen by the caller of a read", async () => {
    failing = 2;
    expect((await ask("payment?id=p1")).status).toBe(200);
    expect(upstream.asked).toHaveLength(3);
  });

  it("are bridged by what was kept, and the answer says so", async () => {
    expect((await ask("getRates")).value()).toEqual({ EUR: 1, USD: 1.1 });
    expect((await ask("getRates")).headers.get("isthmus-fallback")).toBeNull();
    expect(upstream.asked).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    failing = 100;
    const stale = await ask("getRates");
    expect(stale.value()).toEqual({ EUR: 1, USD: 1.1 });
    expect(stale.headers.get("isthmus-fallback")).toBe("stale");
  });
});
