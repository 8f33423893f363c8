// What calling an API through Isthmus costs: beside a route written by hand, beside an answer that is kept, beside reads of
// a table while another API hangs. Each pair is asked in turn (A B A B …), with the work of the server's process per request.
//
//   node bench/apis/run.ts [rounds, default 5] [seconds of each, default 2] [passed, kept or dead, default all]

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { load, requestFile } from "../load/load.ts";
import { freePort, type Running, start } from "../processes.ts";
import type { Request } from "../questions.ts";
import { median, type Round, summarize } from "../statistics.ts";
import { isthmusCommand } from "../systems.ts";
import { cpuOf } from "../usage.ts";

const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 2);
const only = process.argv[4];
const connections = 32;
const here = import.meta.dirname;

interface Asked {
  readonly name: string;
  readonly running: Running;
  readonly file: string;
  /** What goes on meanwhile. */
  readonly beside?: () => Promise<unknown>;
}

async function ask({ running, file, beside }: Asked, time: number): Promise<Round> {
  const other = beside?.();
  const before = cpuOf(running.pid);
  const measure = await load({ origin: running.origin, file, connections, seconds: time });
  const cpu = cpuOf(running.pid) - before;
  await other;
  return { ...measure, cpu };
}

/** V8 settles after some ten thousand requests. */
async function warmUp(one: Asked): Promise<void> {
  for (let [requests, spent] = [0, 0]; requests < 12_000 && spent < 8; spent += 2)
    requests += (await ask({ name: one.name, running: one.running, file: one.file }, 2)).requests;
}

/** Prints each, and each to the first: the median of the ratios within the rounds. */
async function compare(part: string, title: string, asked: readonly Asked[]): Promise<void> {
  if (only !== undefined && only !== part) return;
  for (const one of asked) await warmUp(one);
  const measured: Round[][] = asked.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, one] of asked.entries()) measured[index]?.push(await ask(one, seconds));
  console.log(`\n${title}`);
  const [first = []] = measured;
  for (const [index, { name }] of asked.entries()) {
    const own = measured[index] ?? [];
    const { perSecond, p50, p99, cpu, errors } = summarize(own);
    const to = (of: (round: Round) => number): string =>
      `${median(own.map((round, at) => of(round) / of(first[at] ?? round))).toFixed(2)} ×`;
    console.log(
      `  ${name.padEnd(34)} ${Math.round(perSecond).toLocaleString("en").padStart(7)}/s (${to(rateOf)})  ` +
        `${cpu.toFixed(0).padStart(4)} µs CPU (${to(workOf)})  p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms (${to(({ p99: late }) => late)})`,
    );
    if (errors > 0) throw new Error(`${name}: ${errors} requests failed`);
  }
}

const rateOf = ({ requests, seconds: time }: Round): number => requests / time;
const workOf = ({ cpu, requests }: Round): number => cpu / requests;

/** A hundred a second, whatever becomes of them; all have ended when it resolves. */
async function callsOfTheSilent(origin: string): Promise<void> {
  const under: Promise<unknown>[] = [];
  for (const end = performance.now() + seconds * 1_000; performance.now() < end; await sleep(10))
    under.push(fetch(`${origin}/api/rpc/silent.never?id=${under.length}`).then((answer) => answer.arrayBuffer()));
  await Promise.all(under);
}

async function oneCallForAll(origin: string, api: string): Promise<void> {
  const count = async (): Promise<number> => Number(await (await fetch(`${api}/asked`)).text());
  const before = await count();
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => (await fetch(`${origin}/api/rpc/payments.slow?id=7`)).text()),
  );
  const calls = (await count()) - before;
  if (new Set(answers).size !== 1) throw new Error("The same read was answered in several ways.");
  console.log(`\n100 identical reads at once: ${calls} call${calls === 1 ? "" : "s"} of the API`);
}

function fill(file: string): void {
  const database = new DatabaseSync(file);
  const rows = Array.from({ length: 10_000 }, (_, id) => `(${id}, 'note ${id}')`);
  database.exec(
    `CREATE TABLE notes (id integer PRIMARY KEY, note text NOT NULL); INSERT INTO notes VALUES ${rows.join()}`,
  );
  database.close();
}

const folder = mkdtempSync(join(tmpdir(), "isthmus-apis-"));
const running: Running[] = [];
try {
  const database = join(folder, "bench.db");
  fill(database);
  const [apiPort, silentPort, handPort, port] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const launch = async (name: string, on: number, ready: string, command: readonly string[], env = {}) => {
    const started = await start({
      name,
      command,
      port: on,
      ready,
      env: { NODE_ENV: "production", ...env },
      cwd: folder,
    });
    running.push(started);
    return started;
  };
  const script = (file: string, ...args: readonly string[]) => [process.execPath, join(here, file), ...args];
  const api = await launch("the API", apiPort, "/asked", script("upstream.ts", String(apiPort), String(silentPort)));
  const hand = await launch(
    "hand-written",
    handPort,
    "/ready",
    script("hand-written.ts", String(handPort), api.origin),
  );
  const isthmus = await launch(
    "Isthmus",
    port,
    "/health/ready",
    isthmusCommand(["start", "--config", join(here, "isthmus.config.ts")]),
    {
      BENCH_DATABASE: database,
      BENCH_API: api.origin,
      BENCH_SILENT_API: `http://127.0.0.1:${silentPort}`,
      BENCH_PORT: String(port),
    },
  );
  const paths = (name: string, path: (id: number) => string): string => {
    const requests: Request[] = Array.from({ length: 5_000 }, (_, id) => ({ method: "GET", path: path(id) }));
    return requestFile(folder, name, requests);
  };
  const through = (call: string) => paths(call, (id) => `/api/rpc/${call}?id=${id}`);
  const byKey = paths("by-key", (id) => `/api/notes?id=eq.${id}`);

  await compare("passed", "An API's answer, passed on", [
    { name: "Fastify and undici", running: hand, file: paths("hand", (id) => `/item?id=${id}`) },
    { name: "Isthmus", running: isthmus, file: through("payments.item") },
    { name: "Isthmus, fields described", running: isthmus, file: through("payments.described") },
  ]);
  await compare("kept", "An answer that is kept", [
    { name: "/health/live", running: isthmus, file: paths("live", () => "/health/live") },
    { name: "cached call", running: isthmus, file: paths("kept", (id) => `/api/rpc/payments.kept?id=${id % 100}`) },
  ]);
  await compare("dead", "By key on SQLite, while another API never answers", [
    { name: "alone", running: isthmus, file: byKey },
    {
      name: "beside the dead API",
      running: isthmus,
      file: byKey,
      beside: () => callsOfTheSilent(isthmus.origin),
    },
  ]);
  await oneCallForAll(isthmus.origin, api.origin);
} finally {
  for (const one of running.toReversed()) await one.stop();
  rmSync(folder, { recursive: true, force: true });
}
