// The servers that are compared, and how each is started on a database, without and with a policy.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { signToken } from "../examples/shop/token.ts";
import { freePort, start } from "./processes.ts";
import { handWritten, isthmus, isthmusGraphql } from "./questions.ts";
import type { Database, Kind } from "./databases/databases.ts";
import type { Running } from "./processes.ts";
import type { Questions, Request } from "./questions.ts";

export interface System {
  readonly name: string;
  readonly questions: Questions;
  readonly databases: readonly Kind[];
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
const tokens = Array.from({ length: 50 }, (_, index) =>
  signToken(benchSecret, { role: "clerk", sub: String(index + 1), currency: "EUR" }),
);

export function authorized(request: Request, policy: boolean, index: number): Request {
  if (!policy) return request;
  return {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${tokens[index % tokens.length] ?? ""}` },
  };
}

export const handWrittenSystem: System = {
  name: "hand-written",
  questions: handWritten,
  databases: ["postgres", "sqlite", "mysql", "mongodb"],
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
  databases: ["postgres", "sqlite", "mysql", "mongodb"],
  hasPolicy: true,
  start: async (database, policy, folder) => {
    const [port, adminPort] = [await freePort(), await freePort()];
    const config = join(here, `isthmus/${policy ? "policy" : "open"}.config.ts`);
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

/** The same server, asked in GraphQL. */
const graphqlSystem = (kind: Kind, ...types: Parameters<typeof isthmusGraphql>): System => ({
  ...isthmusSystem,
  name: "Isthmus GraphQL",
  questions: isthmusGraphql(...types),
  databases: [kind],
  read: (answer) => {
    const { data, errors } = answer as { readonly data?: object | null; readonly errors?: unknown };
    if (errors !== undefined) throw new Error(`GraphQL answered ${JSON.stringify(errors)}.`);
    return Object.values(data ?? {})[0] as unknown;
  },
});
export const isthmusGraphqlSystems = [
  graphqlSystem("postgres", "Int", '"delivered"'),
  graphqlSystem("sqlite", "bigint", "delivered"),
];

/** Profiles the server when BENCH_PROFILE names a folder: one `.cpuprofile` each, written when the server ends. */
export function isthmusCommand(args: readonly string[]): readonly string[] {
  const profile = process.env["BENCH_PROFILE"];
  const flags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const bin = join(here, "../packages/isthmus/bin/isthmus.mjs");
  return [process.execPath, ...flags, "--conditions=isthmus-source", bin, ...args];
}
