// The real command line in a process and a folder of its own, for tests.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/isthmus.mjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Folder {
  readonly path: string;
  write(name: string, text: string): void;
  /** Runs SQL on an SQLite file of the folder. */
  sql(name: string, statements: string): void;
  /** Runs a command to its end. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Runs a command whose output nobody reads: the pipe is closed before it writes. */
  runUnread(...args: readonly string[]): Promise<Ended>;
  /** Starts a command that serves, and waits until it has said where. */
  serve(...args: readonly string[]): Promise<Served>;
  /** Ends what still runs, and removes the folder. */
  remove(): Promise<void>;
}

export interface Served {
  readonly process: ChildProcess;
  readonly api: string;
  readonly documentation: string;
  readonly health: string;
  /** All it has printed so far. */
  readonly printed: () => string;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export function createFolder(): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-command-"));
  const children = new Set<ChildProcess>();
  const start = (args: readonly string[]) => {
    const { ISTHMUS_PORT: _, ISTHMUS_HOST: __, ...environment } = process.env;
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    const text = { output: "", errors: "" };
    child.stdout.on("data", (chunk: Buffer) => (text.output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text.errors += chunk.toString()));
    const ended = once(child, "close").then(([code]): Ended => {
      children.delete(child);
      return { code: code as number | null, ...text };
    });
    return { child, text, ended };
  };
  return {
    path: folder,
    write: (name, text) => writeFileSync(path.join(folder, name), text),
    sql: (name, statements) => {
      const database = new DatabaseSync(path.join(folder, name));
      database.exec(statements);
      database.close();
    },
    run: (...args) => start(args).ended,
    runUnread: (...args) => {
      const { child, ended } = start(args);
      child.stdout.destroy();
      return ended;
    },
    async serve(...args) {
      const { child, text, ended } = start([...args, "--port", "0"]);
      const failed = ended.then(({ errors }) => Promise.reject(new Error(errors)));
      failed.catch(() => {});
      const said = async () => {
        while (!/Health +\S+\n/.test(text.errors)) await Promise.race([once(child.stderr, "data"), failed]);
      };
      await said();
      const address = (name: string) => new RegExp(`${name} +(\\S+)`).exec(text.errors)?.[1] ?? "";
      return {
        process: child,
        api: address("API"),
        documentation: address("Documentation"),
        health: address("Health"),
        printed: () => text.output + text.errors,
        stop: (signal = "SIGTERM") => {
          child.kill(signal);
          return ended;
        },
      };
    },
    async remove() {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all([...children].map((child) => once(child, "close")));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again until the answer is as wanted. @throws Error with the last answer when that takes more than ten seconds. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const until = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > until)
      throw new Error(`not within ten seconds; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
