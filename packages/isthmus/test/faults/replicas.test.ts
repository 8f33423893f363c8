// Reads on a real streaming replica: what goes there, what does not, and what becomes of both when its replay is paused,
// when it goes, and when its primary goes.

import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Observation, Principal, Reply, Source } from "../../src/core/index.ts";
import { openPostgres } from "../../src/sources/postgres/index.ts";
import type { PostgresOptions } from "../../src/sources/postgres/options.ts";
import { administer } from "../kit/servers.ts";
import { engineOver, type OpenEngine } from "../kit/open-engine.ts";
import { openOwnPostgres, type OwnPostgres } from "./own-postgres.ts";

const roles = {
  reader: { products: { read: true }, seen: { read: true }, where_asked: { read: true }, now_is: { call: true } },
  customer: {
    products: { read: { where: { published: true } }, insert: true, update: true },
    documents: { read: { where: { team: { members: { person: 1 } } } } },
    seen: { read: true },
  },
};
const as = (role: string): Principal => ({ kind: "user", id: "1", roles: [role], claims: { sub: "1" } });

let server: OwnPostgres;
let replicaUrl: string;
let observed: Observation[] = [];
let engine: OpenEngine;

beforeAll(async () => {
  server = await openOwnPostgres();
  await administer(
    server.url,
    `create table products (id int primary key, name text, published boolean not null default true);
     create table teams (id int primary key);
     create table members (team_id int references teams, person int, primary key (team_id, person));
     create table documents (id int primary key, team_id int references teams);
     insert into products values (1, 'a', true), (2, 'b', true), (3, 'c', false);
     insert into teams values (1); insert into members values (1, 1); insert into documents values (1, 1);
     create view where_asked as select pg_is_in_recovery() as replica;
     create function now_is() returns boolean stable language sql as 'select pg_is_in_recovery()';
     create sequence numbers;
     create view seen as select nextval('numbers')::int as id, pg_is_in_recovery() as replica;`,
  );
  replicaUrl = await server.replica();
}, 120_000);
afterAll(() => server?.close());
beforeEach(async () => {
  engine = await openReplicated({});
});
afterEach(() => engine?.close());

async function openReplicated(options: Partial<PostgresOptions>): Promise<OpenEngine> {
  observed = [];
  const source = openPostgres(
    "shop",
    { url: server.url, replicas: [replicaUrl], maxLag: 2_000, replicaCheck: 100, ...options },
    (observation) => observed.push(observation),
  );
  await source.ping(AbortSignal.timeout(5_000));
  const opened = await engineOver(source as Source, roles, async () => {});
  await vi.waitFor(() => expect(ups()).toBeGreaterThan(0), { timeout: 20_000 });
  return opened;
}

const ups = () => observed.filter(({ kind }) => kind === "source-up").length;
const reasons = () =>
  observed.flatMap((one) =>
    one.kind === "source-down" && one.problem.cause instanceof Error ? [one.problem.cause.message] : [],
  );
const downs = () => observed.filter(({ kind }) => kind === "source-down").length;

async function onReplica(headers: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const reply = await engine.ask("/where_asked", as("reader"), { headers });
  return (JSON.parse(String(reply.body)) as readonly { readonly replica: boolean }[])[0]?.replica === true;
}

async function rows(target: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const reply = await engine.ask(target, as("customer"), { headers });
  expect(reply.status).toBe(200);
  return JSON.parse(String(reply.body)) as unknown;
}

function rename(name: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  return engine.ask("/products?id=eq.1", as("customer"), {
    method: "PATCH",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ name }),
  });
}

const cookieOf = (reply: Reply) => String(reply.headers["Set-Cookie"]).split(";", 1)[0] ?? "";
const pause = () => administer(replicaUrl, "select pg_wal_replay_pause()");
const resume = () => administer(replicaUrl, "select pg_wal_replay_resume()");

test("reads go to the replica; changes, calls, transactions and what writes in passing go to the primary", async () => {
  expect(await onReplica()).toBe(true);
  expect((await rename("new")).status).toBe(204);
  const called = await engine.ask("/rpc/now_is", as("reader"));
  expect(String(called.body)).toBe("false");
  // A sequence cannot be moved on a standby: tried there once, and then no more.
  expect(await rows("/seen")).toMatchObject([{ replica: false }]);
  expect(await rows("/seen")).toMatchObject([{ replica: false }]);
  expect(await onReplica()).toBe(true);
});

test("while its replay is paused, who has written reads what he wrote, by header and by cookie; others read the past until it is too old", async () => {
  await engine.close();
  // Long enough for the reads of this test on a busy machine, before the bound is passed.
  engine = await openReplicated({ maxLag: 3_000 });
  await rename("before");
  await vi.waitFor(async () => expect(await rows("/products?id=eq.1&select=name")).toEqual([{ name: "before" }]));
  await pause();
  try {
    const written = await rename("after");
    const token = written.headers["Isthmus-Position"];
    expect(token).toMatch(/^shop:[0-9A-F]+\/[0-9A-F]+$/);
    expect(written.headers["Set-Cookie"]).toBe(
      `isthmus-position=${token as string}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax`,
    );
    const own = { "isthmus-position": token as string };
    expect(await rows("/products?id=eq.1&select=name")).toEqual([{ name: "before" }]);
    expect(await rows("/products?id=eq.1&select=name", own)).toEqual([{ name: "after" }]);
    expect(await rows("/products?id=eq.1&select=name", { cookie: `a=b; ${cookieOf(written)}; c=d` })).toEqual([
      { name: "after" },
    ]);
    await vi.waitFor(() => expect(downs()).toBe(1), { timeout: 15_000 });
    expect(observed.at(-1)).toMatchObject({ source: "shop/replica-1", problem: { code: "ISTHMUS503R" } });
    expect(await rows("/products?id=eq.1&select=name")).toEqual([{ name: "after" }]);
    expect(await onReplica()).toBe(false);
  } finally {
    await resume();
  }
  await vi.waitFor(async () => expect(await onReplica()).toBe(true), { timeout: 5_000 });
  expect(ups()).toBe(2);
});

