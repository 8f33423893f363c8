// Two databases joined by the configuration, served over HTTP: each relation is one question for all rows.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineConfig, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";

let folder: string;
let serving: Serving;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "isthmus-joins-"));
  const fill = (name: string, sql: string): string => {
    const file = path.join(folder, name);
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    return file;
  };
  const shop = fill(
    "shop.db",
    `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
     CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), payment_id TEXT, total DECIMAL(20,10));
     INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob');
     INSERT INTO orders VALUES (1, 1, 'p1', '10.50'), (2, 1, 'p2', '20'), (3, 2, NULL, '5'), (4, 2, 'gone', '7'), (5, 2, 'p1', '1');`,
  );
  const books = fill(
    "books.db",
    `CREATE TABLE payments (id TEXT PRIMARY KEY, status TEXT, amount BIGINT, secret TEXT, owner INTEGER);
     CREATE TABLE notes (id INTEGER PRIMARY KEY, order_id INTEGER, body TEXT, stars INTEGER);
     INSERT INTO payments VALUES ('p1', 'paid', 9007199254740993, 'x', 1), ('p2', 'open', 2, 'y', 1), ('p3', 'paid', 3, 'z', 2);
     INSERT INTO notes VALUES (1, 1, 'a', 5), (2, 1, 'b', 3), (3, 1, 'c', 4), (4, 2, 'd', 1), (5, 99, 'e', 2);`,
  );
  serving = await serve(
    defineConfig({
      sources: { shop: sqlite({ file: shop }), books: sqlite({ file: books }) },
      relations: {
        "orders.payment": { to: "books.payments", match: { payment_id: "id" }, one: true },
        "orders.notes": { to: "books.notes", match: { id: "order_id" } },
        "books.payments.orders": { to: "orders", match: { id: "payment_id" } },
      },
      roles: {
        anonymous: {
          customers: { read: true },
          orders: { read: true, insert: true, update: true },
          "books.payments": { read: { fields: ["id", "status", "amount"], aggregate: true } },
          "books.notes": { read: { aggregate: true } },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function get(target: string, init: RequestInit = {}) {
  const response = await fetch(`${serving.server.addresses.api}${target}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, value: (): unknown => JSON.parse(text) };
}

const rows = async (target: string): Promise<unknown> => {
  const { status, text } = await get(target);
  expect([status, text]).toEqual([200, expect.any(String)]);
  return JSON.parse(text);
};

describe("records of two databases", () => {
  it("stand in one answer, numbers as they are, and the keys of the join are not shown", async () => {
    const { text } = await get("/orders?select=id,total,payment(status,amount)&order=id");
    expect(text).toBe(
      '[{"id":1,"total":10.5,"payment":{"status":"paid","amount":9007199254740993}},' +
        '{"id":2,"total":20,"payment":{"status":"open","amount":2}},{"id":3,"total":5,"payment":null},' +
        '{"id":4,"total":7,"payment":null},{"id":5,"total":1,"payment":{"status":"paid","amount":9007199254740993}}]',
    );
  });

  it("of a list are each row's own, in their order, with limit and offset", async () => {
    expect(await rows("/orders?select=id,notes(body)&notes.order=stars.desc&notes.limit=2&id=lt.3&order=id")).toEqual([
      { id: 1, notes: [{ body: "a" }, { body: "c" }] },
      { id: 2, notes: [{ body: "d" }] },
    ]);
    expect(await rows("/orders?select=notes(body)&notes.order=id&notes.offset=1&id=eq.1")).toEqual([
      { notes: [{ body: "b" }, { body: "c" }] },
    ]);
    expect(await rows("/orders?select=notes(body)&notes.stars=gt.4&id=eq.1")).toEqual([{ notes: [{ body: "a" }] }]);
  });

  it("are joined below what is embedded, and embed in their turn", async () => {
    expect(
      await rows(
        "/customers?select=name,orders(id,payment(status,orders(id)))&orders.order=id&orders.payment.orders.order=id&order=id",
      ),
    ).toEqual([
      {
        name: "Ada",
        orders: [
          { id: 1, payment: { status: "paid", orders: [{ id: 1 }, { id: 5 }] } },
          { id: 2, payment: { status: "open", orders: [{ id: 2 }] } },
        ],
      },
      {
        name: "Bob",
        orders: [
          { id: 3, payment: null },
          { id: 4, payment: null },
          { id: 5, payment: { status: "paid", orders: [{ id: 1 }, { id: 5 }] } },
        ],
      },
    ]);
  });

  it("are lifted into a row, go by other names, and leave nulls out", async () => {
    expect(await rows("/orders?select=id,...payment(state:status)&id=in.(1,3)&order=id")).toEqual([
      { id: 1, state: "paid" },
      { id: 3, state: null },
    ]);
    expect(await rows("/orders?select=__proto__:id,paid:payment(constructor:id)&id=eq.1")).toEqual(
      JSON.parse('[{"__proto__":1,"paid":{"constructor":"p1"}}]'),
    );
    expect(
      await (
        await get("/orders?select=id,payment(id)&id=in.(1,3)&order=id", {
          headers: { accept: "application/vnd.pgrst.array+json;nulls=stripped" },
        })
      ).value(),
    ).toEqual([{ id: 1, payment: { id: "p1" } }, { id: 3 }]);
  });

  it("choose rows: by an inner join, by conditions, and by their absence", async () => {
    expect(await rows("/orders?select=id,payment!inner(status)&payment.status=eq.paid&order=id")).toEqual([
      { id: 1, payment: { status: "paid" } },
      { id: 5, payment: { status: "paid" } },
    ]);
    expect(await rows("/orders?select=id,payment()&payment=is.null&order=id")).toEqual([{ id: 3 }, { id: 4 }]);
    expect(await rows("/orders?select=id,payment()&payment=not.is.null&order=id")).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 5 },
    ]);
    const counted = await get("/orders?select=id,payment!inner(status)&payment.status=eq.paid&limit=1&order=id.desc", {
      headers: { prefer: "count=exact" },
    });
    expect(counted.headers.get("content-range")).toBe("0-0/2");
    expect(
      await rows("/customers?select=name,orders!inner(id,payment!inner(id))&orders.payment.status=eq.open"),
    ).toEqual([{ name: "Ada", orders: [{ id: 2, payment: { id: "p2" } }] }]);
  });

  it("are counted and summed by the source they lie in", async () => {
    expect(await rows("/orders?select=id,notes(count(),stars.sum())&id=in.(1,3)&order=id")).toEqual([
      { id: 1, notes: [{ count: 3, sum: 12 }] },
      { id: 3, notes: [{ count: 0, sum: null }] },
    ]);
  });

  it("come with what was written", async () => {
    const made = await get("/orders?select=id,payment(status)", {
      method: "POST",
      headers: { prefer: "return=representation", "content-type": "application/json" },
      body: JSON.stringify({ id: 50, payment_id: "p2" }),
    });
    expect([made.status, made.text]).toEqual([201, '[{"id":50,"payment":{"status":"open"}}]']);
  });

  it("are refused where they would be wrong", async () => {
    const ordered = await get("/orders?select=id,payment(status)&order=payment(status)");
    expect([ordered.status, ordered.text]).toEqual([400, expect.stringContaining("another source")]);
    expect((await get("/orders?select=id,...notes(body)")).status).toBe(400);
  });

  it("show no field that may not be read, in no place", async () => {
    const unknown = (await get("/orders?select=id,payment(nonsense)")).text;
    expect((await get("/orders?select=id,payment(secret)")).text.replaceAll("secret", "nonsense")).toBe(unknown);
    for (const place of ["payment.X=eq.x", "payment.order=X", "payment.or=(X.eq.x,id.eq.p1)"]) {
      const [hidden, absent] = await Promise.all(
        ["secret", "nonsense"].map((name) => get(`/orders?select=id,payment(id)&${place.replace("X", name)}`)),
      );
      expect(hidden?.status).toBe(400);
      expect(hidden?.text.replaceAll("secret", "nonsense")).toBe(absent?.text);
    }
  });
});

describe("GraphQL", () => {
  const ask = async (query: string) => {
    const response = await fetch(new URL("/graphql", serving.server.addresses.api), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as unknown;
  };

  it("knows the relation like any", async () => {
    expect(
      await ask(`{ orders(where: { payment: { status: { _eq: "paid" } } }, order_by: [{ id: asc }]) {
        id payment { amount } notes(order_by: [{ id: desc }], limit: 1) { body } } }`),
    ).toEqual({
      data: {
        orders: [
          { id: 1, payment: { amount: expect.anything() as unknown }, notes: [{ body: "c" }] },
          { id: 5, payment: { amount: expect.anything() as unknown }, notes: [] },
        ],
      },
    });
    expect(
      await ask(
        `{ orders(where: { id: { _lte: 2 } }, order_by: [{ id: asc }]) { notes_aggregate { aggregate { count } nodes { id } } } }`,
      ),
    ).toEqual({
      data: {
        orders: [
          { notes_aggregate: { aggregate: { count: 3 }, nodes: [{ id: 1 }, { id: 2 }, { id: 3 }] } },
          { notes_aggregate: { aggregate: { count: 1 }, nodes: [{ id: 4 }] } },
        ],
      },
    });
  });
});
