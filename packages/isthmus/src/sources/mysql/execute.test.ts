// What is MySQL's own: collations, unsigned numbers, times, several unique keys, long answers, time limits, locks.

import mysql from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administerMysql, createTestMysql, type TestDatabase } from "../../../test/kit/servers.ts";
import { engineOver, type OpenEngine } from "../../../test/kit/open-engine.ts";
import type { Principal, Source } from "../../core/index.ts";
import { openMysql } from "./index.ts";

const staff: Principal = { kind: "user", id: "s", roles: ["staff"], claims: {} };
const all = { read: { aggregate: true }, insert: true, update: true, delete: true };
const schema = `
CREATE TABLE people (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  town varchar(50) CHARACTER SET latin1 COLLATE latin1_swedish_ci, joined datetime NOT NULL DEFAULT CURRENT_TIMESTAMP);
INSERT INTO people (id, name, town) VALUES (1, 'Ada', 'Köln'), (2, 'ada', 'köln'), (3, 'ADA ', NULL), (4, 'Bob', 'Ulm');
CREATE TABLE accounts (id bigint unsigned PRIMARY KEY, email varchar(50) NOT NULL UNIQUE, nick varchar(50) NOT NULL UNIQUE,
  balance decimal(20,4) NOT NULL DEFAULT 0, CONSTRAINT balance_positive CHECK (balance >= 0));
INSERT INTO accounts (id, email, nick) VALUES (1, 'a@x', 'a'), (18446744073709551615, 'z@x', 'z');
CREATE TABLE spelled (id int PRIMARY KEY, at timestamp(3) NULL, local datetime(6), day date, clock time(2), single float, wide double,
  flag tinyint(1), bits bit(5), bytes varbinary(4), kind enum('new','it''s'), place point, born year, filled int(6) zerofill, key_ uuid);
INSERT INTO spelled VALUES (1, '2026-01-02 03:04:05.120', '2026-01-02 03:04:05.000001', '2026-01-02', '03:04:05.50', 0.1, 1e300,
  1, b'10101', x'00ff', 'it''s', ST_GeomFromText('POINT(1 2)'), 2026, 42, '123e4567-e89b-12d3-a456-426614174000');
CREATE TABLE chapters (id int PRIMARY KEY, person_id int NOT NULL, text longtext NOT NULL, CONSTRAINT chapters_person_id_fkey FOREIGN KEY (person_id) REFERENCES people (id));
CREATE TABLE loose (a int, b varchar(10));
INSERT INTO loose VALUES (1, 'x'), (2, 'y');
CREATE VIEW endless AS SELECT BENCHMARK(2000000000, MD5('a')) AS n;
`;

let database: TestDatabase;
let engine: OpenEngine;

beforeAll(async () => {
  database = await createTestMysql();
  await administerMysql(database.url, schema);
  const source = openMysql("shop", { url: database.url, statementTimeout: 1_000 }, () => undefined);
  engine = await engineOver(source as Source, { staff: { "*": all } }, database.drop);
});
afterAll(() => engine?.close());

