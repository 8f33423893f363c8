// A PostgreSQL of the test's own, which it may stop, crash and start again, always with the same data on the same port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface OwnPostgres {
  readonly url: string;
  /** Fast shutdown: sessions are ended, everything is written. */
  stop(): Promise<void>;
  /** Immediate shutdown, as a crash: nothing is written; recovery runs at the next start. */
  crash(): Promise<void>;
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  /** Makes a streaming replica of it; at most one. Gives its URL. */
  replica(): Promise<string>;
  stopReplica(): Promise<void>;
  startReplica(): Promise<void>;
  /** Starts it again with the files of a certificate, or without TLS. */
  tls(files: { readonly cert: string; readonly key: string } | null): Promise<void>;
  /** Ends it, and removes its data. */
  close(): Promise<void>;
}

export async function openOwnPostgres(): Promise<OwnPostgres> {
  const keeper = spawn(
    process.execPath,
    [fileURLToPath(new URL("../kit/postgres-keeper.ts", import.meta.url)), "--crashable"],
    { stdio: ["pipe", "pipe", "ignore"], detached: true },
  );
  const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the test's PostgreSQL ended");
    return value as string;
  };
  const { url } = JSON.parse(await nextLine()) as { readonly url: string };
  const order = async (what: string): Promise<string> => {
    keeper.stdin.write(`${what}\n`);
    return nextLine();
  };
  return {
    url,
    stop: async () => void (await order("stop")),
    crash: async () => void (await order("crash")),
    start: async () => void (await order("start")),
    replica: () => order("replica"),
    stopReplica: async () => void (await order("stop-replica")),
    startReplica: async () => void (await order("start-replica")),
    tls: async (files) => void (await order(`tls ${JSON.stringify(files)}`)),
    close: async () => {
      const ended = once(keeper, "exit");
      keeper.stdin.end();
      await ended;
    },
  };
}
