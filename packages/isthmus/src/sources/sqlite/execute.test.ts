import { DatabaseSync } from "node:sqlite";
import { writeFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { Problem, type Source } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { call, database, input, open, read, text, write, type Fixture } from "./testing/kit.ts";

const schema = `
  CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, price INTEGER CHECK (price >= 0));
  INSERT INTO items VALUES (1, 'pen', 5), (2, 'cup', 9);
`;
const insert = write(
  "INSERT INTO items (name, price) VALUES (?1, ?2) RETURNING id AS key",
  [input(0), input(1, "scalar", { type: { name: "bigint", native: "integer" } })],
  {
    answer: text(
      "SELECT json_group_array(json_object('id', id, 'name', name)), count(*) FROM items WHERE id IN (SELECT value FROM json_each(?1))",
      { value: { kind: "written" }, as: "json" },
    ),
    columns: ["body", "rows"],
  },
);
const all = read(
  "SELECT json_group_array(name), count(*) FROM (SELECT * FROM items ORDER BY id)",
  [],
  ["body", "rows"],
);
const endless = read("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c");

let fixture: Fixture;
let source: Source<SqlCommand>;

async function start(options = {}): Promise<void> {
  fixture = database(schema);
  source = await open(fixture.file, options);
}

afterEach(async () => {
  await source.close();
  fixture[Symbol.dispose]();
});

const problem = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => Promise.reject(new Error("it was accepted")),
    (thrown: unknown) => (thrown instanceof Problem ? thrown : Promise.reject(thrown)),
  );

test("a read gives its row as JSON text", async () => {
  await start();
  expect(await source.execute(all, call())).toEqual({ body: '["pen","cup"]', rows: 2 });
});

test("a write gives what it has written, and a read after it sees it", async () => {
  await start();
  expect(await source.execute(insert, call(["bag", "30"]))).toEqual({ body: '[{"id":3,"name":"bag"}]', rows: 1 });
  expect((await source.execute(all, call())).rows).toBe(3);
});

test("a hundred writes at once are all kept, and the bad ones among them fail alone", async () => {
  await start();
  const calls = Array.from({ length: 100 }, (_, index) =>
    source.execute(insert, call([index % 10 === 0 ? "pen" : `item ${index}`, "1"])),
  );
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(10);
  expect((await source.execute(all, call())).rows).toBe(92);
});

test("constraints answer with PostgreSQL's codes and without SQL", async () => {
  await start();
  expect(await problem(source.execute(insert, call(["pen", 1])))).toMatchObject({
    code: "23505",
    category: "conflict",
    details: "Key (name) already exists.",
  });
  expect(await problem(source.execute(insert, call([null, 1])))).toMatchObject({ code: "23502" });
  const check = await problem(source.execute(insert, call(["x", -1])));
  expect(check).toMatchObject({ code: "23514" });
  expect(check.message).not.toContain("price >= 0");
  expect(await problem(source.execute(insert, call(["x", "abc"])))).toMatchObject({
    code: "22P02",
    message: 'invalid input syntax for type bigint: "abc"',
  });
});

test("a write that fails its check, its most rows or its one row is undone", async () => {
  await start();
  const update = "UPDATE items SET price = 1 RETURNING id AS key";
  const checked = write(update, [], { check: text("SELECT 1") });
  const capped = write(update, [], { maxAffected: { value: { kind: "literal", value: 1 }, as: "count" } });
  const single = write(update, [], { single: true });
  expect(await problem(source.execute(checked, call()))).toMatchObject({ code: "42501" });
  expect(await problem(source.execute(capped, call()))).toMatchObject({
    code: "PGRST124",
    details: "The query affects 2 rows",
  });
  expect(await problem(source.execute(single, call()))).toMatchObject({ code: "PGRST116" });
  expect((await source.execute(read("SELECT sum(price) FROM items"), call())).body).toBe("14");
});

test("what is deleted is answered before it is gone", async () => {
  await start();
  const remove = write("DELETE FROM items WHERE id IN (SELECT value FROM json_each(?1))", [], {
    statement: text("DELETE FROM items WHERE id IN (SELECT value FROM json_each(?1))", {
      value: { kind: "written" },
      as: "json",
    }),
    before: text("SELECT id AS key FROM items WHERE id = ?1", input(0, "count")),
    answer: text("SELECT json_group_array(name), count(*) FROM items WHERE id IN (SELECT value FROM json_each(?1))", {
      value: { kind: "written" },
      as: "json",
    }),
    columns: ["body", "rows"],
  });
  expect(await source.execute(remove, call([2]))).toEqual({ body: '["cup"]', rows: 1 });
  expect((await source.execute(all, call())).body).toBe('["pen"]');
});

