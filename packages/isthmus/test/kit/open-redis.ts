// A Redis of the test's own, which it may kill, pause, slow down and empty. Where no redis-server is installed it is (as root
// on Debian); else what needs it is NOT TESTED.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, appendFileSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";

export interface OwnRedis {
  readonly url: string;
  readonly port: number;
  /** SIGKILL; connections break. */
  kill(): Promise<void>;
  /** Again, on the same port, with nothing in it. */
  start(): Promise<void>;
  /** SIGSTOP: connections stay, and nothing is answered. */
  pause(): void;
  resume(): void;
  command(...words: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** Undefined where there is none to be had; why is told to whoever runs the tests. */
export function findRedis(): string | undefined {
  try {
    return installed() ?? fromApt();
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    process.stderr.write(`Redis IS NOT THERE, what shares limits is NOT TESTED: ${reason}\n`);
    const file = process.env["ISTHMUS_TEST_MISSING_FILE"];
    if (file !== undefined) appendFileSync(file, `limits shared by Redis: ${reason}\n`);
    return undefined;
  }
}

function installed(): string | undefined {
  const given = process.env["ISTHMUS_TEST_REDIS_SERVER"];
  if (given !== undefined) return given;
  const folders = [
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
  ];
  return folders
    .flatMap((folder) => ["redis-server", "valkey-server"].map((name) => path.join(folder, name)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fromApt(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version"))
    throw new Error("no redis-server is installed, and it is not root on Debian that runs the tests");
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "redis-server"], {
    stdio: "pipe",
    timeout: 120_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  });
  return installed();
}

export async function openRedis(binary: string): Promise<OwnRedis> {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-test-redis-"));
  const port = await freePort();
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    server = spawn(binary, settings, { stdio: "ignore" });
    for (let tries = 0; tries < 200; tries++) {
      if ((await command("PING").catch(() => "")).startsWith("+PONG")) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("Redis did not begin to listen within five seconds");
  }

  function command(...words: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", reject);
      socket.once("data", (data) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.write(`${words.join(" ")}\r\n`);
    });
  }

  async function kill(): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, "exit");
    server.kill("SIGKILL");
    await gone;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    start,
    pause: () => void server?.kill("SIGSTOP"),
    resume: () => void server?.kill("SIGCONT"),
    command,
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
