// The servers that are compared, and how each is started on a database, without and with a policy.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { signToken } from "../examples/shop/token.ts";
import { freePort, start } from "./processes.ts";
import { handWritten, isthmus } from "./questions.ts";
import type { Database } from "./databases.ts";
import type { Running } from "./processes.ts";
import type { Questions } from "./questions.ts";

export interface System {
  readonly name: string;
  readonly questions: Questions;
  readonly databases: readonly Database["kind"][];
  /** Whether it can be run with the bench's policy. */
  readonly hasPolicy: boolean;
  /** Brings an answer into the shape of the hand-written server's, so that they can be compared. Default: it has it. */
  readonly read?: (answer: unknown) => unknown;
  start(database: Database, policy: boolean, folder: string): Promise<Running>;
}

const here = import.meta.dirname;
/** Signs the tokens of the bench alone. */
export const benchSecret = "bench-only-bench-only-bench-only-";

/** Tokens of different callers who may all see the same: what is in euros. */
export const tokens = Array.from({ length: 50 }, (_, index) =>
  signToken(benchSecret, { role: "clerk", sub: String(index + 1), currency: "EUR" }),
);

export const handWrittenSystem: System = {
  name: "hand-written",
  questions: handWritten,
  databases: ["postgres", "sqlite"],
  hasPolicy: true,
  start: async (database, policy) => {
    const port = await freePort();
    const script = join(here, "hand-written/server.ts");
    return start({
      name: "hand-written",
      command: [process.execPath, script, String(port), database.url, policy ? "policy" : "open"],
      port,
      ready: "/ready",
      env: { BENCH_JWT_SECRET: benchSecret, NODE_ENV: "production" },
    });
  },
};

export const isthmusSystem: System = {
  name: "Isthmus",
  questions: isthmus,
  databases: ["postgres", "sqlite"],
  hasPolicy: true,
  start: async (database, policy, folder) => {
    const [port, adminPort] = [await freePort(), await freePort()];
    const config = join(here, `isthmus/${database.kind}${policy ? "-policy" : ""}.config.ts`);
    const store = join(folder, `store-${port}`);
    mkdirSync(store);
    return start({
      name: "Isthmus",
      command: isthmusCommand(["start", "--config", config]),
      port,
      ready: "/health/ready",
      readyPort: adminPort,
      env: {
        BENCH_DATABASE: database.url,
        BENCH_JWT_SECRET: benchSecret,
        BENCH_PORT: String(port),
        BENCH_ADMIN_PORT: String(adminPort),
        BENCH_STORE: join(store, "store.db"),
        NODE_ENV: "production",
      },
      cwd: store,
    });
  },
};

/** Profiles the server when BENCH_PROFILE names a folder: one `.cpuprofile` each, written when the server ends. */
export function isthmusCommand(args: readonly string[]): readonly string[] {
  const profile = process.env["BENCH_PROFILE"];
  const flags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const bin = join(here, "../packages/isthmus/bin/isthmus.mjs");
  return [process.execPath, ...flags, "--conditions=isthmus-source", bin, ...args];
}
