// Rows D4 to D9: what happens between the server and its database while requests are under way.

import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { eventually } from "../kit/command-line.ts";
import { openFaultProxy, type FaultProxy } from "../kit/fault-proxy.ts";
import { administer, createTestDatabase, type TestDatabase } from "../kit/servers.ts";
import { judge, spotless, type Attempt } from "./ledger.ts";
import { configurationOf, serve, type Answer, type Asked, type Serving } from "./serve.ts";
import { column, marksOf, running, schema } from "./shop.ts";

const requestTimeout = 2_500;
const pool = 4;
/** Milliseconds by which an answer may be late: the server looks at deadlines ten times a second, and has to get its turn. */
const late = 400;
/** Milliseconds in which a write whose time is up may still be heard of. */
const lastWord = 1_000;
/** Longer than it takes all requests of a test to arrive, also on a machine that does other things. */
const acquireTimeout = 1_500;
const maxWaiting = 20;

let database: TestDatabase;
let proxy: FaultProxy;
let server: Serving;

beforeAll(async () => {
  database = await createTestDatabase();
  await administer(database.url, schema);
  const url = new URL(database.url);
  proxy = await openFaultProxy({ host: url.hostname, port: Number(url.port || 5432) });
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  server = await serve(
    configurationOf(
      `postgres({ url: "${url.href}", pool: ${pool}, acquireTimeout: ${acquireTimeout}, maxWaiting: ${maxWaiting} })`,
      `limits: { requestTimeout: ${requestTimeout}, statementTimeout: 2_000 },`,
    ),
  );
});
afterEach(async () => {
  proxy.set({});
  await server.obeysTheRule();
});
afterAll(async () => {
  await server?.close();
  await proxy?.close();
  await database?.drop();
});

const insert = (mark: string, key?: string): Promise<Answer> =>
  server.ask("/ledger", { method: "POST", body: { mark }, ...(key === undefined ? {} : { key }) });
const slow = (seconds: number): Promise<Answer> => server.ask(`/rpc/slow?seconds=${seconds}`);
const count = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

async function expectInTime(answers: readonly Answer[], ms = requestTimeout): Promise<void> {
  expect(Math.max(...(await server.took(answers)))).toBeLessThan(ms + late);
}

/** Repeats a write under its key, as its caller is told to, until he is told what became of it. */
async function insist(target: string, asked: Asked): Promise<Answer> {
  return eventually(
    () => server.ask(target, asked),
    ({ status, code }) => status !== 503 && code !== "ISTHMUS212",
  );
}

/** Bytes of the database's answers that come through: within each of them, and beyond them all. */
const cuts = [...Array.from({ length: 15 }, (_, at) => at * 9), 180, 260, 340, 100_000];

/** As many statements at once as the pool has connections. */
async function wholePool(): Promise<void> {
  const sleeps = (): Promise<readonly Answer[]> => Promise.all(Array.from({ length: pool }, () => slow(0.05)));
  await eventually(sleeps, (answers) => count(answers, 200) === pool);
}

test.each([
  ["alone", "/ledger", (mark: string): unknown => ({ mark }), undefined],
  [
    "in a batch",
    "/batch",
    (mark: string): unknown => ({
      operations: [
        { method: "POST", path: "/ledger", body: { mark } },
        { method: "POST", path: "/ledger", body: { mark: `${mark}+` } },
      ],
    }),
    undefined,
  ],
  ["under a key", "/ledger", (mark: string): unknown => ({ mark }), "cut"],
])(
  "D4: a write %s, whose answer is cut at any byte, is done once or not at all, and never said to be done when it may not be",
  async (name, target, body, prefix) => {
    const attempts: Attempt[] = [];
    for (const cut of cuts) {
      await eventually(
        () => slow(0),
        ({ status }) => status === 200,
      );
      proxy.set({ cutAfter: cut });
      const mark = `${name} ${cut}`;
      const asked = { method: "POST", body: body(mark), ...(prefix === undefined ? {} : { key: `${prefix}-${cut}` }) };
      let answer = await server.ask(target, asked);
      expect([201, 200, 503]).toContain(answer.status);
      proxy.set({});
      if (prefix !== undefined && answer.status === 503) answer = await insist(target, asked);
      if (prefix !== undefined) expect(answer.status).toBe(201);
      attempts.push({ mark, answer }, ...(target === "/batch" ? [{ mark: `${mark}+`, answer }] : []));
    }
    const present = (await marksOf(database.url)).filter((mark) => mark.startsWith(`${name} `));
    const verdict = judge(attempts, present);
    expect(verdict).toMatchObject(spotless);
    expect(verdict.acknowledged).toBeGreaterThan(0);
    // Under its key every one has been done, and its caller knows.
    if (prefix !== undefined) expect(verdict).toMatchObject({ acknowledged: cuts.length, unknown: 0 });
    if (target === "/batch") expect(present.length % 2).toBe(0);
  },
);

