// A whole engine over one real database, asked without a socket: what the golden, oracle and differential tests drive.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buildCatalog, resolvePolicies, type Policies } from "../../src/catalog/index.ts";
import type {
  Catalog,
  Configuration,
  Interface,
  Principal,
  Reply,
  RoleConfiguration,
  Source,
} from "../../src/core/index.ts";
import { createEngine, type Listener, type LiveSubscription } from "../../src/engine/index.ts";
import { rest } from "../../src/interfaces/rest/index.ts";
import { openMysql } from "../../src/sources/mysql/index.ts";
import { openPostgres } from "../../src/sources/postgres/index.ts";
import { openSqlite } from "../../src/sources/sqlite/index.ts";
import { openStore } from "../../src/store/index.ts";
import { administer, administerMysql, createTestDatabase, createTestMysql } from "./servers.ts";

export type Database = "sqlite" | "postgres" | "mysql";
export const databases: readonly Database[] = ["sqlite", "postgres", "mysql"];

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Default: REST. */
  readonly face?: Interface;
}

/** A key that changes, rules of a table, lists in lists, and numbers in JSON beyond a double. */
export type Lack = "key changes" | "table rules" | "lists in lists" | "exact numbers in JSON";

export interface OpenEngine {
  readonly catalog: Catalog;
  readonly policies: Policies;
  readonly source: Source;
  readonly face: Interface;
  /** @param target Path and query below the mount point, e.g. `/orders?id=eq.1`. */
  ask(target: string, principal: Principal, asked?: Asked): Promise<Reply>;
  /** Asks a question that is answered again whenever its answer has changed. */
  subscribe(principal: Principal, asked: Asked, listener: Listener): LiveSubscription;
  /** Everything, or the tables named, as it was at the beginning: of a source without transactions, in place of a rollback. */
  readonly refill?: (only?: ReadonlySet<string>) => Promise<void>;
  /** What the database behind the source cannot do, so that the suites prove nothing of it there. */
  readonly lacks?: ReadonlySet<Lack>;
  close(): Promise<void>;
}

/** @param schema SQL of tables and rows, per database. */
export async function openEngine(
  database: Database,
  schema: string,
  roles: Readonly<Record<string, RoleConfiguration>>,
  limits?: Configuration["limits"],
): Promise<OpenEngine> {
  const { source, drop } = await filled[database](schema);
  return engineOver(source, roles, drop, limits === undefined ? {} : { limits });
}

/** @param drop Called when the source has been closed. */
export async function engineOver(
  source: Source,
  roles: Readonly<Record<string, RoleConfiguration>>,
  drop: () => Promise<void>,
  { limits = {}, ...more }: Pick<OpenEngine, "refill" | "lacks"> & Pick<Configuration, "limits"> = {},
): Promise<OpenEngine> {
  const catalog = buildCatalog(
    new Map([
      [
        "shop",
        {
          kind: source.kind,
          capabilities: source.capabilities,
          schema: await source.introspect(AbortSignal.timeout(10_000)),
        },
      ],
    ]),
    {},
  );
  const { policies, faults } = resolvePolicies({ roles, limits }, catalog);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const store = openStore(":memory:");
  const face = rest({});
  let asking: Principal;
  const listening = new Map<string, Principal>();
  const engine = createEngine({
    catalog,
    policies,
    sources: new Map([["shop", source]]),
    authenticate: ({ authorization = "" }) => listening.get(authorization) ?? asking,
    idempotency: {
      ledger: store.idempotency,
      now: Date.now,
      hash: (text) => createHash("sha256").update(text).digest("hex"),
    },
    limits: { rows: limits.rows ?? 1000, depth: 6, concurrency: 1000 },
    record: () => undefined,
    clock: () => performance.now(),
  });
  return {
    catalog,
    policies,
    source,
    face,
    ...more,
    ask: async (target, principal, asked = {}) => {
      asking = principal;
      const [path = "", ...query] = target.split("?");
      const received = performance.now();
      const headers = Object.fromEntries(
        Object.entries(asked.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      );
      return engine.serve({
        interface: asked.face ?? face,
        request: {
          id: "test",
          method: asked.method ?? "GET",
          path,
          query: query.join("?"),
          headers,
          body: asked.body ?? "",
          base: "http://shop.example/api",
        },
        credentials: {},
        signal: AbortSignal.timeout(20_000),
        received,
        deadline: received + 20_000,
      });
    },
    subscribe: (principal, asked, listener) => {
      const authorization = `listener ${listening.size}`;
      listening.set(authorization, principal);
      const request = {
        id: "test",
        method: asked.method ?? "SUBSCRIBE",
        path: "/",
        query: "",
        headers: asked.headers ?? {},
        body: asked.body ?? "",
        base: "http://shop.example/api",
      };
      const credentials = { authorization };
      return engine.live.subscribe(
        { interface: asked.face ?? face, request, credentials, received: performance.now() },
        listener,
      );
    },
    close: async () => {
      engine.live.close();
      await source.close();
      store.close();
      await drop();
    },
  };
}

async function filledSqlite(schema: string): Promise<{ source: Source; drop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "isthmus-test-"));
  const file = join(folder, "test.db");
  const database = new DatabaseSync(file);
  database.exec(schema);
  database.close();
  const source = await openSqlite("shop", { file }, () => undefined);
  return { source: source as Source, drop: async () => rmSync(folder, { recursive: true, force: true }) };
}

async function filledMysql(schema: string): Promise<{ source: Source; drop: () => Promise<void> }> {
  const database = await createTestMysql();
  await administerMysql(database.url, schema);
  const source = openMysql("shop", { url: database.url }, () => undefined);
  return { source: source as Source, drop: database.drop };
}

async function filledPostgres(schema: string): Promise<{ source: Source; drop: () => Promise<void> }> {
  const database = await createTestDatabase();
  await administer(database.url, schema);
  const source = openPostgres("shop", { url: database.url }, () => undefined);
  return { source: source as Source, drop: database.drop };
}

const filled = { sqlite: filledSqlite, postgres: filledPostgres, mysql: filledMysql };
