// The server itself is killed, told to stop under load, or left by its callers; and what is SQLite's own: another
// process that holds its lock, and a disk that is full.

import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import { eventually } from "../kit/command-line.ts";
import { administer, createTestDatabase } from "../kit/servers.ts";
import { judge, spotless, type Attempt } from "./ledger.ts";
import { configurationOf, serve, serveAgain, type Serving } from "./serve.ts";
import { marksOf, running, schema } from "./shop.ts";

const tables =
  "CREATE TABLE ledger (id INTEGER PRIMARY KEY, mark TEXT NOT NULL); CREATE TABLE pairs (id INTEGER PRIMARY KEY, n INTEGER NOT NULL); INSERT INTO pairs VALUES (1, 0), (2, 0);";
const sqliteFile = (file = "shop.db"): string =>
  configurationOf(`sqlite({ file: "${file}", busyTimeout: 300 })`, "limits: { requestTimeout: 4_000 },");
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function marksIn(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT mark FROM ledger").all();
  database.close();
  return rows.map(({ mark }) => String(mark));
}

async function onSqlite(): Promise<{ readonly server: Serving; readonly marks: () => Promise<readonly string[]> }> {
  const server = await serve(sqliteFile(), (folder) => folder.sql("shop.db", tables));
  cleanups.push(() => server.close());
  return { server, marks: async () => marksIn(path.join(server.folder.path, "shop.db")) };
}

async function onPostgres(): Promise<{
  readonly server: Serving;
  readonly url: string;
  readonly marks: () => Promise<readonly string[]>;
}> {
  const database = await createTestDatabase();
  cleanups.push(() => database.drop());
  await administer(database.url, schema);
  const server = await serve(
    configurationOf(`postgres({ url: "${database.url}", pool: 4 })`, "server: { grace: 5_000 },"),
  );
  cleanups.push(() => server.close());
  return { server, url: database.url, marks: () => marksOf(database.url) };
}

test.each([
  ["sqlite", onSqlite],
  ["postgres", onPostgres],
] as const)(
  "kill -9 of the server on %s loses nothing it has acknowledged, and a repeated key is not done twice after the restart",
  async (_name, open) => {
    const { server, marks } = await open();
    const attempts: Attempt[] = [];
    let killed = false;
    const writer = async (name: number): Promise<void> => {
      for (let turn = 0; !killed; turn++) {
        const mark = `${name}-${turn}`;
        attempts.push({
          mark,
          answer: await server.ask("/ledger", {
            method: "POST",
            body: { mark },
            ...(name % 2 === 0 ? { key: mark } : {}),
          }),
        });
      }
    };
    const writers = Array.from({ length: 8 }, (_, name) => writer(name));
    // In the middle of the work, however slow the machine is.
    const giveUp = performance.now() + 15_000;
    while (attempts.length < 60 && performance.now() < giveUp) await sleep(20);
    killed = true;
    await server.served.stop("SIGKILL");
    await Promise.all(writers);
    const again = await serveAgain(server.folder);
    // What got no answer is asked again under its key; a few of those answered are too.
    const keyed = attempts.filter(({ mark }) => Number(mark.split("-")[0]) % 2 === 0);
    const repeated = [...keyed.filter(({ answer }) => answer.status === 0), ...keyed.slice(0, 10)];
    for (const { mark } of repeated) {
      const answer = await again.ask("/ledger", { method: "POST", body: { mark }, key: mark });
      expect([201, 409]).toContain(answer.status);
      attempts.push({ mark, answer });
    }
    const verdict = judge(attempts, await marks());
    expect(verdict).toMatchObject(spotless);
    expect(verdict.acknowledged).toBeGreaterThan(20);
    await again.obeysTheRule();
  },
);

test("P3: told to stop under load, it finishes what it has begun, and loses nothing", async () => {
  const { server, marks } = await onPostgres();
  const slow = Array.from({ length: 3 }, (_, at) =>
    server.ask("/rpc/slow_write", { method: "POST", body: { seconds: 0.8, given: `slow ${at}` } }),
  );
  const quick = Array.from({ length: 20 }, (_, at) =>
    server.ask("/ledger", { method: "POST", body: { mark: `quick ${at}` } }),
  );
  await sleep(300);
  const ended = await server.served.stop("SIGTERM");
  expect(ended.code).toBe(0);
  const answers = await Promise.all([...slow, ...quick]);
  expect(answers.map(({ status }) => status).filter((status) => status >= 300 || status === 0)).toEqual([]);
  expect(await marks()).toHaveLength(23);
});

