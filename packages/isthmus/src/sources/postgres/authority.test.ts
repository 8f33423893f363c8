// `authority: "database"`: who the database believes to be asking, and that nothing of him is left for the next one.

import { afterAll, beforeAll, expect, test } from "vitest";
import { administer, createTestDatabase, type TestDatabase } from "../../../test/kit/servers.ts";
import { engineOver, type OpenEngine } from "../../../test/kit/open-engine.ts";
import type { Principal, Reply, Source } from "../../core/index.ts";
import { openPostgres } from "./index.ts";
import type { PostgresOptions } from "./options.ts";

const some = ["authority_test_a", "authority_test_b", "authority_test_anon"] as const;
const everything = {
  "*": { read: { aggregate: true }, insert: true, update: true, delete: true, call: true },
} as const;
const roles = { ...Object.fromEntries(some.map((role) => [role, everything])), anonymous: everything };
const as = (id: number, role: string = some[id % 2] ?? ""): Principal => ({
  kind: "user",
  id: String(id),
  roles: [role],
  claims: { sub: String(id), secret: `s-${id}` },
});
const stranger: Principal = { kind: "anonymous", id: "", roles: ["anonymous"], claims: {} };

let database: TestDatabase;
let engine: OpenEngine;

beforeAll(async () => {
  database = await createTestDatabase();
  await administer(
    database.url,
    `${some.map((role) => `do $$ begin create role ${role}; exception when duplicate_object then null; end $$;`).join("")}
     grant usage on schema public to public;
     create table notes (id serial primary key, owner text default current_setting('request.jwt.claims', true)::json ->> 'sub', text text check (text <> 'bad'));
     alter table notes enable row level security;
     create policy own on notes using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
     grant all on notes to public; grant all on sequence notes_id_seq to public;
     insert into notes (owner, text) select n::text, 's-' || n from generate_series(1, 200) as n;
     create view me as select current_user::text as role, current_setting('request.jwt.claims', true)::json ->> 'secret' as secret,
       current_setting('request.headers', true)::json ->> 'x-mine' as mine, current_setting('request.path', true) as path,
       current_setting('request.method', true) as method, current_setting('request.cookies', true)::json ->> 'a' as cookie;
     grant select on me to public;
     create function stay_behind() returns text language plpgsql as $$ begin
       perform set_config('request.jwt.claims', '{"sub":"1","secret":"stolen"}', false); execute 'set role ${some[1]}'; return 'done'; end $$;
     create function fails() returns text language plpgsql as $$ begin raise exception 'no'; end $$;
     create function hook() returns void security definer language plpgsql as $$ begin
       if current_setting('request.headers', true)::json ->> 'x-refuse' is not null then raise sqlstate 'PT418' using message = 'not here'; end if;
       if current_setting('request.headers', true)::json ->> 'x-say' is not null then
         perform set_config('response.headers', '[{"X-Said": "hello"}]', true), set_config('response.status', '203', true); end if; end $$;
     create function says() returns trigger language plpgsql as $$ begin
       perform set_config('response.headers', '[{"Location": "/elsewhere"}]', true), set_config('response.status', '202', true); return new; end $$;
     create table spoken (id int primary key); grant all on spoken to public;
     create trigger says before insert on spoken for each row execute function says();`,
  );
  engine = await open({ preRequest: "public.hook", anonymousRole: some[2] });
});
afterAll(async () => {
  await engine?.close();
  const server = new URL(database.url);
  server.pathname = "/postgres";
  await database.drop();
  await administer(
    server.href,
    [...some, "authority_test_login"].map((role) => `drop role if exists ${role};`).join(""),
  );
});

function open(options: Partial<PostgresOptions>): Promise<OpenEngine> {
  const source = openPostgres("shop", { url: database.url, authority: "database", pool: 4, ...options }, () => {});
  return engineOver(source as Source, roles, async () => {});
}

const rowsOf = (reply: Reply) => JSON.parse(String(reply.body)) as readonly Readonly<Record<string, unknown>>[];

test("the database knows the caller's role, claims, headers, cookies, path and method", async () => {
  const reply = await engine.ask("/me", as(3), { headers: { "X-Mine": "header", Cookie: "b=1; a=2" } });
  expect(rowsOf(reply)).toEqual([
    { role: some[1], secret: "s-3", mine: "header", path: "/me", method: "GET", cookie: "2" },
  ]);
  expect(rowsOf(await engine.ask("/me?select=role,secret", stranger))).toEqual([{ role: some[2], secret: null }]);
});

test("row security decides which rows are read and changed, and tells of its own refusals", async () => {
  expect(rowsOf(await engine.ask("/notes?select=owner", as(7)))).toEqual([{ owner: "7" }]);
  const changed = await engine.ask("/notes", as(7), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: '{"owner":"8","text":"mine now"}',
  });
  expect([changed.status, JSON.parse(String(changed.body))]).toMatchObject([403, { code: "42501" }]);
});

test("the pre-request function runs ahead of everything, may refuse, and may set status and headers of any reply", async () => {
  const said = await engine.ask("/me?select=role", as(1), { headers: { "X-Say": "1" } });
  expect([said.status, said.headers["x-said"]]).toEqual([203, "hello"]);
  const refused = await engine.ask("/me?select=role", as(1), { headers: { "X-Refuse": "1" } });
  expect([refused.status, JSON.parse(String(refused.body))]).toMatchObject([418, { message: "not here" }]);
  const plain = await engine.ask("/me?select=role", as(1));
  expect([plain.status, plain.headers["x-said"]]).toEqual([200, undefined]);
});

