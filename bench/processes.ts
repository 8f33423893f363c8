// Servers under test: child processes on free loopback ports, ended by their process id.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "node:child_process";

export interface Running {
  readonly origin: string;
  readonly pid: number;
  /** Milliseconds from the start of the process until it answered. */
  readonly startedIn: number;
  stop(): Promise<void>;
}

export interface Launch {
  readonly name: string;
  readonly command: readonly string[];
  readonly port: number;
  /** A path that answers 2xx once the server can be asked. */
  readonly ready: string;
  /** Port on which `ready` is asked. Default: `port`. */
  readonly readyPort?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Seconds. Default: 30. */
  readonly patience?: number;
}

const children = new Map<ChildProcess, NodeJS.Signals>();
process.on("exit", () => {
  for (const [child, signal] of children) child.kill(signal);
});
// Without these the event "exit" would not come.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

/** Whatever ends the bench ends the child too, by the given signal. */
export function endWithUs(child: ChildProcess, signal: NodeJS.Signals): void {
  children.set(child, signal);
  child.once("exit", () => children.delete(child));
}

export async function start({
  name,
  command,
  port,
  ready,
  readyPort = port,
  env = {},
  cwd,
  patience = 30,
}: Launch): Promise<Running> {
  const [program = "", ...rest] = command;
  const began = performance.now();
  const child = spawn(program, rest, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  endWithUs(child, "SIGTERM");
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  child.on("error", (error) => (said += error.message));
  while (!(await answers(`http://127.0.0.1:${readyPort}${ready}`))) {
    const ended = child.exitCode !== null || child.pid === undefined;
    if (ended || performance.now() - began > patience * 1000) {
      await stop(child);
      throw new Error(`${name} ${ended ? "ended" : `did not answer within ${patience} s`}. It said:\n${said}`);
    }
    await sleep(5);
  }
  const startedIn = performance.now() - began;
  // Known, since the process has answered.
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid as number, startedIn, stop: () => stop(child) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("There is no free port.")),
      );
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(late);
}