async function ask(target: string, method = "GET", body?: unknown, prefer = "return=representation") {
  const reply = await engine.ask(target, staff, {
    method,
    headers: { "content-type": "application/json", prefer },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = reply.body?.toString() ?? "";
  return { status: reply.status, text, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

const ids = async (target: string) =>
  ((await ask(`${target}&select=id&order=id`)).body as { id: number }[]).map(({ id }) => id);

describe("texts under a collation that takes upper for lower case", () => {
  it("are equal only when they are the same, spaces at the end included", async () => {
    expect(await ids("/people?name=eq.ada")).toEqual([2]);
    expect(await ids("/people?name=eq.ADA")).toEqual([]);
    expect(await ids("/people?name=neq.ada")).toEqual([1, 3, 4]);
    expect(await ids("/people?name=in.(ada,Bob,none)")).toEqual([2, 4]);
    expect(await ids("/people?name=isdistinct.Ada")).toEqual([2, 3, 4]);
    expect(await ids("/people?name=eq(any).{ada,ADA}")).toEqual([2]);
    expect(await ids("/people?town=eq.Köln")).toEqual([1]);
    expect(await ids("/people?town=in.(köln,Ulm)")).toEqual([2, 4]);
  });

  it("are matched and grouped with upper and lower case told apart", async () => {
    expect(await ids("/people?name=like.A*")).toEqual([1, 3]);
    expect(await ids("/people?name=ilike.ada")).toEqual([1, 2]);
    expect(await ids("/people?name=match.^a")).toEqual([2]);
    expect(await ids("/people?name=imatch.^a")).toEqual([1, 2, 3]);
    expect((await ask("/people?select=name,count()&id=lt.4")).body).toHaveLength(3);
  });

  it("use the column's index for what is equal", async () => {
    await administerMysql(database.url, "CREATE INDEX people_name ON people (name)");
    const client = await mysql.createConnection(database.url);
    const [plan] = await client.query<mysql.RowDataPacket[]>(
      "EXPLAIN SELECT id FROM people WHERE name = 'ada' AND CAST(name AS BINARY) = CAST('ada' AS BINARY)",
    );
    await client.end();
    expect(plan[0]?.["key"]).toBe("people_name");
  });
});

describe("values", () => {
  it("keep all their digits and get the spelling every database gives them", async () => {
    const { text } = await ask("/spelled");
    expect(text).toBe(
      '[{"id":1,"at":"2026-01-02T03:04:05.12+00:00","local":"2026-01-02T03:04:05.000001","day":"2026-01-02","clock":"03:04:05.5",' +
        '"single":0.1,"wide":1e300,"flag":true,"bits":21,"bytes":"\\\\x00ff","kind":"it\'s","place":"POINT(1 2)","born":2026,"filled":42,' +
        '"key_":"123e4567-e89b-12d3-a456-426614174000"}]',
    );
  });

  it("are found by the same spelling", async () => {
    const filters = [
      "at=eq.2026-01-02T04:04:05.12%2B01:00",
      "local=gte.2026-01-02T03:04:05.000001",
      "day=eq.2026-01-02",
      "clock=eq.03:04:05.5",
      "flag=is.true",
      "bits=eq.21",
      "bytes=eq.\\x00ff",
      "kind=eq.it's",
      "born=eq.2026",
      "filled=in.(42)",
      "key_=eq.123E4567E89B12D3A456426614174000",
    ];
    for (const filter of filters) expect([filter, await ids(`/spelled?${filter}`)]).toEqual([filter, [1]]);
  });

  it("of unsigned 64 bits are read, found and written without loss", async () => {
    const { text } = await ask("/accounts?select=id&id=eq.18446744073709551615");
    expect(text).toBe('[{"id":18446744073709551615}]');
    const written = await ask("/accounts?select=id", "POST", '{"id":18446744073709551614,"email":"y@x","nick":"y"}');
    expect(written.text).toBe('[{"id":18446744073709551614}]');
    expect((await ask("/accounts?id=eq.18446744073709551614", "DELETE", undefined, "")).status).toBe(204);
    expect(await ask("/accounts?id=eq.-1")).toMatchObject({ status: 400, body: { code: "22003" } });
  });
});

describe("writes", () => {
  it("answer generated keys in the order of the rows, one by one and many at once", async () => {
    const one = await ask("/people?select=id,name", "POST", { name: "Cy" });
    expect(one.body).toEqual([{ id: 5, name: "Cy" }]);
    const many = await ask("/people?select=id,name&columns=name", "POST", [
      { name: "D" },
      { name: "E" },
      { name: "F" },
    ]);
    expect(many.body).toEqual([6, 7, 8].map((id, at) => ({ id, name: "DEF"[at] })));
    expect((await ask("/people?id=gte.5", "DELETE", undefined, "count=exact")).status).toBe(204);
  });

  it("merge by the key that was named alone: a row of another unique key is not touched", async () => {
    const prefer = "resolution=merge-duplicates,return=representation";
    const taken = await ask("/accounts?on_conflict=email", "POST", { id: 2, email: "new@x", nick: "a" }, prefer);
    expect(taken).toMatchObject({ status: 409, body: { code: "23505" } });
    expect(taken.text).not.toContain("new@x");
    const merged = await ask(
      "/accounts?on_conflict=email&select=id,nick",
      "POST",
      { id: 1, email: "a@x", nick: "b" },
      prefer,
    );
    expect(merged.body).toEqual([{ id: 1, nick: "b" }]);
    const kept = await ask("/accounts?select=nick&order=id", "GET");
    expect(kept.body).toEqual([{ nick: "b" }, { nick: "z" }]);
  });

  it("are refused in PostgreSQL's codes", async () => {
    const refused = async (body: object) => (await ask("/accounts", "POST", body)).body;
    expect(await refused({ id: 9, email: "n@x" })).toMatchObject({ code: "23502" });
    expect(await refused({ id: 9, email: "n@x", nick: "n", balance: -1 })).toMatchObject({
      code: "23514",
      message: 'new row violates check constraint "balance_positive"',
    });
    expect(await refused({ id: 9, email: "n".repeat(60), nick: "n" })).toMatchObject({ code: "22001" });
    expect(await refused({ id: 9, email: "n@x", nick: "n", balance: "1e30" })).toMatchObject({ code: "22003" });
    expect(await refused({ id: "x", email: "n@x", nick: "n" })).toMatchObject({ code: "22P02" });
    expect((await ask("/spelled?id=eq.1", "PATCH", { kind: "no" })).body).toMatchObject({ code: "22P02" });
    expect((await ask("/chapters", "POST", { id: 1, person_id: 99, text: "" })).body).toMatchObject({ code: "23503" });
  });

  it("to a table without a key are made, and answered only by their number", async () => {
    expect((await ask("/loose?a=eq.1", "PATCH", { b: "z" }, "count=exact")).status).toBe(204);
    expect(await ask("/loose?a=eq.1", "PATCH", { b: "z" })).toMatchObject({ status: 400, body: { code: "PGRST127" } });
    expect((await ask("/loose?select=b&order=a")).body).toEqual([{ b: "z" }, { b: "y" }]);
  });

  it("may change the key itself, and answer the row by its new one", async () => {
    expect((await ask("/people?id=eq.4&select=id,name", "PATCH", { id: 40 })).body).toEqual([{ id: 40, name: "Bob" }]);
    expect((await ask("/people?id=eq.40&select=id", "PATCH", { id: 4 })).body).toEqual([{ id: 4 }]);
  });
});

describe("long answers", () => {
  it("come whole, also where they are embedded", async () => {
    const text = 'é"\\'.repeat(200_000);
    for (const id of [1, 2, 3]) await ask("/chapters", "POST", { id, person_id: 1, text }, "");
    const { body } = await ask("/people?id=eq.1&select=id,chapters(id,text)&chapters.order=id.desc&chapters.limit=2");
    expect(body).toEqual([{ id: 1, chapters: [3, 2].map((id) => ({ id, text })) }]);
  });

  it("that the server cannot send at once are refused, and never cut", async () => {
    const text = "x".repeat(9_000_000);
    for (const id of [11, 12]) await ask("/chapters", "POST", { id, person_id: 2, text }, "");
    expect(await ask("/chapters?id=gte.11")).toMatchObject({ status: 429, body: { code: "54000" } });
    const nested = await ask("/people?id=lt.4&select=id,chapters(text)");
    expect(nested.body).toMatchObject({ code: "54000" });
    expect(await ids("/chapters?id=eq.11")).toEqual([11]);
  });
});

describe("time", () => {
  it("is up in the database itself", async () => {
    const started = performance.now();
    expect(await ask("/endless")).toMatchObject({ status: 504, body: { code: "57014" } });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("is not wasted on a caller who has left: his statement is stopped", async () => {
    const { source, catalog } = engine;
    const command = source.compile(
      {
        kind: "query",
        resource: "endless",
        select: [{ kind: "field", as: "n", of: { field: "n" } }],
        answer: { as: "many" },
      } as never,
      catalog,
    );
    const leaving = new AbortController();
    const work = source.execute(command, {
      inputs: [],
      results: [],
      principal: staff,
      signal: leaving.signal,
      deadline: 0,
    });
    setTimeout(() => leaving.abort(new Error("left")), 100);
    await expect(work).rejects.toMatchObject({ code: "57014" });
    const client = await mysql.createConnection(database.url);
    const running = async () => {
      const [rows] = await client.query<mysql.RowDataPacket[]>(
        "SELECT count(*) AS n FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE '%endless%' AND id <> CONNECTION_ID()",
      );
      return Number(rows[0]?.["n"]);
    };
    await expect.poll(running, { timeout: 900 }).toBe(0);
    await client.end();
  });

  it("is not spent for ever on a lock that somebody else holds", async () => {
    const client = await mysql.createConnection(database.url);
    await client.query("START TRANSACTION");
    await client.query("UPDATE people SET town = 'Bonn' WHERE id = 1");
    const reply = await ask("/people?id=eq.1", "PATCH", { town: "Jena" });
    expect(reply.status).toBe(504);
    expect(["55P03", "57014"]).toContain((reply.body as { code: string }).code);
    await client.query("ROLLBACK");
    await client.end();
    expect((await ask("/people?id=eq.1&select=town")).body).toEqual([{ town: "Köln" }]);
  });
});
