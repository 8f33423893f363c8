// A database joined with other people's APIs, over sockets on both sides: records of an API are read like those of a table.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defineConfig, openapi, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly status: string;
  readonly customer: string | null;
  readonly secret: string;
}

const intent = (id: string, amount: number, status: string, customer: string | null): Intent => ({
  id,
  amount,
  status,
  customer,
  secret: "canary",
});
const all = [
  intent("p1", 100, "paid", "c1"),
  intent("p2", 50, "open", "c1"),
  intent("p3", 70, "paid", "c2"),
  intent("p4", 20, "paid", null),
  intent("p5", 90, "open", "c2"),
  intent("p6", 10, "paid", "c1"),
  intent("p7", 60, "paid", "c3"),
];

let upstream: Upstream;
let serving: Serving;
let folder: string;
let failing: (path: string) => number | undefined;
let pages: (query: URLSearchParams, origin: string) => { body: unknown; headers?: Record<string, string> };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "isthmus-joins-"));
  const file = path.join(folder, "shop.db");
  const database = new DatabaseSync(file);
  database.exec(
    `CREATE TABLE orders (id INTEGER PRIMARY KEY, payment_id TEXT, city TEXT);
     CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(id), city TEXT);
     INSERT INTO orders VALUES (1, 'p1', 'Bern'), (2, 'p2', 'Bern'), (3, 'p1', 'Rome'), (4, NULL, NULL), (5, 'none', '..');
     INSERT INTO items VALUES (1, 1, 'Bern'), (2, 1, 'Oslo'), (3, 2, 'Rome');`,
  );
  database.close();
  upstream = await openUpstream(() => {});
  const common = {
    document: path.join(import.meta.dirname, "things.yaml"),
    server: `${upstream.origin}/v1`,
    allowPrivate: ["127.0.0.1"],
    retry: { attempts: 1 },
    breaker: false as const,
  };
  serving = await serve(
    defineConfig({
      sources: {
        shop: sqlite({ file }),
        pay: openapi({
          ...common,
          exclude: ["getWeather", "listEvents"],
          resources: {
            payment_intents: {
              order: { argument: "sort", fields: { amount: { asc: "amount", desc: "-amount" } } },
              scan: 6,
              batch: { argument: "ids", most: 2 },
            },
          },
        }),
        sky: openapi({
          ...common,
          include: ["getWeather", "listEvents"],
          resources: { weather: { get: "getWeather", key: "city", calls: 3 }, events: { scan: 50 } },
        }),
      },
      relations: {
        "orders.payment": { to: "pay.payment_intents", match: { payment_id: "id" }, one: true },
        "pay.payment_intents.orders": { to: "orders", match: { id: "payment_id" } },
        "orders.weather": { to: "sky.weather", match: { city: "city" }, one: true },
        "items.weather": { to: "sky.weather", match: { city: "city" }, one: true },
      },
      roles: {
        anonymous: {
          orders: { read: true },
          items: { read: true },
          "pay.payment_intents": { read: { except: ["secret"], where: { amount: { gt: 5 } } } },
          "sky.weather": { read: true },
          "sky.events": { read: true },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
      limits: { requestTimeout: 3_000 },
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
  failing = () => undefined;
  pages = (query) => ({ body: { events: query.has("cursor") ? [] : [{ id: 1 }], next_cursor: null } });
  (upstream.asked as unknown[]).length = 0;
  upstream.answer = (asked, response) => {
    const url = new URL(asked.path, upstream.origin);
    const status = failing(url.pathname);
    if (status === 0) return;
    if (status !== undefined) return json(response, { message: "internal words" }, status);
    const [, , name, id] = url.pathname.split("/");
    if (name === "weather")
      return json(response, { city: decodeURIComponent(id ?? ""), degrees: decodeURIComponent(id ?? "").length + 0.5 });
    if (name === "events") {
      const { body, headers } = pages(url.searchParams, upstream.origin);
      for (const [header, value] of Object.entries(headers ?? {})) response.setHeader(header, value);
      return json(response, body);
    }
    if (id !== undefined) {
      const found = all.find((one) => one.id === id);
      return found === undefined ? json(response, {}, 404) : json(response, found);
    }
    const { searchParams } = url;
    const ids = searchParams.getAll("ids");
    const given = all
      .filter((one) => ids.length === 0 || ids.includes(one.id))
      .filter((one) => !searchParams.has("status") || one.status === searchParams.get("status"))
      .filter((one) => !searchParams.has("customer") || one.customer === searchParams.get("customer"));
    const sort = searchParams.get("sort");
    if (sort !== null) given.sort((a, b) => (sort === "amount" ? a.amount - b.amount : b.amount - a.amount));
    const from = given.findIndex((one) => one.id === searchParams.get("starting_after")) + 1;
    const size = Number(searchParams.get("limit") ?? 3);
    const data = ids.length > 0 ? given : given.slice(from, from + size);
    json(response, { data, has_more: ids.length === 0 && from + size < given.length });
  };
});

async function get(target: string, init: RequestInit = {}) {
  const response = await fetch(`${serving.server.addresses.api}${target}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const inPay = { headers: { "accept-profile": "pay" } };
const rows = async (target: string, init: RequestInit = {}): Promise<unknown> => {
  const { status, text } = await get(target, init);
  expect([status, text]).toEqual([200, expect.any(String)]);
  return JSON.parse(text);
};
const calls = (): readonly string[] => upstream.asked.map((asked) => decodeURIComponent(asked.path));

describe("records of an API", () => {
  it("are read by key, and one that is not there is no record", async () => {
    expect(await rows("/payment_intents?id=eq.p3&select=id,amount", inPay)).toEqual([{ id: "p3", amount: 70 }]);
    expect(await rows("/payment_intents?id=eq.p99&select=id,amount", inPay)).toEqual([]);
    expect(calls()).toEqual(["/v1/payment_intents/p3", "/v1/payment_intents/p99"]);
  });

  it("are walked page by page, no further than is needed", async () => {
    expect(await rows("/payment_intents?select=id&limit=4", inPay)).toEqual(
      ["p1", "p2", "p3", "p4"].map((id) => ({ id })),
    );
    expect(calls()).toEqual(["/v1/payment_intents?limit=3", "/v1/payment_intents?limit=3&starting_after=p3"]);
  });

  it("are filtered and ordered by the API where it can, and finished here where it cannot", async () => {
    expect(
      await rows("/payment_intents?select=id&status=eq.paid&amount=gt.50&order=amount.desc&limit=2", inPay),
    ).toEqual([{ id: "p1" }, { id: "p3" }]);
    expect(calls()).toEqual(["/v1/payment_intents?status=paid&limit=3&sort=-amount"]);
    expect(await rows("/payment_intents?select=id&customer=eq.c1&order=status,id.desc", inPay)).toEqual([
      { id: "p2" },
      { id: "p6" },
      { id: "p1" },
    ]);
  });

  it("are refused where more of them would have to be read than may be", async () => {
    const refused = await get("/payment_intents?select=id&order=status", inPay);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("ISTHMUS310")]);
    const counted = await get("/payment_intents?select=id&status=eq.paid", {
      headers: { ...inPay.headers, prefer: "count=exact" },
    });
    expect([counted.text, counted.headers.get("content-range")]).toEqual([
      JSON.stringify(["p1", "p3", "p4", "p6", "p7"].map((id) => ({ id }))),
      "0-4/5",
    ]);
  });

  it("are joined with those of the database", async () => {
    expect(
      await rows("/payment_intents?select=id,orders(id)&orders.order=id&id=in.(p1,p2,p3)&order=id", inPay),
    ).toEqual([
      { id: "p1", orders: [{ id: 1 }, { id: 3 }] },
      { id: "p2", orders: [{ id: 2 }] },
      { id: "p3", orders: [] },
    ]);
    expect(calls()).toEqual(["/v1/payment_intents?ids=p1&ids=p2", "/v1/payment_intents?ids=p3"]);
  });
});

describe("a relation into an API", () => {
  it("is one batch for all rows, each key once", async () => {
    expect(await rows("/orders?select=id,payment(status,amount)&order=id")).toEqual([
      { id: 1, payment: { status: "paid", amount: 100 } },
      { id: 2, payment: { status: "open", amount: 50 } },
      { id: 3, payment: { status: "paid", amount: 100 } },
      { id: 4, payment: null },
      { id: 5, payment: null },
    ]);
    expect(calls().toSorted()).toEqual(["/v1/payment_intents?ids=none", "/v1/payment_intents?ids=p1&ids=p2"]);
  });

  it("is one call for each key where the API has no batch, at several levels at once", async () => {
    expect(
      await rows("/orders?select=id,weather(degrees),items(city,weather(degrees))&id=lt.4&order=id&items.order=id"),
    ).toEqual([
      {
        id: 1,
        weather: { degrees: 4.5 },
        items: [
          { city: "Bern", weather: { degrees: 4.5 } },
          { city: "Oslo", weather: { degrees: 4.5 } },
        ],
      },
      { id: 2, weather: { degrees: 4.5 }, items: [{ city: "Rome", weather: { degrees: 4.5 } }] },
      { id: 3, weather: { degrees: 4.5 }, items: [] },
    ]);
    expect(calls().toSorted()).toEqual([
      "/v1/weather/Bern",
      ...(calls().length === 5 ? ["/v1/weather/Bern"] : []),
      "/v1/weather/Oslo",
      "/v1/weather/Rome",
      ...(calls().length === 5 ? ["/v1/weather/Rome"] : []),
    ]);
  });

  it("cannot be led to another path by a key", async () => {
    expect(await rows("/orders?select=weather(degrees)&id=eq.5")).toEqual([{ weather: null }]);
    expect(calls()).toEqual([]);
  });

  it("chooses rows of the database", async () => {
    expect(
      await rows("/orders?select=id,payment!inner(status)&payment.customer=eq.c1&payment.status=eq.paid&order=id"),
    ).toEqual([
      { id: 1, payment: { status: "paid" } },
      { id: 3, payment: { status: "paid" } },
    ]);
    const tooMany = await get("/orders?select=id,payment!inner(id)");
    expect([tooMany.status, tooMany.text]).toEqual([400, expect.stringContaining("ISTHMUS310")]);
  });

  it("shows no field and no record that may not be seen, in no place", async () => {
    for (const place of [
      "select=payment(X)",
      "select=payment(id)&payment.X=eq.canary",
      "select=payment(id)&payment.order=X",
    ]) {
      const [hidden, absent] = await Promise.all(
        ["secret", "nonsense"].map((name) => get(`/orders?${place.replace("X", name)}`)),
      );
      expect([hidden?.status, hidden?.text.replaceAll("secret", "nonsense")]).toEqual([400, absent?.text]);
    }
    expect(upstream.asked).toEqual([]);
  });
});

describe("an API that is away", () => {
  it("leaves null in its place, and the answer says so", async () => {
    failing = (at) => (at.startsWith("/v1/payment_intents") ? 503 : undefined);
    const answer = await get("/orders?select=id,payment(status),weather(degrees)&id=in.(1,4)&order=id");
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      [
        { id: 1, payment: null, weather: { degrees: 4.5 } },
        { id: 4, payment: null, weather: null },
      ],
    ]);
    expect(answer.headers.get("isthmus-partial")).toBe(
      '"payment";code="ISTHMUS600";message="pay: the API answered 503"',
    );
    expect(answer.headers.get("etag")).toBeNull();
    expect(answer.text).not.toContain("internal words");
  });

  it("cannot say which rows there are", async () => {
    failing = () => 503;
    const refused = await get("/orders?select=id,payment!inner(id)&payment.status=eq.paid");
    expect([refused.status, refused.text]).toEqual([502, expect.stringContaining("ISTHMUS600")]);
    expect(refused.text).not.toContain("internal words");
  });

  it("is waited for no longer than leaves time to answer", async () => {
    failing = (at) => (at.startsWith("/v1/weather") ? 0 : undefined);
    const begun = performance.now();
    const answer = await get("/orders?select=id,weather(degrees)&id=eq.1");
    expect([answer.status, answer.text]).toEqual([200, '[{"id":1,"weather":null}]']);
    expect(performance.now() - begun).toBeLessThan(2_950);
    expect(answer.headers.get("isthmus-partial")).toContain('"weather"');
  });

  it("is an error with a path in GraphQL", async () => {
    failing = (at) => (at === "/v1/weather/Rome" || at.startsWith("/v1/payment") ? 500 : undefined);
    const response = await fetch(new URL("/graphql", serving.server.addresses.api), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query: `{ found: orders(where: { id: { _in: [2, 4] } }, order_by: [{ id: asc }]) { id payment { status } items { id weather { degrees } } } }`,
      }),
    });
    expect(await response.json()).toEqual({
      data: {
        found: [
          { id: 2, payment: null, items: [{ id: 3, weather: null }] },
          { id: 4, payment: null, items: [] },
        ],
      },
      errors: [
        {
          message: "pay: the API answered 500",
          path: ["found", 0, "payment"],
          extensions: { code: "ISTHMUS600", category: "unavailable" },
        },
        {
          message: "sky: the API answered 500",
          path: ["found", 0, "items", 0, "weather"],
          extensions: { code: "ISTHMUS600", category: "unavailable" },
        },
      ],
    });
  });
});

describe("a list that is no honest one", () => {
  const inSky = { headers: { "accept-profile": "sky" } };
  const page = (ids: readonly number[], next: unknown) => ({
    body: { events: ids.map((id) => ({ id, kind: "k" })), next_cursor: next },
  });

  it("gives a row that moved between two pages once", async () => {
    pages = (query) => (query.get("cursor") === "b" ? page([2, 3], null) : page([1, 2], "b"));
    expect(await rows("/events?select=id", inSky)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  it.each([
    ["leads back to a page", (query: URLSearchParams) => page([query.has("cursor") ? 2 : 1], "same")],
    ["never comes to an end", (query: URLSearchParams) => page([], `${Number(query.get("cursor") ?? 0) + 1}`)],
  ])("is given up where it %s", async (_, answer) => {
    pages = answer;
    const refused = await get("/events?select=id", inSky);
    expect([refused.status, refused.text]).toEqual([502, expect.stringContaining("ISTHMUS602")]);
    expect(upstream.asked.length).toBeLessThan(10);
  });

  it("is given up at the bound where it goes on for ever", async () => {
    pages = (query) => {
      const from = Number(query.get("cursor") ?? 0);
      return page([from, from + 1], String(from + 2));
    };
    const refused = await get("/events?select=id", inSky);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("ISTHMUS310")]);
    expect(upstream.asked).toHaveLength(25);
    expect(await rows("/events?select=id&limit=3", inSky)).toHaveLength(3);
  });
});
