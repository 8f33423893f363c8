// A process of its own that runs a PostgreSQL for tests in a temporary directory and prints its URL. It ends the server,
// by its process id, when its standard input ends: that happens however the parent dies, so nothing is left behind.
// Durability is switched off (fsync, full_page_writes): these data are thrown away, never copy these settings. With
// `--crashable` a commit still outlives the end of every process, and the lines `crash` (immediate stop), `stop` and
// `start` on standard input do that to the server; each is answered by a line when it is done.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
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
let wanted = true;
let server = launch();

// SIGINT is PostgreSQL's fast shutdown: running statements are cancelled, the server ends. SIGQUIT is its immediate one.
const orders = createInterface({ input: process.stdin });
const end = () =>
  void (server.exitCode === null && server.signalCode === null ? server.kill("SIGINT") : process.exit(0));
orders.once("close", end);
process.once("SIGTERM", end).once("SIGINT", end);
orders.on("line", (order) => void obey(order));

await untilListening(port);
process.stdout.write(`${JSON.stringify({ url: `postgres://postgres@127.0.0.1:${port}/postgres`, from })}\n`);

async function obey(order: string): Promise<void> {
  if (order === "start") {
    wanted = true;
    server = launch();
    await untilListening(port);
  } else {
    wanted = false;
    const gone = once(server, "exit");
    server.kill(order === "crash" ? "SIGQUIT" : "SIGINT");
    await gone;
  }
  process.stdout.write(`${order}\n`);
}

function launch(): ChildProcess {
  const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", data, "-p", String(port), ...given], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr?.pipe(process.stderr, { end: false });
  child.once("exit", (code) => {
    if (wanted) process.exit(code ?? 1);
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
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
