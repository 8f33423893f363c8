// Faults between the source and its database: what the caller sees, and that all is well again afterwards.

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openFaultProxy, type FaultProxy } from "../../../test/kit/fault-proxy.ts";
import { administerMysql, createTestMysql, type TestDatabase } from "../../../test/kit/servers.ts";
import { anonymous, type Execution, type Observation, type Source } from "../../core/index.ts";
import type { MysqlCommand } from "./command.ts";
import { openMysql } from "./index.ts";

let database: TestDatabase;
let proxy: FaultProxy;
let source: Source<MysqlCommand>;
let observed: Observation[];

beforeAll(async () => {
  database = await createTestMysql();
  await administerMysql(
    database.url,
    "create table notes (id int primary key, text text); create table pairs (id int primary key, n int); insert into pairs values (1, 0), (2, 0)",
  );
});
afterAll(() => database?.drop());

beforeEach(async () => {
  const address = new URL(database.url);
  proxy = await openFaultProxy({ host: address.hostname, port: Number(address.port) });
  address.port = String(proxy.port);
  observed = [];
  source = openMysql("shop", { url: address.href, pool: 2, connectTimeout: 500, acquireTimeout: 500 }, (one) =>
    observed.push(one),
  );
});
afterEach(async () => {
  proxy.set({});
  await source.close();
  await proxy.close();
});

function command(kind: MysqlCommand["kind"], text: string, extra: Partial<MysqlCommand> = {}): MysqlCommand {
  const parameters = Array.from({ length: text.split("?").length - 1 }, (_, index) => ({
    value: { kind: "input" as const, index },
    as: "scalar" as const,
  }));
  return { kind, statement: { text, parameters }, columns: ["body"], name: "", ...extra };
}

function call(inputs: Execution["inputs"] = [], ms = 5_000): Execution {
  const signal = AbortSignal.timeout(ms);
  return { inputs, principal: anonymous, results: [], signal, deadline: performance.now() + ms };
}

const one = command("read", "select 'one'");
const insert = command("write", "insert into notes values (?, 'x')", { columns: [], each: true });

async function count(text: string): Promise<number> {
  const direct = openMysql("direct", { url: database.url, pool: 1 }, () => {});
  try {
    return Number((await direct.execute(command("read", text), call())).body);
  } finally {
    await direct.close();
  }
}

const works = () =>
  source.execute(one, call()).then(
    (result) => result.body === "one",
    () => false,
  );

test("a database that is down is answered 503 at once with Retry-After, and used again when it is back", async () => {
  proxy.set({ refuse: true });
  const refusal = { code: "PGRST000", category: "unavailable", retryAfter: expect.any(Number) as number };
  await expect(source.execute(one, call())).rejects.toMatchObject(refusal);
  const start = performance.now();
  await expect(source.execute(one, call())).rejects.toMatchObject(refusal);
  expect(performance.now() - start).toBeLessThan(50);
  proxy.set({});
  await expect.poll(works, { timeout: 10_000 }).toBe(true);
  expect(observed.map(({ kind }) => kind)).toEqual(["source-down", "source-up"]);
});

test("connections that died are replaced without the reader noticing, idle or not", async () => {
  // Long enough that each has a connection of its own.
  const slow = command("read", "select concat('', sleep(0.5))");
  await Promise.all([source.execute(slow, call()), source.execute(slow, call())]);
  proxy.reset();
  await expect(Promise.all([source.execute(one, call()), source.execute(one, call())])).resolves.toHaveLength(2);
  const read = source.execute(command("read", "select concat('', sleep(0.3))"), call());
  await new Promise((resolve) => setTimeout(resolve, 100));
  proxy.reset();
  await expect(read).resolves.toMatchObject({ body: "0" });
});

test("a write whose answer is cut at any byte is done once or not at all, and never said to be what it may not be", async () => {
  for (let cut = 0; cut < 40; cut += 4) {
    await expect.poll(works, { timeout: 5_000 }).toBe(true);
    proxy.set({ cutAfter: cut });
    const outcome = await source.execute(insert, call([cut])).then(
      () => "done",
      (problem: { code: string }) => problem.code,
    );
    proxy.set({});
    const rows = await count(`select concat('', count(*)) from notes where id = ${cut}`);
    expect(["done", "ISTHMUS503U", "PGRST001"]).toContain(outcome);
    if (outcome === "done") expect(rows).toBe(1);
    if (outcome === "PGRST001") expect(rows).toBe(0);
  }
});

test("a transaction leaves nothing behind when its connection breaks in the middle", async () => {
  const both = source.transaction({ readOnly: false, end: "commit", ...call() }, async (run) => {
    await run(command("write", "update pairs set n = 1 where id = 1", { columns: [], each: true }), call());
    proxy.reset();
    await run(command("write", "update pairs set n = 1 where id = 2", { columns: [], each: true }), call());
  });
  await expect(both).rejects.toMatchObject({ category: "unavailable" });
  await expect.poll(() => count("select concat('', sum(n)) from pairs"), { timeout: 5_000 }).toBe(0);
  await expect.poll(works, { timeout: 5_000 }).toBe(true);
});

test("a network that swallows everything holds nobody longer than his own time", async () => {
  await source.execute(one, call());
  proxy.set({ blackHole: true });
  const start = performance.now();
  await expect(source.execute(one, call([], 400))).rejects.toMatchObject({ category: "timeout" });
  await expect(source.execute(insert, call([1000], 400))).rejects.toMatchObject({
    code: expect.stringMatching(/^(ISTHMUS503U|PGRST00\d|57014)$/) as string,
  });
  expect(performance.now() - start).toBeLessThan(4_000);
  proxy.set({});
  await expect.poll(works, { timeout: 10_000 }).toBe(true);
});

test("of two transactions that wait for each other both are made, the loser a second time", async () => {
  const set = (id: number) =>
    command("write", `update pairs set n = n + 1 where id = ${id}`, { columns: [], each: true });
  let attempts = 0;
  const work = (first: number, second: number) =>
    source.transaction({ readOnly: false, end: "commit", ...call() }, async (run) => {
      attempts++;
      await run(set(first), call());
      await new Promise((resolve) => setTimeout(resolve, 150));
      await run(set(second), call());
    });
  await Promise.all([work(1, 2), work(2, 1)]);
  expect(attempts).toBe(3);
  expect(await count("select concat('', sum(n)) from pairs")).toBe(4);
});

test("a pool whose connections are all taken answers 504 in time", async () => {
  const slow = command("read", "select concat('', sleep(1.5))");
  const taken = [source.execute(slow, call()), source.execute(slow, call())];
  await expect(source.execute(one, call())).rejects.toMatchObject({ code: "PGRST003", category: "timeout" });
  await Promise.all(taken);
});
