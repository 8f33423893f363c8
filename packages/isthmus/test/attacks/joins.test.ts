// A caller who asks for the same relation into another source under many names.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defineConfig, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";

let folder: string;
let serving: Serving;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "isthmus-fan-out-"));
  const fill = (name: string, sql: string): string => {
    const file = path.join(folder, name);
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    return file;
  };
  serving = await serve(
    defineConfig({
      sources: {
        shop: sqlite({
          file: fill("shop.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY); INSERT INTO orders VALUES (1)"),
        }),
        books: sqlite({
          file: fill(
            "books.db",
            `CREATE TABLE payments (id INTEGER PRIMARY KEY, order_id INTEGER);
             INSERT INTO payments VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1);`,
          ),
        }),
      },
      relations: { "orders.payments": { to: "books.payments", match: { id: "order_id" } } },
      roles: { anonymous: { orders: { read: true }, "books.payments": { read: true } } },
      limits: { joined: 5 },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("gets as many records as all of them together may have, and no more", async () => {
  const ask = (names: number): Promise<Response> => {
    const select = Array.from({ length: names }, (_, at) => `p${at}:payments(id)`).join(",");
    return fetch(`${serving.server.addresses.api}/orders?select=${select}`);
  };
  const ten = await ask(10);
  expect(ten.status).toBe(200);
  expect(Object.values(((await ten.json()) as object[])[0] ?? {})).toHaveLength(10);
  const eleven = await ask(11);
  expect(eleven.status).toBe(400);
  expect(await eleven.json()).toMatchObject({
    code: "ISTHMUS301",
    message: "The records of all relations into other sources together are more than 50",
  });
});
