// A keyed POST that is cut off anywhere and then repeated until it is answered: one row, and the answer of that row.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Principal, Reply, Source } from "../../src/core/index.ts";
import { openPostgres } from "../../src/sources/postgres/index.ts";
import { openSqlite } from "../../src/sources/sqlite/index.ts";
import { openFaultProxy } from "../kit/fault-proxy.ts";
import { engineOver, type OpenEngine } from "../kit/open-engine.ts";
import { administer, createTestDatabase } from "../kit/servers.ts";

const roles = { clerk: { notes: { read: true, insert: true } } };
const clerk: Principal = { kind: "user", id: "7", roles: ["clerk"], claims: {} };

const post = (engine: OpenEngine, text: string): Promise<Reply> =>
  engine.ask("/notes", clerk, {
    method: "POST",
    headers: { "content-type": "application/json", prefer: "return=representation", "idempotency-key": text },
    body: JSON.stringify({ text }),
  });

/** As a client does that has been told to try again. */
async function insisting(engine: OpenEngine, text: string): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (let tries = 0; tries < 200; tries++) {
    const reply = await post(engine, text);
    replies.push(reply);
    if (reply.status === 201) return replies;
    expect([409, 503]).toContain(reply.status);
    await pause(20);
  }
  throw new Error(`never answered: ${JSON.stringify(replies.at(-1))}`);
}

async function expectOnce(engine: OpenEngine, text: string, last: Reply | undefined): Promise<void> {
  let read = await engine.ask(`/notes?text=eq.${text}`, clerk);
  // The fault may still be felt: a caller who is told so asks again.
  for (let tries = 0; read.status === 503 && tries < 200; tries++) {
    await pause(20);
    read = await engine.ask(`/notes?text=eq.${text}`, clerk);
  }
  const rows = JSON.parse(String(read.body)) as unknown[];
  expect({ text, rows: rows.length }).toEqual({ text, rows: 1 });
  expect(JSON.parse(String(last?.body))).toEqual(rows);
}

test("D4: over PostgreSQL, with the connection cut at any byte of the answers", async () => {
  const database = await createTestDatabase();
  await administer(
    database.url,
    "create table notes (id bigint generated always as identity primary key, text text not null)",
  );
  const url = new URL(database.url);
  const proxy = await openFaultProxy({ host: url.hostname, port: Number(url.port || 5432) });
  url.hostname = "127.0.0.1";
  url.port = String(proxy.port);
  const engine = await engineOver(
    openPostgres("shop", { url: url.href, pool: 2 }, () => undefined) as Source,
    roles,
    database.drop,
  );
  let replayed = 0;
  await insisting(engine, "warm");
  for (let cut = 0; cut < 460; cut += 9) {
    proxy.set({ cutAfter: cut });
    const first = await post(engine, `n${cut}`);
    proxy.set({});
    const replies = first.status === 201 ? [first] : await insisting(engine, `n${cut}`);
    await expectOnce(engine, `n${cut}`, replies.at(-1));
    const again = await post(engine, `n${cut}`);
    expect([again.status, again.body]).toEqual([201, replies.at(-1)?.body]);
    if (first.status !== 201 && replies.at(-1)?.headers["Idempotency-Replayed"] === "true") replayed++;
  }
  expect(replayed).toBeGreaterThan(0);
  await engine.close();
  await proxy.close();
}, 60_000);

test("D3: over SQLite, with the writer process killed at any time", async () => {
  const folder = mkdtempSync(join(tmpdir(), "isthmus-test-"));
  const file = join(folder, "test.db");
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  database.close();
  const drop = async () => rmSync(folder, { recursive: true, force: true });
  const engine = await engineOver((await openSqlite("shop", { file }, () => undefined)) as Source, roles, drop);
  await insisting(engine, "warm");
  for (let round = 0; round < 15; round++) {
    const first = post(engine, `n${round}`);
    await pause(round / 5);
    killWriters();
    const reply = await first;
    const replies = reply.status === 201 ? [reply] : await insisting(engine, `n${round}`);
    await expectOnce(engine, `n${round}`, replies.at(-1));
  }
  await engine.close();
}, 60_000);

function killWriters(): void {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  for (const line of lines) {
    const [pid, parent, ...rest] = line.trim().split(/\s+/);
    if (Number(parent) === process.pid && rest.join(" ").includes("sqlite/worker."))
      process.kill(Number(pid), "SIGKILL");
  }
}
