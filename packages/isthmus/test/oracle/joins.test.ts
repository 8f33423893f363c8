// What is hidden of a record in another source looks like what does not exist, in every place that a join gives a name, in
// either interface; and records that may not be seen change nothing that can be seen.

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
  folder = mkdtempSync(path.join(tmpdir(), "isthmus-oracle-"));
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
          file: fill(
            "shop.db",
            `CREATE TABLE orders (id INTEGER PRIMARY KEY, payment_id INTEGER, hidden_id INTEGER);
             INSERT INTO orders VALUES (1, 1, 1), (2, 2, 1), (3, NULL, 2);`,
          ),
        }),
        books: sqlite({
          file: fill(
            "books.db",
            `CREATE TABLE payments (id INTEGER PRIMARY KEY, status TEXT, secret TEXT, owner TEXT);
             CREATE TABLE vault (id INTEGER PRIMARY KEY, content TEXT);
             INSERT INTO payments VALUES (1, 'paid', 'canary', 'me'), (2, 'paid', 'canary', 'other');
             INSERT INTO vault VALUES (1, 'canary');`,
          ),
        }),
      },
      relations: {
        "orders.payment": { to: "books.payments", match: { payment_id: "id" }, one: true },
        "orders.paid_by": { to: "books.payments", match: { payment_id: "id" } },
        "orders.by_hidden": { to: "books.payments", match: { hidden_id: "id" } },
        "orders.vault": { to: "books.vault", match: { payment_id: "id" } },
      },
      roles: {
        anonymous: {
          orders: { read: { except: ["hidden_id"] } },
          "books.payments": { read: { fields: ["id", "status"], where: { owner: "me" }, aggregate: true } },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent", timing: false },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(target: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${serving.server.addresses.api}${target}`, { headers });
  const told = [...response.headers].filter(
    ([name]) => !["date", "x-request-id", "content-length", "keep-alive"].includes(name),
  );
  return JSON.stringify([response.status, told, await response.text()]);
}

async function graphql(query: string): Promise<string> {
  const response = await fetch(new URL("/graphql", serving.server.addresses.api), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

const operators = [
  "eq.canary",
  "neq.x",
  "gt.a",
  "like.c*",
  "ilike.C*",
  "match.c",
  "in.(canary)",
  "is.null",
  "isdistinct.x",
  "eq(any).{canary}",
];
const fieldPlaces = [
  "select=payment(X)",
  "select=payment(id:X)",
  "select=payment(X::text)",
  "select=payment(X->a)",
  "select=...payment(X)",
  "select=paid_by(X)",
  "select=paid_by(X.max())",
  "select=paid_by(X,count())",
  "select=payment!inner(id)&payment.X=eq.canary",
  "select=payment(id)&payment.order=X",
  "select=paid_by(id)&paid_by.order=X.desc.nullslast",
  "select=paid_by(id)&paid_by.or=(X.eq.canary,id.eq.1)",
  "select=paid_by(id)&paid_by.not.and=(id.eq.1,X.not.is.null)",
  "select=payment(id)&order=payment(X)",
  ...operators.map((one) => `select=payment(id)&payment.X=${one}`),
  ...operators.map((one) => `select=payment(id)&payment.X=not.${one}`),
];
const relationPlaces = [
  "select=X(id)",
  "select=X!inner(id)",
  "select=...X(id)",
  "select=id,X()&X=is.null",
  "select=X(count())",
  "order=X(id)",
];

describe("a field of a record in another source", () => {
  it.each(fieldPlaces)("%s", async (place) => {
    const [hidden, absent] = await Promise.all(
      ["secret", "absent"].map((name) => answer(`/orders?${place.replace("X", name)}`)),
    );
    expect(hidden?.replaceAll("secret", "absent")).toBe(absent);
    expect(hidden).not.toContain('canary\\"');
  });

  it.each([
    "{ orders { payment { X } } }",
    '{ orders(where: { payment: { X: { _eq: "canary" } } }) { id } }',
    "{ orders { paid_by(order_by: { X: asc }) { id } } }",
    "{ orders { paid_by(where: { _or: [{ X: { _is_null: false } }] }) { id } } }",
    "{ orders { paid_by_aggregate { aggregate { max { X } } } } }",
    "{ orders(order_by: { payment: { X: asc } }) { id } }",
  ])("%s", async (question) => {
    const [hidden, absent] = await Promise.all(
      ["secret", "absent"].map((name) => graphql(question.replace("X", name))),
    );
    expect(hidden?.replaceAll("secret", "absent")).toBe(absent);
  });
});

describe("a relation over a hidden key, or into a hidden resource", () => {
  it.each(relationPlaces)("%s", async (place) => {
    const [absent, ...hidden] = await Promise.all(
      ["xyzzyq", "by_hidden", "vault"].map((name) => answer(`/orders?${place.replaceAll("X", name)}`)),
    );
    expect(hidden.map((text) => text.replaceAll(/by_hidden|vault/g, "xyzzyq"))).toEqual([absent, absent]);
  });
});

describe("records that may not be seen", () => {
  it("are not there: embedded, counted, aggregated, as a condition or its opposite", async () => {
    const read = async (target: string, prefer = "") =>
      JSON.parse(await answer(target, { prefer })) as [number, [string, string][], string];
    expect((await read("/orders?select=id,payment(id)&order=id"))[2]).toBe(
      '[{"id":1,"payment":{"id":1}},{"id":2,"payment":null},{"id":3,"payment":null}]',
    );
    expect((await read("/orders?select=id,paid_by(count())&order=id"))[2]).toBe(
      '[{"id":1,"paid_by":[{"count":1}]},{"id":2,"paid_by":[{"count":0}]},{"id":3,"paid_by":[{"count":0}]}]',
    );
    const counted = await read("/orders?select=id,payment!inner(id)&payment.status=eq.paid", "count=exact");
    expect(counted[1]).toContainEqual(["content-range", "0-0/1"]);
    expect((await read("/orders?select=id,payment()&payment=is.null&order=id"))[2]).toBe('[{"id":2},{"id":3}]');
  });
});
