// A source over a database of its own, with a proxy between them that breaks what a test tells it to.

import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { openFaultProxy, type FaultProxy } from "../../../../test/kit/fault-proxy.ts";
import { administer, createTestDatabase, type TestDatabase } from "../../../../test/kit/servers.ts";
import type { Observation, Source } from "../../../core/index.ts";
import type { SqlCommand } from "../../shared/sql/command.ts";
import { openPostgres } from "../index.ts";
import type { PostgresOptions } from "../options.ts";

export interface BehindProxy {
  /** The database's own address, past the proxy. */
  readonly url: string;
  /** Of the running test; proxy and source are new for each. */
  readonly proxy: FaultProxy;
  readonly source: Source<SqlCommand>;
  readonly observed: readonly Observation[];
  /** Closes the source, and opens it with other options. */
  reopen(options: Partial<PostgresOptions>): Promise<void>;
}

/** To be called once, at the top of a test file. */
export function behindProxy(schema: string, pool: number): BehindProxy {
  let database: TestDatabase;
  let proxy: FaultProxy;
  let source: Source<SqlCommand>;
  let observed: Observation[];

  const open = (options: Partial<PostgresOptions>): Source<SqlCommand> => {
    const url = new URL(database.url);
    url.hostname = "127.0.0.1";
    url.port = String(proxy.port);
    observed = [];
    return openPostgres("db", { url: url.href, pool, ...options }, (observation) => observed.push(observation));
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    await administer(database.url, schema);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    const url = new URL(database.url);
    proxy = await openFaultProxy({ host: url.hostname, port: Number(url.port || 5432) });
    source = open({});
  });
  afterEach(async () => {
    proxy.set({});
    proxy.reset();
    await source.close();
    await proxy.close();
  });

  return {
    get url() {
      return database.url;
    },
    get proxy() {
      return proxy;
    },
    get source() {
      return source;
    },
    get observed() {
      return observed;
    },
    async reopen(options) {
      await source.close();
      source = open(options);
    },
  };
}
