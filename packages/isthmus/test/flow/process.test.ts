// Imports and exports of a server in a process of its own: how much memory they take, what a cut connection and a killed
// server leave behind, and what the log says of it.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request as openRequest } from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, test } from "vitest";
import { createFolder, eventually, type Folder, type Served } from "../kit/command-line.ts";
import { administer, administerMysql, createTestDatabase, createTestMysql } from "../kit/servers.ts";

const table =
  "create table things (id integer primary key, name varchar(100) not null, price numeric(10,2) not null, note varchar(200));";
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Opened {
  readonly folder: Folder;
  readonly served: Served;
}

async function serve(source: string, prepare: (folder: Folder) => unknown, more = ""): Promise<Opened> {
  const folder = createFolder();
  cleanups.push(() => folder.remove());
  folder.write(
    "isthmus.config.ts",
    `import { defineConfig, mysql, postgres, sqlite } from "isthmus";
    export default defineConfig({
      sources: { shop: ${source} },
      roles: { anonymous: { things: { read: { export: true }, insert: true } } },
      ${more}
    });`,
  );
  await prepare(folder);
  return { folder, served: await folder.serve("start") };
}

const onSqlite = (more?: string): Promise<Opened> =>
  serve('sqlite({ file: "shop.db" })', (folder) => folder.sql("shop.db", table), more);

async function onPostgres(): Promise<Opened> {
  const { url, drop } = await createTestDatabase();
  cleanups.push(drop);
  return serve(`postgres({ url: "${url}" })`, () => administer(url, table));
}

async function onMysql(): Promise<Opened> {
  const { url, drop } = await createTestMysql();
  cleanups.push(drop);
  return serve(`mysql({ url: "${url}" })`, () => administerMysql(url, table));
}

/** Rows as bytes, made while they are asked for. */
function* rowsOf(count: number): Iterable<Buffer> {
  for (let from = 1; from <= count; from += 500) {
    let text = "";
    for (let id = from; id < from + 500 && id <= count; id++)
      text += `{"id":${id},"name":"thing ${id}","price":${(id % 1_000) / 4},"note":"${"n".repeat(id % 120)}"}\n`;
    yield Buffer.from(text);
  }
}

const body = (rows: Iterable<Buffer>): RequestInit & { readonly duplex: "half" } => ({
  body: Readable.toWeb(Readable.from(rows)) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>,
  duplex: "half",
});

/** MiB of resident memory: the server's, and of the processes it has started. */
function memoryOf(pid: number): number {
  const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return Number(own) / 1_024 + children.reduce((sum, child) => sum + memoryOf(Number(child)), 0);
}

/** The server has no more than so many MiB for what lives long, so that what is kept needlessly ends it. */
async function withHeap<T>(most: number, open: () => Promise<T>): Promise<T> {
  const before = process.env["NODE_OPTIONS"];
  process.env["NODE_OPTIONS"] = `${before ?? ""} --max-old-space-size=${most}`;
  try {
    return await open();
  } finally {
    if (before === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = before;
  }
}

/** The most there was while the work went on. */
async function peakDuring<T>(pid: number, work: Promise<T>): Promise<{ readonly value: T; readonly peak: number }> {
  let peak = 0;
  let over = false;
  const value = work.finally(() => (over = true));
  while (!over) {
    peak = Math.max(peak, memoryOf(pid));
    await sleep(20);
  }
  return { value: await value, peak };
}

const linux = process.platform === "linux";

describe.runIf(linux).each([
  ["sqlite", onSqlite],
  ["postgres", onPostgres],
  ["mysql", onMysql],
] as const)("100,000 rows on %s", (_, open) => {
  test("come and go in memory that does not grow with their number", async () => {
    const { served } = await withHeap(128, open);
    const pid = served.process.pid ?? 0;
    const take = async (count: number, from: number): Promise<{ readonly written: number }> => {
      const shifted = function* () {
        for (const part of rowsOf(count))
          yield Buffer.from(part.toString().replace(/"id":(\d+)/g, (_all, id) => `"id":${Number(id) + from}`));
      };
      const headers = { "content-type": "application/x-ndjson" };
      const answer = await fetch(`${served.api}/import/things`, { method: "POST", headers, ...body(shifted()) });
      return (await answer.json()) as { written: number };
    };
    const give = async (): Promise<number> => {
      let lines = 0;
      const answer = await fetch(`${served.api}/export/things`);
      for await (const part of answer.body ?? []) for (const byte of part as Uint8Array) if (byte === 10) lines++;
      return lines;
    };
    // What it takes to get warm is the same for few rows as for many.
    const warm = await peakDuring(pid, take(20_000, 0));
    expect(warm.value).toMatchObject({ written: 20_000 });
    const taken = await peakDuring(pid, take(100_000, 20_000));
    expect(taken.value).toMatchObject({ written: 100_000, rows: 100_000, refused: 0 });
    const given = await peakDuring(pid, give());
    expect(given.value).toBe(120_000);
    // The heap may grow to its bound before anything is collected; what grows with the rows would go beyond it.
    expect(Math.max(taken.peak, given.peak) - warm.peak).toBeLessThan(120);
  }, 120_000);
});

function ids(folder: Folder): readonly number[] {
  const database = new DatabaseSync(path.join(folder.path, "shop.db"), { readOnly: true });
  const rows = database.prepare("SELECT id FROM things ORDER BY id").all();
  database.close();
  return rows.map(({ id }) => Number(id));
}

/** An import whose end is not sent, and the lines of progress it is answered with. */
async function begin(served: Served, rows: number) {
  const sending = openRequest(`${served.api}/import/things`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", accept: "application/x-ndjson" },
  });
  sending.on("error", () => {});
  for (const part of rowsOf(rows)) if (!sending.write(part)) await once(sending, "drain");
  const [answer] = (await once(sending, "response")) as [IncomingMessage];
  answer.on("error", () => {});
  const told: number[] = [];
  const lines = createInterface({ input: answer });
  lines.on("error", () => {});
  lines.on("line", (line) => told.push((JSON.parse(line) as { written: number }).written));
  return { sending, told };
}

