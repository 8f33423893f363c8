// What many who listen cost: memory for each, work while nothing changes, and how soon all have heard of a change.
//
//   node bench/live/run.ts [subscribers, default 5000] [URL of an empty PostgreSQL database, default SQLite]

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { WebSocket } from "ws";
import { signToken } from "../../examples/shop/token.ts";
import { freePort, type Running, start } from "../processes.ts";
import { benchSecret, isthmusCommand } from "../systems.ts";

const count = Number(process.argv[2] ?? 5_000);
const given = process.argv[3];
/** Seconds of rest that are watched. */
const rest = 10;

const schema = `
  DROP TABLE IF EXISTS notes;
  CREATE TABLE notes (id integer PRIMARY KEY, owner text NOT NULL, note text NOT NULL);
  CREATE INDEX notes_owner ON notes (owner);`;
const rows = Array.from({ length: count }, (_, n) => `(${n}, '${n}', 'note ${n}')`);
const filling = `INSERT INTO notes VALUES ${rows.join(",")};`;

async function fill(url: string): Promise<void> {
  if (!url.startsWith("postgres")) {
    const database = new DatabaseSync(url);
    database.exec(schema + filling);
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(schema + filling);
  await client.end();
}

/** Transactions the database has seen; of PostgreSQL. Those of this question are among them. */
async function transactions(url: string): Promise<number | undefined> {
  if (!url.startsWith("postgres")) return undefined;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // The statistics of a session are told with a delay.
  await sleep(1_500);
  const { rows: found } = await client.query<{ n: number }>(
    "SELECT (xact_commit + xact_rollback)::int AS n FROM pg_stat_database WHERE datname = current_database()",
  );
  await client.end();
  return found[0]?.n;
}

interface Subscriber {
  readonly socket: WebSocket;
  answers: number;
}

function subscribe({ origin }: Running, query: string, token: string | undefined): Promise<Subscriber> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
      perMessageDeflate: false,
    });
    const subscriber: Subscriber = { socket, answers: 0 };
    socket.once("open", () =>
      socket.send(
        JSON.stringify({
          type: "connection_init",
          payload: token === undefined ? {} : { authorization: `Bearer ${token}` },
        }),
      ),
    );
    socket.on("message", (data) => {
      const { type, payload } = JSON.parse((data as Buffer).toString()) as { type: string; payload: unknown };
      if (type === "connection_ack")
        return socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
      if (type !== "next") return reject(new Error(JSON.stringify(payload)));
      subscriber.answers += 1;
      resolve(subscriber);
    });
    socket.once("error", reject);
  });
}

/** MiB of the server's own process. */
function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;
}

/** Seconds of processor time the process has used. */
function processorOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(name: string, url: string, query: string, tokenOf: (n: number) => string | undefined) {
  const port = await freePort();
  const running = await start({
    name: "Isthmus",
    command: isthmusCommand(["start", "--config", join(import.meta.dirname, "isthmus.config.ts")]),
    port,
    ready: "/health/live",
    env: { BENCH_DATABASE: url, BENCH_PORT: String(port), BENCH_JWT_SECRET: benchSecret, NODE_ENV: "production" },
  });
  try {
    const warm = await Promise.all(Array.from({ length: 20 }, (_, n) => subscribe(running, query, tokenOf(n))));
    for (const { socket } of warm) socket.terminate();
    await sleep(2_000);
    const before = residentOf(running.pid);
    const began = performance.now();
    const all: Subscriber[] = [];
    while (all.length < count) {
      const next = Array.from({ length: Math.min(100, count - all.length) }, (_, n) => all.length + n);
      all.push(...(await Promise.all(next.map((n) => subscribe(running, query, tokenOf(n))))));
    }
    const subscribed = performance.now() - began;
    // An idle session of PostgreSQL tells its statistics after ten seconds.
    await sleep(13_000);
    const after = residentOf(running.pid);
    const [asked, worked] = [await transactions(url), processorOf(running.pid)];
    await sleep(rest * 1_000);
    const working = processorOf(running.pid) - worked;
    const askedSince = asked === undefined ? undefined : ((await transactions(url)) ?? 0) - asked;
    const heard = all.reduce((sum, { answers }) => sum + answers, 0);
    const changed = performance.now();
    await fetch(`${running.origin}/api/notes?id=eq.0`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ note: `changed at ${changed}` }),
    });
    const wanted = heard + (tokenOf(0) === undefined ? count : 1);
    while (all.reduce((sum, { answers }) => sum + answers, 0) < wanted && performance.now() - changed < 60_000)
      await sleep(5);
    const told = performance.now() - changed;
    const late = all.reduce((sum, { answers }) => sum + answers, 0);
    await sleep(1_000);
    console.log(
      [
        `${name}: ${count} subscribers in ${(subscribed / 1000).toFixed(1)} s`,
        `  memory ${before.toFixed(0)} → ${after.toFixed(0)} MiB: ${(((after - before) * 1024) / count).toFixed(1)} KiB each`,
        `  ${rest} s of rest: ${working.toFixed(2)} s of processor time${askedSince === undefined ? "" : `, ${askedSince} transactions (2 of them this bench's own)`}`,
        `  a change: ${late - heard} answers, the last after ${told.toFixed(0)} ms`,
      ].join("\n"),
    );
    for (const { socket } of all) socket.terminate();
  } finally {
    await running.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), "isthmus-live-"));
try {
  const url = given ?? join(folder, "notes.db");
  await fill(url);
  await measure("All ask the same", url, "subscription { notes(where: {id: {_eq: 0}}) { id note } }", () => undefined);
  await measure("Each asks his own", url, "subscription { notes { id note } }", (n) =>
    signToken(benchSecret, { role: "owner", sub: String(n) }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