test("D5: when one backend is ended under load, its request alone fails, and the pool is whole again", async () => {
  const victims = (what: string): string =>
    `select ${what} from pg_stat_activity where query like '%slow_write%' and state = 'active' and pid <> pg_backend_pid() and datname = current_database()`;
  const others: Promise<Answer>[] = [];
  const beside = (turn: number): number => others.push(server.ask("/pairs?id=eq.1"), insert(`beside ${turn}`));
  const victim = server.ask("/rpc/slow_write", { method: "POST", body: { seconds: 1.9, given: "victim" } });
  for (let turn = 0; turn < 10; turn++) beside(turn);
  await eventually(
    () => column(database.url, victims("pg_terminate_backend(pid)")),
    (ended) => ended.length > 0,
  );
  for (let turn = 10; turn < 30; turn++) {
    beside(turn);
    await sleep(10);
  }
  expect(await victim).toMatchObject({ status: 503, code: "PGRST001" });
  const answers = await Promise.all(others);
  expect(answers.filter(({ status }) => status >= 400)).toEqual([]);
  const marks = await marksOf(database.url);
  expect(marks).not.toContain("victim");
  expect(marks.filter((mark) => mark.startsWith("beside "))).toHaveLength(30);
  await wholePool();
});

test("D6: when the network swallows everything, each answer is a 504 within the deadline, and all is well when it is back", async () => {
  await wholePool();
  for (let times = 0; times < 20; times++) await server.ask("/pairs?id=eq.1");
  proxy.set({ blackHole: true });
  const answers = await Promise.all([
    server.ask("/pairs?id=eq.1"),
    server.ask("/pairs?id=eq.2"),
    slow(0),
    slow(0),
    insert("swallowed"),
    insert("swallowed too"),
    slow(0),
    slow(0),
  ]);
  const [writes, reads] = [answers.slice(4, 6), [...answers.slice(0, 4), ...answers.slice(6)]];
  await expectInTime(reads);
  await expectInTime(writes, requestTimeout + lastWord);
  // A write that had been sent may have been done for all one knows; nothing else is told but that time is up.
  expect(writes.filter(({ status, code }) => status !== 504 && code !== "ISTHMUS503U")).toEqual([]);
  expect(reads.filter(({ status }) => status !== 504)).toEqual([]);
  expect((await server.health()).live).toBe(200);
  proxy.set({});
  proxy.reset();
  const began = performance.now();
  await wholePool();
  await eventually(server.health, ({ ready }) => ready === 200);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect((await marksOf(database.url)).filter((mark) => mark.startsWith("swallowed"))).toEqual([]);
});

const full = "Too many statements wait for a database connection already.";
const messageOf = ({ body }: Answer): string => (body as { readonly message: string }).message;

