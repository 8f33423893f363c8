// Rows D1 to D3: the database is down at the start, is restarted, or crashes in the middle of writes.

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../kit/command-line.ts";
import { administer } from "../kit/servers.ts";
import { judge, spotless, type Attempt } from "./ledger.ts";
import { openOwnPostgres, type OwnPostgres } from "./own-postgres.ts";
import { configurationOf, serve, type Serving } from "./serve.ts";
import { marksOf, schema } from "./shop.ts";

let postgres: OwnPostgres;
let server: Serving;

beforeAll(async () => {
  postgres = await openOwnPostgres();
  await administer(postgres.url, schema);
  server = await serve(configurationOf(`postgres({ url: "${postgres.url}" })`), async (folder) => {
    const { code, errors } = await folder.run("sync");
    expect(errors).toBe("");
    expect(code).toBe(0);
    await postgres.stop();
  });
});
afterAll(async () => {
  await server?.close();
  await postgres?.close();
});

const whole = (): Promise<unknown> => eventually(server.health, ({ live, ready }) => live === 200 && ready === 200);

test("D1: started from the lock while the database is down, it is alive, not ready, answers 503, and is ready soon after the database comes", async () => {
  await eventually(server.health, ({ live, ready }) => live === 200 && ready === 503);
  for (const target of ["/pairs", "/pairs?id=eq.1", "/rpc/slow?seconds=0"]) {
    const answer = await server.ask(target);
    expect(answer).toMatchObject({ status: 503, code: "PGRST000" });
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  }
  expect(await server.ask("/ledger", { method: "POST", body: { mark: "down" } })).toMatchObject({
    status: 503,
    code: "PGRST000",
  });
  await postgres.start();
  await whole();
  expect(await server.ask("/pairs?select=id")).toMatchObject({ status: 200, body: [{ id: 1 }, { id: 2 }] });
  expect(await marksOf(postgres.url)).toEqual([]);
  expect(server.log().filter(({ level }) => level === "fatal")).toEqual([]);
  await server.obeysTheRule();
});

test("D2: after a restart of the idle database neither a read nor a write meets a stale connection", async () => {
  for (let times = 0; times < 20; times++) await server.ask("/pairs?id=eq.1");
  await server.ask("/ledger", { method: "POST", body: { mark: "before" } });
  await postgres.stop();
  await postgres.start();
  // The server itself may have tried in vain a moment before; behind such a try callers are refused for 20 ms.
  await sleep(50);
  const read = await server.ask("/pairs?id=eq.1");
  const write = await server.ask("/ledger", { method: "POST", body: { mark: "after" } });
  expect(read).toMatchObject({ status: 200, body: [{ id: 1, n: 0 }] });
  expect(write.status).toBe(201);
  expect(await marksOf(postgres.url)).toEqual(["before", "after"]);
  await server.obeysTheRule();
});

test("D3: when the database crashes under writes, no acknowledged one is lost, none is done twice under its key, and none that was refused is there", async () => {
  await administer(postgres.url, "truncate ledger");
  const attempts: Attempt[] = [];
  let stopped = false;
  /** Every other writer sends a key, and repeats until it is told something definite. */
  const writer = async (name: number): Promise<void> => {
    for (let turn = 0; !stopped; turn++) {
      const mark = `${name}-${turn}`;
      const asked = { method: "POST", body: { mark }, ...(name % 2 === 0 ? { key: mark } : {}) };
      const target = name % 4 < 2 ? "/ledger" : "/batch";
      const body =
        target === "/ledger"
          ? asked.body
          : {
              operations: [
                { method: "POST", path: "/ledger", body: { mark } },
                { method: "PATCH", path: "/pairs?id=eq.1", body: { n: turn } },
              ],
            };
      let answer = await server.ask(target, { ...asked, body });
      for (let again = 0; name % 2 === 0 && answer.status >= 400 && again < 60; again++) {
        await sleep(100);
        answer = await server.ask(target, { ...asked, body });
        if (answer.code === "ISTHMUS212" && again > 20) break;
      }
      attempts.push({ mark, answer });
      if (answer.status >= 400) await sleep(20);
    }
  };
  /** So many more are acknowledged; on a busy machine that takes a while. */
  const acknowledge = async (more: number): Promise<void> => {
    const done = () => attempts.filter(({ answer }) => answer.status < 300).length;
    const before = done();
    await eventually(
      async () => done(),
      (now) => now >= before + more,
    );
  };
  const writers = Array.from({ length: 8 }, (_, name) => writer(name));
  for (const pause of [130, 250, 190]) {
    await acknowledge(20);
    await sleep(pause);
    await postgres.crash();
    await sleep(150);
    await postgres.start();
    await whole();
  }
  await acknowledge(10);
  stopped = true;
  await Promise.all(writers);
  const verdict = judge(attempts, await marksOf(postgres.url));
  expect(verdict).toMatchObject(spotless);
  expect(verdict.acknowledged).toBeGreaterThan(50);
  await server.obeysTheRule();
});

test("D3: a crash under a long transaction undoes it, and its caller is not told that it was done", async () => {
  await administer(postgres.url, "truncate ledger");
  const writing = server.ask("/rpc/slow_write", { method: "POST", body: { seconds: 4, given: "long" } });
  await sleep(400);
  await postgres.crash();
  const answer = await writing;
  expect(answer.status).toBe(503);
  await postgres.start();
  await whole();
  expect(await marksOf(postgres.url)).toEqual([]);
  await server.obeysTheRule();
});
