// A small shop with functions over it, asked without a socket: what the tests of functions drive.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buildCatalog, resolvePolicies } from "../../src/catalog/index.ts";
import type {
  Catalog,
  Interface,
  Observation,
  Principal,
  Reply,
  RoleConfiguration,
  Source,
} from "../../src/core/index.ts";
import { createEngine, type Engine, type Listener } from "../../src/engine/index.ts";
import { graphql } from "../../src/interfaces/graphql/index.ts";
import { rest } from "../../src/interfaces/rest/index.ts";
import { functionOf } from "../../src/sources/functions/connect.ts";
import { functionsSource } from "../../src/sources/functions/index.ts";
import { openMysql } from "../../src/sources/mysql/index.ts";
import { openPostgres } from "../../src/sources/postgres/index.ts";
import { openSqlite } from "../../src/sources/sqlite/index.ts";
import { openStore } from "../../src/store/index.ts";
import { administer, administerMysql, createTestDatabase, createTestMysql } from "../kit/servers.ts";
import type { Database } from "../kit/open-engine.ts";

export const schema = `
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL);
CREATE TABLE products (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE, price DECIMAL(10,2) NOT NULL, stock INTEGER NOT NULL, secret VARCHAR(80));
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), status VARCHAR(20) NOT NULL DEFAULT 'open');
CREATE TABLE order_items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), product_id INTEGER NOT NULL REFERENCES products (id), quantity INTEGER NOT NULL);
INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO products VALUES (1, 'Lamp', 12.50, 10, 'cost 3'), (2, 'Chair', 80, 5, 'cost 40');
INSERT INTO orders VALUES (1, 1, 'open'), (2, 2, 'open');
INSERT INTO order_items VALUES (1, 1, 1, 2), (2, 1, 2, 1), (3, 2, 1, 1);
`;

export const roles: Readonly<Record<string, RoleConfiguration>> = {
  anonymous: { products: { read: { fields: ["id", "name", "price", "stock"] } } },
  customer: {
    extends: ["anonymous"],
    orders: {
      read: { where: { customer_id: { kind: "claim", path: ["sub"] } } },
      insert: { fields: ["id", "customer_id"] },
    },
    order_items: { read: { where: { order: { customer_id: { kind: "claim", path: ["sub"] } } } } },
  },
};

export const customer = (sub = 1): Principal => ({
  kind: "user",
  id: String(sub),
  roles: ["customer"],
  claims: { sub },
});

export interface Stage {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly source: Source;
  readonly face: Interface;
  readonly graph: Interface;
  /** What was recorded, requests left out. */
  readonly observed: Observation[];
  /** Causes of requests that failed. */
  readonly causes: unknown[];
  call(name: string, body: unknown, asked?: Asked): Promise<Answer>;
  ask(method: string, target: string, asked?: Asked & { readonly body?: string }): Promise<Answer>;
  listen(target: string, principal: Principal, listener: Listener): { close(): void };
  close(): Promise<void>;
}

export interface Asked {
  readonly principal?: Principal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly face?: Interface;
  readonly signal?: AbortSignal;
  /** Milliseconds. Default: 20,000. */
  readonly patience?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Reply["headers"];
  readonly body: unknown;
}