test("D7: when locks that others hold exhaust the pool, waiting is bounded, the queue is too, and health is not touched", async () => {
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  try {
    await holder.query("begin; update pairs set n = n where id = 1");
    const blocked = Array.from({ length: 40 }, () => server.ask("/pairs?id=eq.1", { method: "PATCH", body: { n: 5 } }));
    await sleep(150);
    const [health, metrics] = await Promise.all([
      server.health(),
      fetch(server.served.health.replace("health/ready", "metrics")),
    ]);
    expect(health).toEqual({ live: 200, ready: 200 });
    expect(metrics.status).toBe(200);
    const settled: string[] = [];
    for (const one of blocked) void one.then((answer) => settled.push(messageOf(answer)));
    const answers = await Promise.all(blocked);
    await expectInTime(answers);
    const refused = 40 - pool - maxWaiting;
    const codes = Object.groupBy(answers, ({ status, code }) => `${status} ${code}`);
    expect(Object.entries(codes).map(([code, those = []]) => `${code} × ${those.length}`)).toEqual(
      expect.arrayContaining([`504 PGRST003 × ${refused + maxWaiting}`, `504 57014 × ${pool}`]),
    );
    // Those for whom there is no place are refused at once, ahead of all who wait; these wait no longer than they may.
    expect(settled.slice(0, refused)).toEqual(Array.from({ length: refused }, () => full));
    expect(settled.filter((message) => message === full)).toHaveLength(refused);
    await expectInTime(
      answers.filter((answer) => answer.code === "PGRST003"),
      acquireTimeout,
    );
  } finally {
    await holder.query("rollback");
    await holder.end();
  }
  await wholePool();
  expect(await column(database.url, "select n from pairs where id = 1")).toEqual(["0"]);
});

test("D8: of a statement that is too slow, or whose caller has left, nothing is left running in the database", async () => {
  const answer = await slow(30);
  expect(answer).toMatchObject({ status: 504 });
  await expectInTime([answer], 2_000);
  const leaving = new AbortController();
  const left = Array.from({ length: 3 }, () => server.ask("/rpc/slow?seconds=1.9", { signal: leaving.signal }));
  left.push(
    server.ask("/rpc/slow_write", { method: "POST", body: { seconds: 1.9, given: "left" }, signal: leaving.signal }),
  );
  await eventually(
    () => running(database.url),
    (queries) => queries.length >= 4,
  );
  leaving.abort();
  const began = performance.now();
  await eventually(
    () => running(database.url),
    (queries) => queries.length === 0,
  );
  expect(performance.now() - began).toBeLessThan(1_200);
  expect((await Promise.all(left)).map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(await marksOf(database.url)).not.toContain("left");
  await wholePool();
});

test("D9: two batches that lock each other out are both done, or one is a conflict; neither is ever done by half", async () => {
  const batch = (first: number, second: number, mark: string): Promise<Answer> => {
    const change = (id: number) => ({ method: "PATCH", path: `/pairs?id=eq.${id}`, body: { n: 1 } });
    const write = { method: "POST", path: "/ledger", body: { mark } };
    // The function keeps the first lock while the other batch takes its own.
    return server.ask("/batch", {
      method: "POST",
      body: {
        operations: [
          change(first),
          { method: "POST", path: "/rpc/slow", body: { seconds: 0.1 } },
          change(second),
          write,
          { ...write, body: { mark: `${mark}+` } },
        ],
      },
    });
  };
  const answers: (readonly [string, Answer])[] = [];
  for (let round = 0; round < 3; round++) {
    const names = [`ab ${round}`, `ba ${round}`] as const;
    const pair = await Promise.all([batch(1, 2, names[0]), batch(2, 1, names[1])]);
    answers.push([names[0], pair[0]], [names[1], pair[1]]);
  }
  const marks = await marksOf(database.url);
  for (const [mark, answer] of answers) {
    expect([200, 409]).toContain(answer.status);
    const done = answer.status === 200 ? 1 : 0;
    expect(marks.filter((found) => found === mark)).toHaveLength(done);
    expect(marks.filter((found) => found === `${mark}+`)).toHaveLength(done);
  }
  expect(answers.filter(([, { status }]) => status === 200).length).toBeGreaterThanOrEqual(3);
});