test("a transaction is seen by nobody before it is committed, and leaves nothing when it fails", async () => {
  await start();
  const how = {
    readOnly: false,
    end: "commit" as const,
    principal: call().principal,
    signal: call().signal,
    deadline: Infinity,
  };
  await source.transaction(how, async (run) => {
    await run(insert, call(["bag", 1]));
    expect((await source.execute(all, call())).rows).toBe(2);
    expect((await run(all, call())).rows).toBe(3);
  });
  expect((await source.execute(all, call())).rows).toBe(3);
  const failing = source.transaction(how, async (run) => {
    await run(insert, call(["hat", 1]));
    await run(insert, call(["hat", 1]));
  });
  expect(await problem(failing)).toMatchObject({ code: "23505" });
  const result = await source.transaction({ ...how, end: "rollback" }, (run) => run(insert, call(["coat", 1])));
  expect(result.rows).toBe(1);
  expect((await source.execute(all, call())).rows).toBe(3);
});

test("a read-only transaction cannot write", async () => {
  await start();
  const how = {
    readOnly: true,
    end: "commit" as const,
    principal: call().principal,
    signal: call().signal,
    deadline: Infinity,
  };
  expect(await problem(source.transaction(how, (run) => run(insert, call(["bag", 1]))))).toMatchObject({
    code: "25006",
  });
});

test("an endless query is ended at its time limit while short ones go on", async () => {
  await start({ statementTimeout: 600 });
  const running = problem(source.execute(endless, call()));
  const times: number[] = [];
  for (let round = 0; round < 200; round++) {
    const started = performance.now();
    await source.execute(all, call());
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(await running).toMatchObject({ code: "57014", category: "timeout" });
  times.sort((a, b) => a - b);
  expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(20);
  expect((await source.execute(all, call())).rows).toBe(2);
});

test("a caller who leaves an endless query is answered at once, and its process is ended", async () => {
  await start({ workers: 1 });
  const controller = new AbortController();
  const running = problem(source.execute(endless, call([], controller.signal)));
  setTimeout(() => controller.abort(), 200);
  const started = performance.now();
  expect(await running).toMatchObject({ code: "57014" });
  expect(performance.now() - started).toBeLessThan(2_000);
  const regexp = read("SELECT isthmus_regexp('^p', 'pen', '')");
  expect((await source.execute(regexp, call())).body).toBe("1");
});

test("an endless write is ended, is undone, and takes no other write with it", async () => {
  await start({ statementTimeout: 800 });
  const runaway = write(
    "UPDATE items SET price = (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c) RETURNING id AS key",
  );
  const others = [
    source.execute(insert, call(["before", 1])),
    problem(source.execute(runaway, call())),
    source.execute(insert, call(["after", 1])),
  ] as const;
  const [before, ended, after] = await Promise.all(others);
  expect(ended).toMatchObject({ code: "57014" });
  expect([before.rows, after.rows]).toEqual([1, 1]);
  expect((await source.execute(read("SELECT group_concat(name || price, ' ') FROM items"), call())).body).toBe(
    "pen5 cup9 before1 after1",
  );
});

test("a hostile regular expression is ended while others are answered; a bad or a long one is refused", async () => {
  await start({ statementTimeout: 700 });
  const regexp = read("SELECT isthmus_regexp(?1, ?2, '')", [input(0), input(1)]);
  const running = problem(source.execute(regexp, call(["^(a+)+$", `${"a".repeat(60)}!`])));
  expect((await source.execute(all, call())).rows).toBe(2);
  expect(await running).toMatchObject({ code: "57014" });
  expect((await source.execute(regexp, call(["^p.n$", "pen"]))).body).toBe("1");
  expect(await problem(source.execute(regexp, call(["(", "x"])))).toMatchObject({ code: "2201B", category: "invalid" });
  expect(await problem(source.execute(regexp, call(["a".repeat(1_001), "x"])))).toMatchObject({ code: "2201B" });
});

test("a database locked by another process is told after the time to wait, and reads go on", async () => {
  await start({ busyTimeout: 200 });
  const other = new DatabaseSync(fixture.file);
  other.exec("BEGIN IMMEDIATE; DELETE FROM items");
  const running = problem(source.execute(insert, call(["bag", 1])));
  expect((await source.execute(all, call())).rows).toBe(2);
  expect(await running).toMatchObject({ code: "55P03", category: "unavailable", retryAfter: 1 });
  other.exec("ROLLBACK");
  other.close();
  expect((await source.execute(insert, call(["bag", 1]))).rows).toBe(1);
});

test("a read-only source reads, and refuses to write", async () => {
  await start();
  const reading = await open(fixture.file, { readOnly: true });
  expect((await reading.execute(all, call())).rows).toBe(2);
  expect(await problem(reading.execute(insert, call(["bag", 1])))).toMatchObject({ code: "25006" });
  await reading.close();
});

test("a file that is no database is refused loudly, without its path", async () => {
  await start();
  const file = `${fixture.folder}/broken.db`;
  writeFileSync(file, "this is no database at all, ".repeat(100));
  const refused = await problem(open(file));
  expect(refused).toMatchObject({ code: "XX001", category: "internal" });
  expect(refused.message).not.toContain(fixture.folder);
});