test("an idle primary's replica stays in the rotation, and a position that it has reached keeps nobody away from it", async () => {
  const { headers } = await rename("x");
  const own = { "isthmus-position": String(headers["Isthmus-Position"]) };
  await vi.waitFor(async () => expect(await onReplica(own)).toBe(true));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(await onReplica(own)).toBe(true);
  expect(downs()).toBe(0);
});

test("a transaction's change tells its position too, and a reply that is given again has the same", async () => {
  const key = { "Idempotency-Key": `k-${Math.random()}`.padEnd(12, "0") };
  const first = await rename("keyed", key);
  expect(first.headers["Isthmus-Position"]).toMatch(/^shop:/);
  const again = await rename("keyed", key);
  expect(again.headers["Idempotency-Replayed"]).toBe("true");
  expect(again.headers["Isthmus-Position"]).toBe(first.headers["Isthmus-Position"]);
  const undone = await rename("undone", { Prefer: "tx=rollback" });
  expect(undone.headers["Isthmus-Position"]).toBeUndefined();
});

test("a position that was made up costs its caller the replica at most", async () => {
  for (const token of ["shop:*", "shop:FFFFFFFF/FFFFFFFF", "shop:zzz"])
    expect(await onReplica({ "isthmus-position": token })).toBe(false);
  const foreign = ["other:FFFFFFFF/FFFFFFFF", `shop:${"9".repeat(5_000)}`, "\u0000=&;:::&&%%%__proto__:1"];
  for (const token of foreign) expect(await onReplica({ "isthmus-position": token })).toBe(true);
});

test("a policy that looks at other records is decided on the primary: a revoked membership opens nothing", async () => {
  expect(await rows("/documents?select=id")).toEqual([{ id: 1 }]);
  await pause();
  try {
    await administer(server.url, "delete from members");
    expect(await rows("/documents?select=id")).toEqual([]);
    expect(await rows("/products?select=id,name&id=eq.3")).toEqual([]);
  } finally {
    await resume();
    await administer(server.url, "insert into members values (1, 1)");
  }
});

test.each([
  ["allow", [{ id: 1 }], [{ id: 2 }]],
  ["own", [], [{ id: 2 }]],
  ["none", [], []],
] as const)("with replicaPolicies %s replicas are trusted so far", async (replicaPolicies, documents, products) => {
  await engine.close();
  engine = await openReplicated({ replicaPolicies, maxLag: 3_000 });
  await vi.waitFor(async () => {
    const copied = await ask(
      replicaUrl,
      "select (select count(*) from members) || '/' || (select count(*) from products where published) as n",
    );
    expect(copied.rows).toEqual([{ n: "1/2" }]);
  });
  await pause();
  try {
    await administer(server.url, "delete from members; update products set published = false where id = 2");
    expect(await rows("/documents?select=id")).toEqual(documents);
    expect(await rows("/products?select=id&id=eq.2")).toEqual(products);
    expect(await onReplica()).toBe(true);
  } finally {
    await resume();
    await administer(
      server.url,
      "insert into members values (1, 1); update products set published = true where id = 2",
    );
  }
});

test("a replica that dies leaves the rotation, its reads are answered by the primary, and it comes back", async () => {
  expect(await onReplica()).toBe(true);
  await server.stopReplica();
  for (let n = 0; n < 5; n++) expect(await onReplica()).toBe(false);
  await vi.waitFor(() => expect(downs()).toBe(1));
  await server.startReplica();
  await vi.waitFor(async () => expect(await onReplica()).toBe(true), { timeout: 15_000 });
}, 60_000);

test("without its primary a replica is trusted as long as it may lag, or goes on answering where that is wanted", async () => {
  await engine.close();
  engine = await openReplicated({ readsWithoutPrimary: true });
  const strict = engine;
  const careful = await openReplicated({});
  await server.stop();
  try {
    engine = careful;
    await vi.waitFor(async () => expect((await engine.ask("/where_asked", as("reader"))).status).toBe(503), {
      timeout: 5_000,
    });
    engine = strict;
    expect(await onReplica()).toBe(true);
    expect((await rename("never")).status).toBe(503);
  } finally {
    await server.start();
    await careful.close();
  }
  await vi.waitFor(async () => expect((await rename("again")).status).toBe(204), { timeout: 10_000 });
}, 60_000);

test("a server that replays no primary's log, and a standby of another cluster, are never asked", async () => {
  await engine.close();
  const other = await openOwnPostgres();
  try {
    observed = [];
    const replicas = [server.url, await other.replica()];
    const source = openPostgres("shop", { url: server.url, replicas, maxLag: 800, replicaCheck: 100 }, (observation) =>
      observed.push(observation),
    );
    engine = await engineOver(source as Source, roles, async () => {});
    await source.ping(AbortSignal.timeout(5_000));
    await vi.waitFor(() => expect(downs()).toBe(2), { timeout: 5_000 });
    expect(reasons().toSorted()).toEqual([
      "it is a standby of another cluster",
      "it is no standby that replays a primary's log",
    ]);
    for (let n = 0; n < 4; n++) expect(await onReplica()).toBe(false);
  } finally {
    await other.close();
  }
}, 60_000);

async function ask(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
