// A process of its own that runs a PostgreSQL for tests in a temporary directory and prints its URL. It ends the server,
// by its process id, when its standard input ends: that happens however the parent dies, so nothing is left behind.
// Durability is switched off (fsync, full_page_writes): these data are thrown away, never copy these settings. With
// `--crashable` a commit still outlives the end of every process, and the lines `crash` (immediate stop), `stop` and
// `start` on standard input do that to the server; each is answered by a line when it is done. `replica` makes a streaming
// replica of it and is answered by its URL; `stop-replica` and `start-replica` do that to it. `tls {"cert", "key"}` starts
// the server again with these files, and `tls null` without TLS.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";
import { findPostgres } from "./postgres-binaries.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "isthmus-test-postgres-"));
chmodSync(scratch, 0o755);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

const { initdb, postgres, from } = findPostgres(scratch);
const identity = process.getuid?.() === 0 ? ordinaryUser() : undefined;
const data = path.join(scratch, "data");
mkdirSync(data, { mode: 0o700 });
if (identity !== undefined) chownSync(data, identity.uid, identity.gid);

const options = { ...identity, cwd: scratch, env: { ...process.env, LC_ALL: "C" } };
execFileSync(
  initdb,
  ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", ...collation(initdb)],
  { ...options, stdio: "pipe" },
);

const port = await freePort();
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: process.argv.includes("--crashable") ? "on" : "off",
  log_min_messages: "panic",
};
const followed = {
  primary_conninfo: `host=127.0.0.1 port=${port} user=postgres`,
  wal_retrieve_retry_interval: "200ms",
};
let wanted = true;
let server = launch(data, port);
let replica: { process: ChildProcess; readonly port: number } | undefined;

// SIGINT is PostgreSQL's fast shutdown: running statements are cancelled, the server ends. SIGQUIT is its immediate one.
const orders = createInterface({ input: process.stdin });
const end = () => {
  replica?.process.kill("SIGQUIT");
  void (server.exitCode === null && server.signalCode === null ? server.kill("SIGINT") : process.exit(0));
};
orders.once("close", end);
process.once("SIGTERM", end).once("SIGINT", end);
orders.on("line", (order) => void obey(order));

await untilListening(port);
process.stdout.write(`${JSON.stringify({ url: `postgres://postgres@127.0.0.1:${port}/postgres`, from })}\n`);

async function obey(order: string): Promise<void> {
  if (order === "replica") {
    replica = await openReplica();
    process.stdout.write(`postgres://postgres@127.0.0.1:${replica.port}/postgres\n`);
    return;
  }
  if (order.startsWith("tls ")) {
    await switchTls(JSON.parse(order.slice(4)) as { readonly cert: string; readonly key: string } | null);
    process.stdout.write("tls\n");
    return;
  }
  if (order === "stop-replica" || order === "start-replica") {
    await switchReplica(order === "start-replica");
  } else if (order === "start") {
    wanted = true;
    server = launch(data, port);
    await untilListening(port);
  } else {
    wanted = false;
    const gone = once(server, "exit");
    server.kill(order === "crash" ? "SIGQUIT" : "SIGINT");
    await gone;
  }
  process.stdout.write(`${order}\n`);
}

/** A copy of the running server's files, made as PostgreSQL's manual has it, under a second server that follows the first. */
async function openReplica(): Promise<{ readonly process: ChildProcess; readonly port: number }> {
  const folder = path.join(scratch, "replica");
  const { Client } = (await import("pg")).default;
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
  await client.connect();
  await client.query("select pg_backup_start('replica', true)");
  cpSync(data, folder, { recursive: true, filter: (file) => path.basename(file) !== "postmaster.pid" });
  const { rows } = await client.query("select labelfile from pg_backup_stop(false)");
  await client.end();
  writeFileSync(path.join(folder, "backup_label"), (rows[0] as { readonly labelfile: string }).labelfile);
  writeFileSync(path.join(folder, "standby.signal"), "");
  if (identity !== undefined) giveTo(folder, identity);
  const at = await freePort();
  const process = launch(folder, at, followed);
  await untilListening(at);
  return { process, port: at };
}

/** Of the server alone: a replica keeps what it began with. */
async function switchTls(files: { readonly cert: string; readonly key: string } | null): Promise<void> {
  wanted = false;
  const gone = once(server, "exit");
  server.kill("SIGINT");
  await gone;
  if (files !== null) {
    for (const [name, file] of Object.entries({ "server.crt": files.cert, "server.key": files.key })) {
      const copy = path.join(data, name);
      copyFileSync(file, copy);
      chmodSync(copy, 0o600);
      if (identity !== undefined) chownSync(copy, identity.uid, identity.gid);
    }
  }
  wanted = true;
  server = launch(data, port, { ssl: files === null ? "off" : "on" });
  await untilListening(port);
}

async function switchReplica(on: boolean): Promise<void> {
  if (replica === undefined) throw new Error("there is no replica");
  if (on) {
    replica.process = launch(path.join(scratch, "replica"), replica.port, followed);
    await untilListening(replica.port);
    return;
  }
  const gone = once(replica.process, "exit");
  replica.process.kill("SIGINT");
  await gone;
}

function giveTo(place: string, to: { readonly uid: number; readonly gid: number }): void {
  chownSync(place, to.uid, to.gid);
  chmodSync(place, 0o700);
  for (const entry of readdirSync(place, { recursive: true, encoding: "utf8" })) {
    chownSync(path.join(place, entry), to.uid, to.gid);
  }
}

function launch(folder: string, at: number, more: Readonly<Record<string, string>> = {}): ChildProcess {
  const given = Object.entries({ ...settings, ...more }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", folder, "-p", String(at), ...given], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr?.pipe(process.stderr, { end: false });
  child.once("exit", (code) => {
    if (wanted && folder === data) process.exit(code ?? 1);
  });
  return child;
}

function ordinaryUser(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { stdio: "pipe" }).toString());
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("groupadd", ["--force", "postgres"], { stdio: "pipe" });
    execFileSync("useradd", ["--system", "--no-create-home", "-g", "postgres", "postgres"], { stdio: "pipe" });
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** Sorted by code point on every machine, with upper and lower case known of all letters where the version can do it. */
function collation(binary: string): readonly string[] {
  const version = Number(/(\d+)/.exec(execFileSync(binary, ["--version"]).toString())?.[1] ?? 0);
  return version >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--locale=C"];
}

async function untilListening(at: number): Promise<void> {
  const { Client } = (await import("pg")).default;
  for (let tries = 0; tries < 300; tries++) {
    const client = new Client({ host: "127.0.0.1", port: at, user: "postgres", database: "postgres" });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("PostgreSQL did not begin to listen within 30 seconds");
}
