import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Need } from "../../core/index.ts";
import { administer, createTestDatabase, type TestDatabase } from "../../../test/kit/servers.ts";
import { openPostgres } from "./index.ts";

const mark = randomBytes(4).toString("hex");
const [modest, greedy, owner, group] = ["modest", "greedy", "owner", "group"].map((name) => `${name}_${mark}`);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await administer(
    database.url,
    `create role ${modest} login; create role ${group};
     create role ${greedy} login createrole createdb bypassrls in role ${group};
     create role ${owner} login;
     create table products (id int primary key); create table orders (id int primary key); create table log (id int);
     alter table log owner to ${owner};
     grant select on all tables in schema public to ${modest}, ${greedy};
     grant insert, update on orders to ${modest};
     grant insert, update, delete, truncate on orders to ${greedy}; grant delete on products to ${group};
     grant create on schema public to ${greedy}; revoke create on schema public from public;
     grant pg_signal_backend to ${greedy};`,
  );
});
afterAll(async () => {
  if (database === undefined) return;
  await administer(
    database.url,
    `drop table log; drop owned by ${modest}, ${greedy}, ${group}; drop role ${modest}; drop role ${greedy}; drop role ${owner}; drop role ${group}`,
  );
  await database.drop();
});

const need: Need = {
  tables: [
    { schema: "public", name: "orders", writes: ["insert", "update"] },
    { schema: "public", name: "products", writes: [] },
  ],
  unforeseen: false,
};

async function excessOf(user: string | undefined, wanted: Need = need): Promise<readonly string[] | undefined> {
  const url = new URL(database.url);
  if (user !== undefined) url.username = user;
  const source = openPostgres("shop", { url: url.href }, () => {});
  try {
    return (await source.examine?.([], AbortSignal.timeout(10_000), wanted))?.excess;
  } finally {
    await source.close();
  }
}

test("of a user that may do what is needed nothing is said", async () => {
  expect(await excessOf(modest)).toEqual([]);
});

test("each thing that is too much is named, with the statement that mends it, which does", async () => {
  const lines = await excessOf(greedy);
  expect(lines).toEqual([
    `"${greedy}" has CREATEROLE, which nothing here needs: ALTER ROLE "${greedy}" NOCREATEROLE`,
    `"${greedy}" has CREATEDB, which nothing here needs: ALTER ROLE "${greedy}" NOCREATEDB`,
    `"${greedy}" has BYPASSRLS, which nothing here needs: ALTER ROLE "${greedy}" NOBYPASSRLS`,
    `"${greedy}" is a member of pg_signal_backend: REVOKE pg_signal_backend FROM "${greedy}"`,
    `"${greedy}" may create objects in public: REVOKE CREATE ON SCHEMA public FROM ${greedy}`,
    `no role needs DELETE, TRUNCATE on public.orders: REVOKE DELETE, TRUNCATE ON public.orders FROM ${greedy}`,
    `no role needs DELETE on public.products: REVOKE DELETE ON public.products FROM ${group}`,
  ]);
  for (const line of lines ?? []) await administer(database.url, line.slice(line.indexOf(": ") + 2));
  expect(await excessOf(greedy)).toEqual([]);
});

test("where the user's own code may write, rights to write are not judged", async () => {
  expect(await excessOf(modest, { tables: [], unforeseen: true })).toEqual([]);
  expect((await excessOf(modest, { tables: [], unforeseen: false }))?.[0]).toMatch(/^no role needs INSERT, UPDATE on/);
});

test("owners and superusers are told of a role of their own", async () => {
  expect((await excessOf(owner))?.[0]).toMatch(
    new RegExp(`^"${owner}" owns public\\.log: it may drop and alter .* CREATE ROLE isthmus LOGIN`),
  );
  expect(await excessOf(undefined)).toEqual([
    expect.stringMatching(/is a superuser.*GRANT INSERT, UPDATE ON "public"\."orders" TO isthmus;$/),
  ]);
});
