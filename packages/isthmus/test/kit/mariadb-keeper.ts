// A process of its own that runs a MariaDB for tests in a temporary directory (or, where there is none to be had, in a
// container) and prints its URL. It ends the server, by its process id, when its standard input ends: that happens
// however the parent dies, so nothing is left behind. Durability is switched off: these data are thrown away.
// The lines `crash`, `stop` and `start` on standard input do that to the server; each is answered when it is done. `tls {"cert",
// "key"}` starts it again with these files, and `tls null` without TLS.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";
import { findMariadb } from "./mariadb-binaries.ts";

const image = "mariadb:10.11";
const scratch = mkdtempSync(path.join(tmpdir(), "isthmus-test-mariadb-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

const binaries = findMariadb();
const port = await freePort();
const root = process.getuid?.() === 0 ? ["--user=root"] : [];
const data = path.join(scratch, "data");
/** A machine has room for few servers that use its asynchronous input and output. */
const shared = ["--innodb-use-native-aio=0"];
if ("server" in binaries) {
  execFileSync(
    binaries.install,
    [
      "--no-defaults",
      ...root,
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      ...shared,
    ],
    { stdio: "pipe" },
  );
} else requireDocker(binaries.reasons);

let wanted = true;
let tls: readonly string[] = [];
let server = launch();

const orders = createInterface({ input: process.stdin });
const end = () =>
  void (server.exitCode === null && server.signalCode === null ? server.kill("SIGTERM") : process.exit(0));
orders.once("close", () => {
  wanted = false;
  server.once("exit", () => process.exit(0));
  end();
});
process.once("SIGTERM", end).once("SIGINT", end);
orders.on("line", (order) => void obey(order));

await untilListening();
const from = "server" in binaries ? binaries.from : "Docker";
process.stdout.write(`${JSON.stringify({ url: `mysql://root@127.0.0.1:${port}/mysql`, from })}\n`);

async function obey(order: string): Promise<void> {
  if (order.startsWith("tls ")) {
    const files = JSON.parse(order.slice(4)) as { readonly cert: string; readonly key: string } | null;
    tls = files === null ? ["--skip-ssl"] : [`--ssl-cert=${files.cert}`, `--ssl-key=${files.key}`];
    wanted = false;
    const gone = once(server, "exit");
    server.kill("SIGTERM");
    await gone;
    wanted = true;
    server = launch();
    await untilListening();
  } else if (order === "start") {
    wanted = true;
    server = launch();
    await untilListening();
  } else {
    wanted = false;
    const gone = once(server, "exit");
    server.kill(order === "crash" ? "SIGKILL" : "SIGTERM");
    await gone;
  }
  process.stdout.write(`${order}\n`);
}

function launch(): ChildProcess {
  const settings = [
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--max-connections=300",
    "--skip-log-bin",
  ];
  const [command, ...given] =
    "server" in binaries
      ? [
          binaries.server,
          "--no-defaults",
          ...root,
          `--datadir=${data}`,
          // Its own: a server that starts clears away the temporary tables of all that share one.
          `--tmpdir=${scratch}`,
          `--port=${port}`,
          "--bind-address=127.0.0.1",
          `--socket=${path.join(scratch, "socket")}`,
          `--pid-file=${path.join(scratch, "pid")}`,
          ...shared,
          ...settings,
          ...tls,
        ]
      : ["docker", "run", "--rm", "-e", "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1", "-p", `127.0.0.1:${port}:3306`, image];
  const child = spawn(command ?? "", given, { stdio: ["ignore", "ignore", "pipe"] });
  child.stderr?.resume();
  child.once("exit", (code) => {
    if (wanted) process.exit(code ?? 1);
  });
  return child;
}

function requireDocker(reasons: readonly string[]): void {
  try {
    execFileSync("docker", ["version"], { stdio: "pipe", timeout: 10_000 });
  } catch {
    throw new Error(
      `no MariaDB server could be found (${[...reasons, "Docker: does not answer"].join("; ")}); give one by ISTHMUS_TEST_MYSQL`,
    );
  }
}

async function untilListening(): Promise<void> {
  const { createConnection } = await import("mysql2/promise");
  for (let tries = 0; tries < 600; tries++) {
    try {
      const client = await createConnection({ host: "127.0.0.1", port, user: "root" });
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("MariaDB did not begin to listen within 60 seconds");
}
