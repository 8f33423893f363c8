import { hash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { administer, createTestDatabase, type TestDatabase } from "../../../test/kit/servers.ts";
import { anonymous, type Execution, type Principal, type Source } from "../../core/index.ts";
import type { Parameter, SqlCommand } from "../shared/sql/command.ts";
import { openPostgres } from "./index.ts";
import type { PostgresOptions } from "./options.ts";

let database: TestDatabase;
let source: Source<SqlCommand>;

const ana: Principal = { kind: "user", id: "ana", roles: ["execute_test_reader"], claims: { sub: "ana", ids: [1, 3] } };

beforeAll(async () => {
  database = await createTestDatabase();
  await administer(
    database.url,
    `create table notes (id int primary key, owner text, body text, check (body <> 'bad'));
     create table parents (id int primary key);
     create table children (id int primary key, parent int references parents deferrable initially deferred);
     insert into notes values (1, 'ana', 'a'), (2, 'bob', 'b'), (3, 'ana', 'c');
     create function raise_pt() returns text language plpgsql as $$ begin raise sqlstate 'PT402' using message = 'Pay first', detail = 'd', hint = 'h'; end $$;
     create function raise_pgrst() returns text language plpgsql as $$ begin raise sqlstate 'PGRST' using
       message = '{"code":"123","message":"Payment Required","details":"Quota","hint":"Upgrade"}', detail = '{"status":402,"headers":{"X-Powered-By":"Rage"}}'; end $$;
     create function raise_badly() returns text language plpgsql as $$ begin raise sqlstate 'PGRST' using message = 'no json'; end $$;
     create function leave_traces() returns text language plpgsql as $$ begin
       perform set_config('app.user', 'ana', false), pg_advisory_lock(42); create temp table leftover (x int); set role execute_test_reader; return 'done'; end $$;
     create function greet() returns void language plpgsql as $$ begin
       if current_setting('request.path', true) = '/forbidden' then raise insufficient_privilege using message = 'not there'; end if; end $$;
     drop role if exists execute_test_reader;
     create role execute_test_reader;
     grant select on notes to execute_test_reader;
     alter table notes enable row level security;
     create policy own on notes to execute_test_reader using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');`,
  );
  source = open({});
});
afterAll(async () => {
  await source.close();
  await database.drop();
  const server = new URL(database.url);
  server.pathname = "/postgres";
  await administer(server.href, "drop role if exists execute_test_reader");
});

function open(options: Partial<PostgresOptions>): Source<SqlCommand> {
  return openPostgres("db", { url: database.url, ...options }, () => {});
}

function command(
  kind: SqlCommand["kind"],
  text: string,
  extra: Partial<SqlCommand> = {},
  parameters: readonly Parameter[] = [],
): SqlCommand {
  return { kind, statement: { text, parameters }, columns: ["body"], name: hash("sha1", text), ...extra };
}

function input(as: Parameter["as"], index = 0): Parameter {
  return { value: { kind: "input", index }, as };
}

function call(inputs: Execution["inputs"] = [], extra: Partial<Execution> = {}): Execution {
  return { inputs, principal: anonymous, results: [], signal: AbortSignal.timeout(5_000), deadline: 0, ...extra };
}

const refusal = (given: Promise<unknown>) =>
  given.then(
    () => undefined,
    (problem: unknown) => problem,
  );

test("hands over values as text that PostgreSQL reads itself, whatever is in them", async () => {
  const echo = (type: string, as: Parameter["as"]) => command("read", `select ($1::${type})::text`, {}, [input(as)]);
  const given = async (type: string, as: Parameter["as"], value: Execution["inputs"][number]) =>
    (await source.execute(echo(type, as), call([value]))).body;
  expect(await given("int8", "scalar", "9223372036854775807")).toBe("9223372036854775807");
  expect(await given("numeric", "scalar", "123456789012345678901234567890.10")).toBe(
    "123456789012345678901234567890.10",
  );
  expect(await given("bool", "scalar", true)).toBe("true");
  expect(await given("text", "scalar", null)).toBe(null);
  expect(await given("text[]", "list", ['a"b', "c\\d", "e,f", "", "null", null, "{}"])).toBe(
    '{"a\\"b","c\\\\d","e,f","","null",NULL,"{}"}',
  );
  expect(await given("jsonb", "json", '{"a": [1]}')).toBe('{"a": [1]}');
  expect(await given("int8", "count", 12)).toBe("12");
  expect(await refusal(source.execute(echo("int8", "count"), call(["-1"])))).toMatchObject({ category: "invalid" });
  expect(await refusal(source.execute(echo("text", "scalar"), call(["a\0b"])))).toMatchObject({
    category: "invalid",
    code: "22021",
  });
});

test("takes claims, literals and earlier results; what is missing is null, or an empty list", async () => {
  const ids = command(
    "read",
    "select coalesce(string_agg(id::text, ',' order by id), '') from notes where id = any($1::int[])",
    {},
    [{ value: { kind: "claim", path: ["ids"] }, as: "list" }],
  );
  expect((await source.execute(ids, call([], { principal: ana }))).body).toBe("1,3");
  expect((await source.execute(ids, call())).body).toBe("");
  const field = command("read", "select $1::text || $2::text", {}, [
    { value: { kind: "result", step: 0, field: "id" }, as: "text" },
    { value: { kind: "literal", value: 7 }, as: "scalar" },
  ]);
  expect((await source.execute(field, call([], { results: [{ id: 5 }] }))).body).toBe("57");
  expect(
    (await source.execute(field, call([], { results: [Object.create({ id: 5 }) as Record<string, unknown>] }))).body,
  ).toBe(null);
});

test("has the configured settings in every session, also after a function has changed them", async () => {
  const host = "a b\\c'd\n--";
  const configured = open({ settings: { "app.settings.host": host }, pool: 1, pipeline: false });
  try {
    const asked = command("read", "select current_setting('app.settings.host')");
    expect((await configured.execute(asked, call())).body).toBe(host);
    await configured.execute(command("call", "select set_config('app.settings.host', 'other', false)"), call());
    expect((await configured.execute(asked, call())).body).toBe(host);
  } finally {
    await configured.close();
  }
  expect(() => open({ settings: { search_path: "x" } })).toThrow();
});

test("gives a connection back after an error only when its transaction is over", async () => {
  const single = open({ pool: 1, pipeline: false });
  const failing = command("read", "select 1 / 0");
  const options = { readOnly: true, end: "rollback", principal: anonymous, deadline: 0 } as const;
  try {
    for (let at = 0; at < 50; at++) {
      const run = (one: SqlCommand) =>
        single.transaction({ ...options, signal: AbortSignal.timeout(5_000) }, (go) => go(one, call()));
      expect(await refusal(run(failing))).toMatchObject({ code: "22012" });
      expect((await run(command("read", "select 'well'"))).body).toBe("well");
    }
  } finally {
    await single.close();
  }
});

test("prepares a statement anew whose closing an error has swallowed, within a transaction too", async () => {
  const single = open({ pool: 1, pipeline: false });
  try {
    const run = (one: SqlCommand) =>
      single.transaction(
        { readOnly: true, end: "commit", principal: anonymous, signal: AbortSignal.timeout(5_000), deadline: 0 },
        (go) => go(one, call()),
      );
    // More than a connection keeps, so that each further one closes the oldest.
    for (let at = 0; at < 505; at++) await run(command("read", `select 'kept ${at}'`));
    const known = command("read", "select 'kept 20'");
    for (let at = 0; at < 30; at++) await refusal(run(command("read", `select no_such_column${at}`)));
    expect((await run(known)).body).toBe("kept 20");
  } finally {
    await single.close();
  }
});

test("reads every column of an answer, and guesses a count when asked to", async () => {
  const all = command("read", `select '[]', '2', '9', '1', '["4",null]', '[7]', '[{"X-A":"1"},{"X-A":"2"}]', '201'`, {
    columns: ["body", "rows", "total", "inserted", "located", "cursor", "headers", "status"],
  });
  expect(await source.execute(all, call())).toEqual({
    body: "[]",
    rows: 2,
    total: 9,
    inserted: 1,
    located: ["4", null],
    cursor: "[7]",
    headers: [
      ["X-A", "1"],
      ["X-A", "2"],
    ],
    status: 201,
  });
  const headers = command("call", "select 'x', '{\"a\": 1}'", { columns: ["body", "headers"] });
  expect(await refusal(source.execute(headers, call()))).toMatchObject({ code: "PGRST111", category: "internal" });
  const explain = {
    text: "explain (format json) select * from generate_series(1, $1::int)",
    parameters: [input("scalar")],
  };
  const planned = command("read", "select '[]', '1'", { columns: ["body", "rows"], guess: { explain } });
  expect((await source.execute(planned, call(["500"]))).total).toBe(500);
  const estimated = command(
    "read",
    "select '[]', $1::text",
    { columns: ["body", "total"], guess: { explain, from: 100 } },
    [input("scalar")],
  );
  expect((await source.execute(estimated, call(["50"]))).total).toBe(50);
  expect((await source.execute(estimated, call(["200"]))).total).toBe(200);
});

test("words the database's errors in its own messages, without rows, SQL or the server's inside", async () => {
  const fails = async (text: string, kind: SqlCommand["kind"] = "read") =>
    refusal(source.execute(command(kind, text), call()));
  const write = (text: string) => fails(`with w as (${text} returning 1) select '' from w`, "write");
  expect(await write("insert into notes values (1, 'x', 'y')")).toMatchObject({
    code: "23505",
    category: "conflict",
    details: "Key (id)=(1) already exists.",
  });
  expect(await write("insert into notes values (9, 'secret', 'bad')")).toMatchObject({
    code: "23514",
    category: "invalid",
    details: null,
  });
  expect(await fails("select nope from notes")).toMatchObject({ code: "42703", category: "invalid" });
  expect(await fails("select nope()")).toMatchObject({ code: "42883", category: "missing" });
  expect(await fails("select 'x'::int::text")).toMatchObject({ code: "22P02", category: "invalid" });
  expect(await fails("select raise_pt()", "call")).toMatchObject({
    code: "PT402",
    status: 402,
    message: "Pay first",
    details: "d",
    hint: "h",
  });
  expect(await fails("select raise_pgrst()", "call")).toMatchObject({
    code: "123",
    status: 402,
    headers: { "X-Powered-By": "Rage" },
    hint: "Upgrade",
  });
  expect(await fails("select raise_badly()", "call")).toMatchObject({ code: "PGRST121", category: "internal" });
  expect(await fails("select ('isthmus:check' || pg_backend_pid())::int::text")).toMatchObject({
    code: "42501",
    category: "forbidden",
  });
  expect(await fails("select ('isthmus:affected:5')::int::text")).toMatchObject({
    code: "PGRST124",
    details: "The query affects 5 rows",
  });
  expect(await fails("select ('isthmus:single:2')::int::text")).toMatchObject({
    code: "PGRST116",
    status: 406,
    details: "The result contains 2 rows",
  });
});

test("a call that may not write is refused by the database when it does", async () => {
  const text = "with w as (insert into notes values (50, 'x', 'y') returning id) select id::text from w";
  expect(await refusal(source.execute(command("call", text, { readOnly: true }), call()))).toMatchObject({
    code: "25006",
    status: 405,
  });
});

test("what a function leaves in its session is gone before the next statement", async () => {
  const single = open({ pool: 1, pipeline: false });
  expect((await single.execute(command("call", "select leave_traces()"), call())).body).toBe("done");
  const traces = `select concat_ws('|', nullif(current_setting('app.user', true), ''), nullif(current_user = session_user, true)::text, to_regclass('pg_temp.leftover')::text,
    (select count(*) from pg_locks where locktype = 'advisory' and objid = 42))`;
  expect((await single.execute(command("read", traces), call())).body).toBe("0");
  await single.close();
});

test("a transaction is all or nothing, also when the commit itself is refused", async () => {
  const insert = (table: string, values: string) =>
    command("write", `with w as (insert into ${table} values (${values}) returning id) select id::text from w`);
  const count = async () =>
    (
      await source.execute(
        command("read", "select (select count(*) from notes) || ',' || (select count(*) from children)"),
        call(),
      )
    ).body;
  const options = {
    readOnly: false,
    end: "commit",
    principal: anonymous,
    signal: AbortSignal.timeout(5_000),
    deadline: 0,
  } as const;
  const before = await count();
  const conflict = source.transaction(options, async (run) => {
    await run(insert("notes", "60, 'x', 'y'"), call());
    await run(insert("notes", "60, 'x', 'y'"), call());
  });
  expect(await refusal(conflict)).toMatchObject({ code: "23505" });
  expect(
    await refusal(source.transaction(options, async (run) => run(insert("children", "1, 99"), call()))),
  ).toMatchObject({ code: "23503", category: "conflict" });
  const swallowed = source.transaction(options, async (run) => {
    await run(insert("notes", "61, 'x', 'y'"), call());
    await run(command("read", "select 1/0"), call()).catch(() => {});
  });
  expect(await refusal(swallowed)).toMatchObject({ code: "22012" });
  await source.transaction({ ...options, end: "rollback" }, async (run) =>
    run(insert("notes", "62, 'x', 'y'"), call()),
  );
  expect(await count()).toBe(before);
  await source.transaction(options, async (run) => run(insert("notes", "63, 'x', 'y'"), call()));
  expect(await count()).not.toBe(before);
});

test("a statement whose tables changed under it is prepared anew, on both lanes", async () => {
  const star = command("read", "select (select to_json(t)::text from (select * from shifting) t)");
  const rows = command("read", "select * from shifting");
  await administer(database.url, "create table shifting (a text); insert into shifting values ('1')");
  for (let times = 0; times < 12; times++) await source.execute(rows, call());
  await source.execute(star, call());
  await administer(database.url, "alter table shifting add b text default '2'");
  expect((await source.execute(rows, call())).body).toBe("1");
  expect((await source.execute(star, call())).body).toBe('{"a":"1","b":"2"}');
});

test("more shapes than a connection keeps prepared are served all the same, and do not pile up in the database", async () => {
  const single = open({ pool: 1, pipeline: false });
  for (let shape = 0; shape < 600; shape++) await single.execute(command("read", `select '${shape}'`), call());
  expect((await single.execute(command("read", "select '0'"), call())).body).toBe("0");
  const kept = await single.execute(command("read", "select count(*)::text from pg_prepared_statements"), call());
  expect(Number(kept.body)).toBeLessThanOrEqual(501);
  await single.close();
});

test("with the database's authority each statement runs as the caller's role, with his claims, and as nobody else afterwards", async () => {
  const ruled = open({
    authority: "database",
    anonymousRole: "execute_test_reader",
    preRequest: "public.greet",
    pool: 1,
  });
  const mine = command("read", "select string_agg(body, '' order by id) from notes");
  const request = { method: "GET", path: "/notes", headers: { cookie: "a=1; b=2", "user-agent": "x" } };
  expect((await ruled.execute(mine, call([], { principal: ana, request }))).body).toBe("ac");
  expect((await ruled.execute(mine, call([], { principal: { ...ana, claims: { sub: "bob" } } }))).body).toBe("b");
  expect((await ruled.execute(mine, call())).body).toBe(null);
  const facts = command(
    "read",
    "select current_user || current_setting('request.method') || (current_setting('request.cookies')::json ->> 'b') || (current_setting('request.jwt.claims')::json ->> 'role')",
  );
  expect((await ruled.execute(facts, call([], { principal: ana, request }))).body).toBe(
    "execute_test_readerGET2execute_test_reader",
  );
  const forbidden = { ...request, path: "/forbidden" };
  expect(await refusal(ruled.execute(mine, call([], { principal: ana, request: forbidden })))).toMatchObject({
    code: "42501",
    message: "not there",
  });
  const unknown = { ...ana, roles: ["no_such_role"] };
  expect(await refusal(ruled.execute(mine, call([], { principal: unknown })))).toMatchObject({
    code: "22023",
    category: "unauthenticated",
  });
  const write = command(
    "write",
    "with w as (insert into notes values (70, 'ana', 'x') returning id) select id::text from w",
  );
  expect(await refusal(ruled.execute(write, call([], { principal: ana })))).toMatchObject({
    code: "42501",
    category: "forbidden",
  });
  const options = {
    readOnly: true,
    end: "commit",
    principal: ana,
    signal: AbortSignal.timeout(5_000),
    deadline: 0,
  } as const;
  expect(await ruled.transaction(options, async (run) => (await run(mine, call())).body)).toBe("ac");
  await ruled.close();
});

test("shows timestamps in the time zone that was asked for, for that statement alone", async () => {
  const shown = command("read", "select to_json(timestamptz '2024-01-01 12:00:00+00')::text");
  const inZone = (timeZone: string) => source.execute(shown, call([], { timeZone }));
  expect((await inZone("Asia/Tokyo")).body).toBe('"2024-01-01T21:00:00+09:00"');
  expect((await source.execute(shown, call())).body).not.toBe('"2024-01-01T21:00:00+09:00"');
  const { principal, signal, deadline } = call();
  const within = { readOnly: true, end: "commit", principal, signal, deadline, timeZone: "Asia/Tokyo" } as const;
  const both = await source.transaction(within, (run) => run(shown, call()));
  expect(both.body).toBe('"2024-01-01T21:00:00+09:00"');
  expect(await refusal(inZone("Nowhere/Land"))).toMatchObject({ code: "22023", category: "invalid" });
});

test("an answer that comes row by row is put together, or only counted", async () => {
  const each = (columns: SqlCommand["columns"], text: string) =>
    source.execute(command("write", text, { each: true, columns }), call());
  expect(
    JSON.parse(
      (await each(["body"], `insert into children values (71), (72) returning json_build_object('id', id)::text`))
        .body ?? "",
    ),
  ).toEqual([{ id: 71 }, { id: 72 }]);
  expect(await each(["body"], "delete from children where id > 100 returning '{}'")).toEqual({ body: "[]", rows: 0 });
  expect(await each(["located"], `insert into children values (73) returning '["73"]'`)).toEqual({
    body: null,
    rows: 1,
    located: ["73"],
  });
  expect(await each([], "delete from children where id in (71, 72, 73)")).toEqual({ body: null, rows: 3 });
});
