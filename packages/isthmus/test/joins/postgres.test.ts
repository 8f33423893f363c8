// SQLite beside PostgreSQL: types of one and the other are compared as values, in lists of thousands, and in transactions.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claim, defineConfig, postgres, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { administer, createTestDatabase } from "../kit/servers.ts";

let folder: string;
let serving: Serving;
let drop: () => Promise<void>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "isthmus-joins-"));
  const file = path.join(folder, "shop.db");
  const database = new DatabaseSync(file);
  database.exec(
    `CREATE TABLE orders (id INTEGER PRIMARY KEY, invoice TEXT, account TEXT, note TEXT);
     INSERT INTO orders VALUES (1, '7b9c1f3e-0000-4000-8000-00000000000a', '10', 'a'), (2, '7B9C1F3E-0000-4000-8000-00000000000A', '11', 'b'),
       (3, 'no uuid', '1e400', 'c'), (4, '7b9c1f3e-0000-4000-8000-00000000000b', 'abc', 'd');
     WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 2600)
       INSERT INTO orders SELECT i, NULL, CAST(i AS TEXT), NULL FROM n;`,
  );
  database.close();
  const created = await createTestDatabase();
  drop = created.drop;
  await administer(
    created.url,
    `CREATE TABLE invoices (id uuid PRIMARY KEY, total numeric(30, 10), at timestamptz, owner text);
     INSERT INTO invoices VALUES ('7b9c1f3e-0000-4000-8000-00000000000a', 12345678901234567890.5000000000, '2026-01-02T03:04:05Z', 'ada'),
       ('7b9c1f3e-0000-4000-8000-00000000000b', 1, NULL, 'bob');
     CREATE TABLE accounts (id integer PRIMARY KEY, label text);
     INSERT INTO accounts SELECT i, 'l' || i FROM generate_series(1, 3000) AS i;`,
  );
  serving = await serve(
    defineConfig({
      sources: { shop: sqlite({ file }), books: postgres({ url: created.url }) },
      relations: {
        "orders.invoice_row": { to: "books.invoices", match: { invoice: "id" }, one: true },
        "orders.account_row": { to: "books.accounts", match: { account: "id" }, one: true },
        "books.invoices.orders": { to: "orders", match: { id: "invoice" } },
      },
      roles: {
        anonymous: {
          orders: { read: true, update: true },
          "books.invoices": { read: { where: { owner: { neq: "nobody" } } } },
          "books.accounts": { read: true },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
      limits: { rows: 5_000 },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  await drop?.();
  rmSync(folder, { recursive: true, force: true });
});

async function get(target: string, init: RequestInit = {}) {
  const response = await fetch(`${serving.server.addresses.api}${target}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function graphql(query: string): Promise<unknown> {
  const response = await fetch(new URL("/graphql", serving.server.addresses.api), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe("records of two kinds of database", () => {
  it("belong together where a text is what the other one is written as", async () => {
    const { text } = await get("/orders?select=id,invoice_row(total,at)&id=lt.5&order=id");
    expect(text).toBe(
      '[{"id":1,"invoice_row":{"total":12345678901234567890.5000000000,"at":"2026-01-02T03:04:05+00:00"}},' +
        '{"id":2,"invoice_row":null},{"id":3,"invoice_row":null},{"id":4,"invoice_row":{"total":1.0000000000,"at":null}}]',
    );
    expect((await get("/orders?select=id,account_row(label)&id=lt.5&order=id")).text).toBe(
      '[{"id":1,"account_row":{"label":"l10"}},{"id":2,"account_row":{"label":"l11"}},{"id":3,"account_row":null},{"id":4,"account_row":null}]',
    );
  });

  it("are asked for by thousands of keys", async () => {
    const { status, text } = await get("/orders?select=id,account_row(label)&id=gte.100&order=id");
    const rows = JSON.parse(text) as { id: number; account_row: { label: string } }[];
    expect([status, rows.length]).toEqual([200, 2501]);
    expect(rows.every(({ id, account_row }) => account_row.label === `l${id}`)).toBe(true);
  });

  it("choose one another's rows in changes too, under their own policies", async () => {
    const changed = await graphql(`
      mutation {
        update_orders(where: { invoice_row: { owner: { _neq: "eve" } } }, _set: { note: "paid" }) {
          affected_rows
          returning {
            id
            note
            invoice_row {
              owner
            }
          }
        }
      }
    `);
    expect(changed).toEqual({
      data: {
        update_orders: {
          affected_rows: 2,
          returning: [
            { id: 1, note: "paid", invoice_row: { owner: "ada" } },
            { id: 4, note: "paid", invoice_row: { owner: "bob" } },
          ],
        },
      },
    });
    expect((await get("/orders?select=note&id=in.(2,3)&order=id")).text).toBe('[{"note":"b"},{"note":"c"}]');
  });

  it("make one entity tag, which changes with either", async () => {
    const first = await get("/orders?select=id,invoice_row(total)&id=eq.1");
    const again = await get("/orders?select=id,invoice_row(total)&id=eq.1", {
      headers: { "if-none-match": first.headers.get("etag") ?? "" },
    });
    expect([first.status, again.status]).toEqual([200, 304]);
  });

  it("are described like any: in the document, the schema of GraphQL", async () => {
    const document = JSON.parse((await get("/", { headers: { accept: "application/openapi+json" } })).text) as object;
    expect(JSON.stringify(document)).toContain("invoice_row");
    const types = await graphql(`
      {
        __type(name: "books_invoices") {
          fields {
            name
            type {
              kind
            }
          }
        }
      }
    `);
    expect(JSON.stringify(types)).toContain('{"name":"orders","type":{"kind":"LIST"}}');
  });
});

describe("a configuration", () => {
  it.each([
    ["orders.x", { to: "books.invoices", match: { id: "at" } }, "of two sources cannot be compared"],
    ["orders.x", { to: "books.invoices", match: { id: "none" } }, 'has no field "none"'],
    ["orders.x", { to: "books.none", match: { id: "id" } }, 'there is no resource "books.none"'],
  ])("is refused where %s leads to %j", async (name, relation, message) => {
    const file = path.join(folder, "shop.db");
    const created = await createTestDatabase();
    try {
      await administer(created.url, "CREATE TABLE invoices (id uuid PRIMARY KEY, at timestamptz)");
      await expect(
        serve(
          defineConfig({
            sources: { shop: sqlite({ file }), books: postgres({ url: created.url }) },
            relations: { [name]: relation },
            roles: { anonymous: { orders: { read: { where: { account: claim("sub") } } } } },
            server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
          }),
          {},
        ),
      ).rejects.toThrow(message);
    } finally {
      await created.drop();
    }
  });
});