/** @param definitions By name; further sources stand behind the database. */
export async function openStage(
  definitions: Readonly<Record<string, unknown>>,
  {
    database = "sqlite",
    sql = schema,
    rules = roles,
    others = [],
  }: {
    readonly database?: Database;
    readonly sql?: string;
    readonly rules?: Readonly<Record<string, RoleConfiguration>>;
    readonly others?: readonly Source[];
  } = {},
): Promise<Stage> {
  const { source, drop } = await filled[database](sql);
  const functions = new Map(
    Object.entries(definitions).map(([name, definition]) => {
      const found = functionOf(definition, name);
      if (!("definition" in found)) throw new Error(found.join("; "));
      return [found.name, found];
    }),
  );
  const sources = new Map<string, Source>([
    ["shop", source],
    ...others.map((one) => [one.name, one] as const),
    ["functions", functionsSource("functions", functions) as Source],
  ]);
  const introspected = new Map(
    await Promise.all(
      [...sources].map(async ([name, one]) => {
        const found = await one.introspect(AbortSignal.timeout(10_000));
        return [name, { kind: one.kind, capabilities: one.capabilities, schema: found }] as const;
      }),
    ),
  );
  const catalog = buildCatalog(introspected, {});
  const { policies, faults } = resolvePolicies({ roles: rules }, catalog);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const store = openStore(":memory:");
  const observed: Observation[] = [];
  const causes: unknown[] = [];
  const principals = new Map<string, Principal>();
  const engine = createEngine({
    catalog,
    policies,
    sources,
    authenticate: ({ authorization = "" }) => principals.get(authorization) ?? customer(),
    idempotency: {
      ledger: store.idempotency,
      now: Date.now,
      hash: (text) => createHash("sha256").update(text).digest("hex"),
    },
    limits: { rows: 1000, depth: 6, concurrency: 1000 },
    record: (one) => {
      if (one.kind !== "request") observed.push(one);
      else if (one.request.cause !== undefined) causes.push(one.request.cause);
    },
    clock: () => performance.now(),
  });
  const face = rest({});
  const graph = graphql({});
  const credentialsOf = (principal: Principal): { readonly authorization: string } => {
    const authorization = JSON.stringify(principal);
    principals.set(authorization, principals.get(authorization) ?? principal);
    return { authorization };
  };
  const requestOf = (method: string, target: string, headers: Readonly<Record<string, string>>, body: string) => {
    const [at = "", ...query] = target.split("?");
    return { id: "r1", method, path: at, query: query.join("?"), headers, body, base: "http://shop.example/api" };
  };
  const ask: Stage["ask"] = async (method, target, asked = {}) => {
    const received = performance.now();
    const patience = asked.patience ?? 20_000;
    const limits = [AbortSignal.timeout(patience), ...(asked.signal === undefined ? [] : [asked.signal])];
    const headers = { ...(asked.body === undefined ? {} : { "content-type": "application/json" }), ...asked.headers };
    const reply = await engine.serve({
      interface: asked.face ?? face,
      request: requestOf(method, target, headers, asked.body ?? ""),
      credentials: credentialsOf(asked.principal ?? customer()),
      signal: AbortSignal.any(limits),
      received,
      deadline: received + patience,
    });
    const text = reply.body?.toString() ?? "";
    return { status: reply.status, headers: reply.headers, body: text === "" ? null : JSON.parse(text) };
  };
  return {
    engine,
    catalog,
    source,
    face,
    graph,
    observed,
    causes,
    ask,
    call: (name, body, asked) => ask("POST", `/rpc/${name}`, { ...asked, body: JSON.stringify(body) }),
    listen: (target, principal, listener) =>
      engine.live.subscribe(
        {
          interface: face,
          request: requestOf("GET", target, {}, ""),
          credentials: credentialsOf(principal),
          received: performance.now(),
        },
        listener,
      ) as unknown as { close(): void },
    close: async () => {
      engine.live.close();
      await Promise.all([...sources.values()].map((one) => one.close()));
      store.close();
      await drop();
    },
  };
}

interface Filled {
  readonly source: Source;
  readonly drop: () => Promise<void>;
}

const filled: Readonly<Record<Database, (sql: string) => Promise<Filled>>> = {
  async sqlite(sql) {
    const folder = mkdtempSync(path.join(tmpdir(), "isthmus-functions-"));
    const file = path.join(folder, "shop.db");
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    const source = await openSqlite("shop", { file }, () => undefined);
    return { source: source as Source, drop: async () => rmSync(folder, { recursive: true, force: true }) };
  },
  async postgres(sql) {
    const { url, drop } = await createTestDatabase();
    await administer(url, sql);
    return { source: openPostgres("shop", { url }, () => undefined) as Source, drop };
  },
  async mysql(sql) {
    const { url, drop } = await createTestMysql();
    await administerMysql(url, sql);
    return { source: openMysql("shop", { url }, () => undefined) as Source, drop };
  },
};