test("a trigger sets status and headers of the reply to a change, alone or in a transaction", async () => {
  for (const [id, headers] of [
    [1, {}],
    [2, { Prefer: "tx=rollback" }],
  ] as const) {
    const reply = await engine.ask("/spoken", as(1), {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ id }),
    });
    expect([reply.status, reply.headers["location"]]).toEqual([202, "/elsewhere"]);
  }
});

test("a role's own settings hold while it is taken on, and no longer; its isolation too", async () => {
  await administer(
    database.url,
    `create view settings as select current_setting('statement_timeout') as timeout, current_setting('app.theme', true) as theme,
       current_setting('transaction_isolation') as isolation, current_setting('work_mem') as memory, current_setting('TimeZone') as zone;
     grant select on settings to public;
     alter role ${some[0]} set statement_timeout = '1234ms'; alter role ${some[0]} set default_transaction_isolation = 'repeatable read';
     alter role ${some[0]} set app.theme = 'dark'; alter role ${some[0]} in database ${new URL(database.url).pathname.slice(1)} set work_mem = '5MB';
     alter role ${some[0]} set search_path = 'nowhere'; alter role ${some[0]} set log_statement = 'all';`,
  );
  const own = await open({ pool: 1 });
  try {
    const ask = async (role: string, headers = {}) =>
      rowsOf(await own.ask("/settings", as(2, role), { headers }))[0] ?? {};
    expect(await ask(some[0])).toMatchObject({
      timeout: "1234ms",
      theme: "dark",
      isolation: "repeatable read",
      memory: "5MB",
    });
    expect(await ask(some[1])).toMatchObject({ timeout: "5s", theme: "", isolation: "read committed" });
    expect(await ask(some[0], { Prefer: "timezone=Asia/Tokyo" })).toMatchObject({
      isolation: "repeatable read",
      zone: "Asia/Tokyo",
    });
    await administer(
      database.url,
      `alter role ${some[0]} reset all; alter role ${some[0]} in database ${new URL(database.url).pathname.slice(1)} reset all`,
    );
    await own.source.introspect(AbortSignal.timeout(5_000));
    expect(await ask(some[0])).toMatchObject({ timeout: "5s", isolation: "read committed" });
  } finally {
    await own.close();
  }
});

test("check names roles that are not there or cannot be taken on, who passes by row security, and tables that are open", async () => {
  const url = new URL(database.url);
  await administer(
    database.url,
    `do $$ begin create role authority_test_login login noinherit; exception when duplicate_object then null; end $$;
     grant ${some[0]}, ${some[2]} to authority_test_login; alter role ${some[2]} bypassrls;
     create table open_to_all (id int); grant select, insert on open_to_all to ${some[2]};`,
  );
  url.username = "authority_test_login";
  const source = openPostgres(
    "shop",
    { url: url.href, authority: "database", anonymousRole: some[2], preRequest: "public.gone" },
    () => {},
  );
  try {
    const found = await source.examine?.(["anonymous", ...some, "authority_test_none"], AbortSignal.timeout(5_000));
    expect(found?.faults).toEqual([
      'the connecting role may not take on "authority_test_b": grant it to the connecting role',
      'there is no role "authority_test_none" in the database',
      "preRequest: there is no function public.gone without parameters",
    ]);
    expect(found?.advice).toContain('"authority_test_anon" passes by row security');
    expect(found?.advice).toContain("public.open_to_all: strangers may select, insert, and no row security narrows it");
    expect(found?.advice.join()).not.toContain("notes");
  } finally {
    await source.close();
    await administer(database.url, `alter role ${some[2]} nobypassrls`);
  }
});

test("200 callers at once, over four connections, with failures and functions that change the session between them, never meet one another", async () => {
  const one = async (id: number): Promise<void> => {
    const who = as(id);
    const mine = { headers: { "X-Mine": `m-${id}` } };
    const disturbances = ["/rpc/stay_behind", "/rpc/fails", "/notes?text=eq.%00", "/rpc/stay_behind"];
    for (let round = 0; round < 3; round++) {
      const disturbing = engine.ask(disturbances[(id + round) % disturbances.length] ?? "", who, {
        method: round === 2 ? "GET" : "POST",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      });
      const [me, notes, embedded] = await Promise.all([
        engine.ask("/me?select=role,secret,mine", who, mine),
        engine.ask("/notes?select=owner,text&order=id&limit=1", who),
        engine.ask("/me?select=role,secret,mine", stranger),
        disturbing,
      ]);
      expect(rowsOf(me)).toEqual([{ role: some[id % 2], secret: `s-${id}`, mine: `m-${id}` }]);
      expect(rowsOf(notes)).toEqual([{ owner: String(id), text: `s-${id}` }]);
      expect(rowsOf(embedded)).toEqual([{ role: some[2], secret: null, mine: null }]);
    }
  };
  const own = await open({ pool: 4, anonymousRole: some[2], acquireTimeout: 25_000, maxWaiting: 10_000 });
  const shared = engine;
  engine = own;
  try {
    await Promise.all(Array.from({ length: 200 }, (_, index) => one(index + 1)));
  } finally {
    engine = shared;
    await own.close();
  }
}, 60_000);