describe("an import that does not come to its end", () => {
  test("leaves whole chunks alone when the connection is cut, and the log says how far it came", async () => {
    const { folder, served } = await onSqlite();
    const { sending, told } = await begin(served, 5_500);
    await eventually(
      async () => told.at(-1) ?? 0,
      (written) => written >= 5_000,
    );
    sending.write('{"id":99999,"name":"half a r');
    sending.destroy();
    const lines = await eventually(
      async () =>
        served
          .printed()
          .split("\n")
          .filter((line) => line.includes("ended behind")),
      (found) => found.length === 1,
    );
    expect(lines[0]).toContain("behind line 5000, with 5000 rows written and 0 refused (ISTHMUS499)");
    expect(ids(folder)).toHaveLength(5_000);
  });

  test("keeps every chunk that was told when the server is killed", async () => {
    const { folder, served } = await onSqlite();
    const { sending, told } = await begin(served, 20_000);
    await eventually(
      async () => told.length,
      (count) => count >= 5,
    );
    const acknowledged = told.at(-1) ?? 0;
    await served.stop("SIGKILL");
    sending.destroy();
    const kept = ids(folder);
    expect(acknowledged).toBeGreaterThanOrEqual(5_000);
    expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
    expect(kept.length % 1_000).toBe(0);
  });

  test("ends with its totals when the server is stopped", async () => {
    const { folder, served } = await onSqlite();
    const { told, sending } = await begin(served, 3_000);
    await eventually(
      async () => told.at(-1) ?? 0,
      (written) => written >= 3_000,
    );
    const { code } = await served.stop();
    sending.destroy();
    expect(code).toBe(0);
    expect(ids(folder)).toHaveLength(3_000);
  });

  test("is given up when its caller sends nothing more, and says so", async () => {
    const { served } = await onSqlite("limits: { requestTimeout: 500 },");
    const { told, sending } = await begin(served, 1_500);
    await once(sending, "close");
    expect(told).toEqual([1_000, 1_000]);
    expect(served.printed()).toContain("ISTHMUS408");
  });
});

describe("hostile bodies", () => {
  test("end with a word that says what is wrong, and the rows ahead of that place are written", async () => {
    const { folder, served } = await onSqlite("limits: { body: 10_000, importBody: 3_000_000 },");
    const send = async (parts: Iterable<Buffer>, type = "application/x-ndjson", headers = {}) => {
      const answer = await fetch(`${served.api}/import/things`, {
        method: "POST",
        headers: { "content-type": type, ...headers },
        ...body(parts),
      });
      return { status: answer.status, ended: (await answer.json()) as Record<string, unknown> };
    };
    const row = (id: number): Buffer => Buffer.from(`{"id":${id},"name":"x","price":1}\n`);
    const endless = function* (text: string, count: number) {
      for (let at = 0; at < count; at++) yield Buffer.from(text);
    };

    expect(await send([row(1), Buffer.from([0x7b, 0xff, 0xfe, 0x0a])])).toMatchObject({
      status: 400,
      ended: { code: "ISTHMUS400", written: 1, line: 1 },
    });
    expect(
      await send(
        (function* () {
          yield row(2);
          yield* endless("x".repeat(50_000), 100);
        })(),
      ),
    ).toMatchObject({
      status: 413,
      ended: { code: "ISTHMUS413", written: 1 },
    });
    expect(
      await send(
        (function* () {
          yield Buffer.from('id,name,price\n3,c,1\n4,"');
          yield* endless("a,b\n", 5_000);
        })(),
        "text/csv",
      ),
    ).toMatchObject({
      status: 413,
      ended: { code: "ISTHMUS413", written: 1, line: 2 },
    });
    expect(await send([Buffer.from(`${"[".repeat(5_000)}\n`)])).toMatchObject({ status: 400 });
    expect(
      await send([
        row(5),
        Buffer.from(`{"id":6,"name":${"[".repeat(4_000)}\n{"id":7,"name":"x"},{"id":8,"name":"x"}\n`),
      ]),
    ).toMatchObject({
      status: 200,
      ended: { written: 1, refused: 2 },
    });
    expect(await send(endless("\n".repeat(60_000), 100))).toMatchObject({
      status: 413,
      ended: { code: "ISTHMUS413" },
    });
    expect(await send([row(9)], "application/x-ndjson", { "content-encoding": "gzip" })).toMatchObject({ status: 415 });
    expect(await send([Buffer.from('{"id":10,"__proto__":{"x":1},"name":"x"}\n')])).toMatchObject({ status: 400 });
    expect(ids(folder)).toEqual([1, 2, 3, 5]);
    expect((await fetch(`${served.api}/things?limit=1`)).status).toBe(200);
  });
});