test("I6: when a thousand callers leave in the middle, their work is stopped in the database, and others are served as before", async () => {
  const { server, url } = await onPostgres();
  for (let round = 0; round < 10; round++) {
    const leaving = new AbortController();
    const asked = Array.from({ length: 100 }, (_, at) =>
      server.ask(at % 4 === 0 ? "/rpc/slow?seconds=3" : "/pairs", { signal: leaving.signal }),
    );
    await sleep(30);
    leaving.abort();
    await Promise.all(asked);
  }
  await eventually(
    () => running(url),
    (queries) => queries.length === 0,
  );
  await eventually(
    () => server.ask("/pairs?id=eq.1"),
    ({ status }) => status === 200,
  );
  const metrics = await (await fetch(server.served.health.replace("health/ready", "metrics"))).text();
  expect(metrics).toMatch(/^isthmus_requests_in_flight 0$/m);
  await server.obeysTheRule();
});

test("D14: while another process holds SQLite's lock, reads go on and a write is answered 503 soon; afterwards it is done", async () => {
  const { server } = await onSqlite();
  const other = new DatabaseSync(path.join(server.folder.path, "shop.db"));
  other.exec("BEGIN IMMEDIATE");
  const [read, write] = await Promise.all([
    server.ask("/pairs?id=eq.1"),
    server.ask("/ledger", { method: "POST", body: { mark: "busy" } }),
  ]);
  other.exec("ROLLBACK");
  other.close();
  expect(read).toMatchObject({ status: 200, body: [{ id: 1, n: 0 }] });
  expect(write).toMatchObject({ status: 503, code: "55P03" });
  expect(write.ms).toBeLessThan(2_500);
  expect((await server.ask("/ledger", { method: "POST", body: { mark: "free" } })).status).toBe(201);
  expect(marksIn(path.join(server.folder.path, "shop.db"))).toEqual(["free"]);
  await server.obeysTheRule();
});

/** A file system of 8 MB in the folder; undefined where that may not be made. */
function smallDisk(folder: string): string | undefined {
  const disk = path.join(folder, "disk");
  try {
    execFileSync("mkdir", [disk], { stdio: "pipe" });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8M", "tmpfs", disk], { stdio: "pipe" });
    return disk;
  } catch {
    return undefined;
  }
}

test("D13: a full disk is answered 507, what was acknowledged is there, and writes go on when there is room again", async ({
  skip,
}) => {
  let disk: string | undefined;
  const server = await serve(sqliteFile("disk/shop.db"), (folder) => {
    disk = smallDisk(folder.path);
    if (disk !== undefined)
      folder.sql("disk/shop.db", `${tables} CREATE TABLE ballast (id INTEGER PRIMARY KEY, text TEXT)`);
  }).catch((error: unknown) => {
    if (disk !== undefined) throw error;
  });
  if (disk === undefined || server === undefined) {
    const file = process.env["ISTHMUS_TEST_MISSING_FILE"];
    if (file !== undefined) appendFileSync(file, "a full disk under SQLite (D13): no tmpfs can be mounted here\n");
    return skip("no tmpfs can be mounted here");
  }
  const mounted = disk;
  cleanups.push(
    () => server.close(),
    () => execFileSync("umount", ["--lazy", mounted]),
  );
  const attempts: Attempt[] = [];
  const write = async (mark: string): Promise<number> => {
    const answer = await server.ask("/ledger", { method: "POST", body: { mark } });
    attempts.push({ mark, answer });
    return answer.status;
  };
  const text = "x".repeat(500_000);
  let status = 201;
  for (let at = 0; at < 40 && status === 201; at++) {
    await write(`mark ${at}`);
    status = (await server.ask("/ballast", { method: "POST", body: { text } })).status;
  }
  expect(status).toBe(507);
  expect((await server.ask("/pairs?id=eq.1")).status).toBe(200);
  execFileSync("mount", ["-o", "remount,size=32M", disk], { stdio: "pipe" });
  await eventually(
    () => write("room again"),
    (answered) => answered === 201,
  );
  expect(judge(attempts, marksIn(path.join(disk, "shop.db")))).toMatchObject({ lost: [], doubled: [], unasked: [] });
  await server.obeysTheRule();
});
