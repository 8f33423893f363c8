// The PostgreSQL of the bench, filled with the example shop's rows.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { fillPostgres } from "../../examples/shop/seed/fill-postgres.ts";
import { findPostgres } from "../../packages/isthmus/test/kit/postgres-binaries.ts";
import { endWithUs, freePort } from "../processes.ts";
import { benchSizes } from "../questions.ts";
import type { Database } from "./databases.ts";

/**
 * A PostgreSQL with its durability on (fsync, synchronous_commit), or a database of its own on the server that
 * ISTHMUS_TEST_POSTGRES names. With ISTHMUS_BENCH_POSTGRES an existing database is used as it is, filled only if empty.
 */
export async function openPostgres(): Promise<Database> {
  const kept = process.env["ISTHMUS_BENCH_POSTGRES"];
  if (kept !== undefined) {
    const [found] = await query(kept, "SELECT to_regclass('public.orders') IS NOT NULL AS filled");
    if (found?.["filled"] !== true) await fillPostgres(kept, { sizes: benchSizes });
    return {
      kind: "postgres",
      url: kept,
      version: await postgresVersion(kept),
      sizes: benchSizes,
      close: async () => {},
    };
  }
  const server = await serverOf(process.env["ISTHMUS_TEST_POSTGRES"]);
  const name = `isthmus_bench_${process.pid}`;
  await query(server.url, `CREATE DATABASE ${name}`);
  const address = new URL(server.url);
  address.pathname = `/${name}`;
  const close = async (): Promise<void> => {
    await query(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.stop();
  };
  try {
    await fillPostgres(address.href, { sizes: benchSizes });
    return {
      kind: "postgres",
      url: address.href,
      version: await postgresVersion(server.url),
      sizes: benchSizes,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serverOf(given: string | undefined): Promise<{ readonly url: string; stop(): Promise<void> }> {
  if (given !== undefined) return { url: given, stop: async () => {} };
  const scratch = mkdtempSync(join(tmpdir(), "isthmus-bench-postgres-"));
  chmodSync(scratch, 0o755);
  const { initdb, postgres } = findPostgres(scratch);
  const data = join(scratch, "data");
  mkdirSync(data, { mode: 0o700 });
  // PostgreSQL refuses to run as root.
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : undefined;
  if (owner !== undefined) chownSync(data, owner.uid, owner.gid);
  const options = { ...owner, cwd: scratch, env: { ...process.env, LC_ALL: "C" } };
  execFileSync(initdb, ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"], {
    ...options,
    stdio: "pipe",
  });
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=256MB",
  ];
  const child = spawn(postgres, ["-D", data, "-p", String(port), ...settings.flatMap((text) => ["-c", text])], {
    ...options,
    stdio: "ignore",
  });
  // SIGQUIT ends PostgreSQL at once; these data are thrown away.
  endWithUs(child, "SIGQUIT");
  process.on("exit", () => {
    if (child.exitCode !== null) return;
    // Its processes write until they are gone, and nothing can be awaited any more.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = once(child, "exit");
      // Fast shutdown: whoever is still connected is sent away.
      child.kill("SIGINT");
      await ended;
    }
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  await untilItAnswers(url, stop);
  return { url, stop };
}

async function untilItAnswers(url: string, stop: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await query(url, "SELECT 1");
      return;
    } catch (error) {
      if (tries === 200) {
        await stop();
        throw error;
      }
      await sleep(100);
    }
  }
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function postgresVersion(url: string): Promise<string> {
  const [row] = await query(url, "SHOW server_version");
  return `PostgreSQL ${String(row?.["server_version"]).split(" ")[0]}`;
}

/** The id of the user `postgres`, who is made where he is missing. */
function idOf(flag: string): number {
  try {
    return Number(execFileSync("id", [flag, "postgres"], { stdio: "pipe" }).toString());
  } catch {
    execFileSync("groupadd", ["--force", "postgres"], { stdio: "pipe" });
    execFileSync("useradd", ["--system", "--no-create-home", "-g", "postgres", "postgres"], { stdio: "pipe" });
    return idOf(flag);
  }
}
