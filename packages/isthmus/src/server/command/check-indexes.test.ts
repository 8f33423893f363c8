// The index adviser from end to end: a real server is asked, its store is read by another process, and the index that is
// advised is made and measured.

import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFolder, type Folder } from "../../../test/kit/command-line.ts";
import { administer, createTestDatabase, type TestDatabase } from "../../../test/kit/servers.ts";

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

const config = (source: string) => `
import { claim, defineConfig, postgres, sqlite } from "isthmus";
export default defineConfig({
  sources: { shop: ${source} },
  roles: { anonymous: { orders: { read: { where: { shown: true } } }, items: { read: true }, customers: { read: true } } },
});`;

/** Asks the questions, ends the server, and gives what `check --indexes` says then. */
async function adviceAfter(targets: readonly string[], times: number): Promise<string> {
  const served = await folder.serve("start");
  for (let n = 0; n < times; n++)
    for (const target of targets) expect((await fetch(served.api + target)).status).toBe(200);
  await served.stop();
  const { code, output, errors } = await folder.run("check", "--indexes");
  expect([code, errors]).toEqual([0, ""]);
  return output;
}

const asked = (output: string): string => output.slice(0, output.indexOf("== Looked up"));

describe("on PostgreSQL, over 100,000 rows", () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
    await administer(
      database.url,
      `create table customers (id int primary key, name text);
       create table orders (id int primary key, customer_id int not null, total int not null, shown boolean not null, note text);
       create table items (id int primary key, order_id int not null references orders (id));
       insert into customers select n, 'c' || n from generate_series(1, 50) as n;
       insert into orders select n, n % 5000, n % 977, n % 10 > 0, 'note ' || n from generate_series(1, 100000) as n;
       insert into items select n, n from generate_series(1, 100000) as n;
       analyze;`,
    );
    folder.write("isthmus.config.ts", config(`postgres({ url: ${JSON.stringify(database.url)} })`));
  });
  afterEach(() => database.drop());

  async function measured(sql: string): Promise<{ readonly text: string; readonly ms: number }> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const runs = [];
      for (let n = 0; n < 5; n++) {
        const { rows } = await client.query(`explain (analyze, format json) ${sql}`);
        runs.push(
          (rows[0] as { readonly "QUERY PLAN": readonly [{ readonly "Execution Time": number }] })["QUERY PLAN"][0],
        );
      }
      return { text: JSON.stringify(runs[0]), ms: Math.min(...runs.map((run) => run["Execution Time"])) };
    } finally {
      await client.end();
    }
  }

  it("names what is served by no index, what that has cost, and the index that makes it at least ten times as fast", async () => {
    const sql = "select * from orders where shown and customer_id = 77 order by total limit 5";
    const before = await measured(sql);
    expect(before.text).toContain("Seq Scan");
    const output = await adviceAfter(
      [
        "/orders?select=id,total&customer_id=eq.77&order=total&limit=5",
        "/orders?select=id,items(id)&id=eq.5",
        "/customers?name=eq.c7",
        "/orders?select=id&id=eq.9",
      ],
      4,
    );
    const advice = asked(output);
    expect(advice).toMatch(
      /shop: orders by customer_id, shown, total \(policy, filter, order\): asked \d+ times slowly, [\d.,]+ ms on average, [\d.,]+ ms at worst, [\d.,]+ s in all; 100,000 rows are read for \d+ \(cost [\d,]+; with an index about [\d,]+, estimated\)/,
    );
    expect(advice).toMatch(/shop: items by order_id \(relation\): asked \d+ times/);
    // Small tables and keys need none.
    expect(advice).not.toContain("customers");
    expect(advice.match(/create index/g)).toHaveLength(2);
    const create = /create index concurrently on "public"\."orders" [^;]*/.exec(advice)?.[0] ?? "";
    expect(create).toBe('create index concurrently on "public"."orders" ("customer_id", "shown", "total")');
    await administer(database.url, create);
    await administer(database.url, "analyze orders");
    const after = await measured(sql);
    expect(after.text).not.toContain("Seq Scan");
    expect(after.text).toContain("Index");
    expect(before.ms / after.ms).toBeGreaterThan(10);
    // What is served now is not advised again.
    const { output: later } = await folder.run("check", "--indexes");
    expect(asked(later)).not.toContain("orders by");
    expect(asked(later)).toContain("items by order_id");
  }, 60_000);

  it("knows that a pattern anywhere in a text needs an index of another kind", async () => {
    expect(asked(await adviceAfter(["/orders?note=ilike.*zz*&limit=1"], 3))).toContain(
      'create extension if not exists pg_trgm; create index concurrently on "public"."orders" using gin ("note" gin_trgm_ops);',
    );
  }, 60_000);
});

it("spells the index for SQLite, where what is compared and the indexes there are must do for a plan", async () => {
  folder.sql(
    "shop.db",
    `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
     CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, total INTEGER NOT NULL, shown INTEGER NOT NULL);
     CREATE TABLE items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id));
     CREATE INDEX by_total ON orders (total);
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO orders SELECT i, i % 5000, i % 977, 1 FROM n;`,
  );
  folder.write(
    "isthmus.config.ts",
    config('sqlite({ file: "shop.db" })').replace("{ where: { shown: true } }", "true"),
  );
  const output = await adviceAfter(["/orders?customer_id=eq.77&order=id&limit=3"], 4);
  expect(asked(output)).toContain('create index "orders_customer_id_id" on "orders" ("customer_id", "id");');
  expect(output).toContain("items.order_id: followed by the relation orders.items");
}, 60_000);

it("says that nothing was written down where no server ran yet, and makes no store", async () => {
  folder.sql("shop.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY)");
  folder.write(
    "isthmus.config.ts",
    `import { defineConfig, sqlite } from "isthmus"; export default defineConfig({ sources: { shop: sqlite({ file: "shop.db" }) } });`,
  );
  const { output } = await folder.run("check", "--indexes");
  expect(output).toContain("The server has written down no question that took its time");
  expect((await folder.run("check", "--indexes")).code).toBe(0);
});
