import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { administer, createTestDatabase } from "../../../test/kit/servers.ts";
import type { IndexNeed } from "../../core/index.ts";
import { createIndex as onMysql } from "../../sources/mysql/indexes.ts";
import { createIndex as onPostgres } from "../../sources/postgres/indexes.ts";
import { createIndex as onSqlite } from "../../sources/sqlite/indexes.ts";

const native = { schema: "public", name: 'or"ders' };
const need = (method: IndexNeed["method"], ...fields: IndexNeed["fields"]): IndexNeed => ({ native, fields, method });
const sorted = need("order", { name: "a" }, { name: 'b"', direction: "desc", nulls: "last" });

it("PostgreSQL takes every index it is advised", async () => {
  const database = await createTestDatabase();
  try {
    await administer(database.url, `create table public."or""ders" (a int, "b""" int, t text, j jsonb)`);
    const spelled = [sorted, need("prefix", { name: "t" }), need("contains", { name: "j" })].map(onPostgres);
    expect(spelled).toEqual([
      'create index concurrently on "public"."or""ders" ("a", "b""" desc nulls last)',
      'create index concurrently on "public"."or""ders" ("t" text_pattern_ops)',
      'create index concurrently on "public"."or""ders" using gin ("j")',
    ]);
    for (const sql of spelled) await administer(database.url, sql);
  } finally {
    await database.drop();
  }
});

it("SQLite takes its own, and is advised none that would not help", () => {
  const database = new DatabaseSync(":memory:");
  database.exec('create table "or""ders" (a, "b""", t)');
  const spelled = [sorted, need("prefix", { name: "t" })].map((one) => onSqlite(one) ?? "");
  expect(spelled).toEqual([
    'create index "or""ders_a_b""" on "or""ders" ("a", "b""" desc)',
    'create index "or""ders_t" on "or""ders" ("t" collate nocase)',
  ]);
  for (const sql of spelled) database.exec(sql);
  expect(onSqlite(need("pattern", { name: "t" }))).toBeUndefined();
  database.close();
});

it("MySQL has names of its own for indexes, no longer than it takes", () => {
  expect(onMysql({ ...sorted, native: { schema: "shop", name: "or`ders" } })).toBe(
    'create index `or``ders_a_b"` on `shop`.`or``ders` (`a`, `b"` desc)',
  );
  const long = onMysql(need("order", { name: "x".repeat(64) })) ?? "";
  expect(/^create index `([^`]*)`/.exec(long)?.[1]).toHaveLength(64);
  expect(onMysql(need("contains", { name: "j" }))).toBeUndefined();
});
