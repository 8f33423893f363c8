// Limits of roles on real databases: rows in an answer, and the time of a statement.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Principal } from "../../src/core/index.ts";
import { type Database, databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";

const slow: Readonly<Record<Database, string>> = {
  sqlite: `create view slow as with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000)
    select 1 as id, count(*) as counted from n;`,
  postgres: "create view slow as select 1 as id, pg_sleep(4)::text as counted;",
  mysql: "create view slow as select 1 as id, sleep(4) as counted;",
};
const numbers = Array.from({ length: 60 }, (_, at) => `(${at + 1}, 1)`).join(", ");
const schema = (database: Database): string =>
  `create table parents (id int primary key);
   create table items (id int primary key, parent_id int references parents (id));
   insert into parents values (1);
   insert into items values ${numbers};
   ${slow[database]}`;

const everything = { parents: { read: true }, items: { read: true, insert: true }, slow: { read: true } } as const;
const roles = {
  anonymous: everything,
  customer: { extends: ["anonymous"], parents: { read: true } },
  guest: { extends: ["customer"] },
  partner: { extends: ["anonymous"] },
  staff: everything,
};
const limits = {
  rows: 50,
  roles: {
    anonymous: { rows: 10, statementTimeout: 500 },
    customer: { rows: 5 },
    partner: { rows: 20, statementTimeout: 60_000 },
  },
};
const as = (...held: string[]): Principal => ({ kind: "user", id: "1", roles: held, claims: {} });

describe.each(databases)("on %s", (database) => {
  let engine: OpenEngine;
  beforeAll(async () => {
    engine = await openEngine(database, schema(database), roles, limits);
  }, 60_000);
  afterAll(() => engine?.close());

  async function rowsOf(target: string, ...held: string[]): Promise<number> {
    const { status, body } = await engine.ask(target, as(...held));
    expect(status).toBeLessThan(300);
    return (JSON.parse(String(body)) as unknown[]).length;
  }

  test("a role's rows are those of its own entry, else of what it extends, else of all", async () => {
    expect(await rowsOf("/items", "anonymous")).toBe(10);
    // Narrower than what it extends: its own entry counts.
    expect(await rowsOf("/items", "customer")).toBe(5);
    expect(await rowsOf("/items", "guest")).toBe(5);
    expect(await rowsOf("/items", "partner")).toBe(20);
    expect(await rowsOf("/items", "staff")).toBe(50);
    expect(await rowsOf("/items?limit=30", "anonymous")).toBe(10);
    expect(await rowsOf("/items?limit=3", "anonymous")).toBe(3);
  });

  test("who has several roles has the most generous limit of theirs", async () => {
    expect(await rowsOf("/items", "customer", "partner")).toBe(20);
    expect(await rowsOf("/items", "anonymous", "staff")).toBe(50);
  });

  test("what is embedded is bounded as well", async () => {
    // SQLite starts a process for reads that may be long, which takes its time once.
    expect(await rowsOf("/parents?select=id,items(id)", "staff")).toBe(1);
    const { body } = await engine.ask("/parents?select=id,items(id)", as("customer"));
    const [parent] = JSON.parse(String(body)) as { readonly items: unknown[] }[];
    expect(parent?.items.length).toBe(5);
  });

  test("a statement ends when its role's time is up, alone and in a batch, and nothing of it stays", async () => {
    const began = performance.now();
    for (const held of ["anonymous", "customer"]) {
      const { status, body } = await engine.ask("/slow", as(held));
      expect({ status, code: (JSON.parse(String(body)) as { code: string }).code }).toEqual({
        status: 504,
        code: "57014",
      });
    }
    expect(performance.now() - began).toBeLessThan(3_500);
    const batch = await engine.ask("/batch", as("anonymous"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        operations: [
          { method: "POST", path: "/items", body: { id: 1000, parent_id: 1 } },
          { method: "GET", path: "/slow" },
        ],
      }),
    });
    expect(batch.status).toBe(504);
    expect(await rowsOf("/items?id=eq.1000", "staff")).toBe(0);
  }, 20_000);

  test("a role that is given more time, or none of its own, has it", async () => {
    if (database === "sqlite") return expect(engine.source.kind).toBe("sqlite");
    expect(await rowsOf("/slow", "partner")).toBe(1);
    expect(await rowsOf("/slow", "anonymous", "staff")).toBe(1);
  }, 20_000);
});
