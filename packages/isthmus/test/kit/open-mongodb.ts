// A MongoDB source over a database of its own, filled with a seed that is written in SQL.

import { randomBytes } from "node:crypto";
import { MongoClient } from "mongodb";
import type { RoleConfiguration, Source } from "../../src/core/index.ts";
import { openMongodb } from "../../src/sources/mongodb/index.ts";
import type { MongodbOptions } from "../../src/sources/mongodb/options.ts";
import { readSeed } from "./fill-mongodb.ts";
import { engineOver, type Lack, type OpenEngine } from "./open-engine.ts";

export interface FilledMongodb {
  readonly source: Source;
  readonly client: MongoClient;
  readonly database: string;
  /** The server is FerretDB, which lacks some types of MongoDB's. */
  readonly ferret: boolean;
  /** As it was at the beginning, everything or what is named: what stands in for a rollback where there are no transactions. */
  refill(only?: ReadonlySet<string>): Promise<void>;
  drop(): Promise<void>;
}

export interface TestMongodb {
  readonly url: string;
  readonly database: string;
  readonly client: MongoClient;
  drop(): Promise<void>;
}

/** An empty database, fresh per call. Call `drop` in `afterAll`. */
export async function createTestMongodb(): Promise<TestMongodb> {
  const url = process.env["ISTHMUS_TEST_MONGODB"];
  if (!url)
    throw new Error(
      `this test needs MongoDB: ${process.env["ISTHMUS_TEST_MONGODB_MISSING"] ?? "global-setup.ts was not run"}`,
    );
  const client = await new MongoClient(url, { useBigInt64: true }).connect();
  const database = `isthmus_test_${randomBytes(6).toString("hex")}`;
  return {
    url,
    database,
    client,
    drop: async () => {
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
}

/** @param seed SQL of tables and rows, for SQLite. */
export async function filledMongodb(seed: string, more: Partial<MongodbOptions> = {}): Promise<FilledMongodb> {
  const { url, database, client, drop } = await createTestMongodb();
  const build = await client.db("admin").command({ buildInfo: 1 });
  const ferret = Object.hasOwn(build, "ferretdbVersion");
  const { told, fill } = await readSeed(seed, !ferret);
  await fill(client.db(database));
  const source = await openMongodb("shop", { url, database, ...told, ...more }, () => undefined);
  return {
    source: source as Source,
    client,
    database,
    ferret,
    refill: (only) => fill(client.db(database), only),
    drop,
  };
}

/** A whole engine over MongoDB; see `openEngine` for the other databases. */
export async function openMongodbEngine(
  seed: string,
  roles: Readonly<Record<string, RoleConfiguration>>,
): Promise<OpenEngine> {
  const { source, drop, refill, ferret } = await filledMongodb(seed);
  const lacks: Lack[] = ["key changes", "table rules"];
  if (ferret) lacks.push("lists in lists", "exact numbers in JSON");
  return engineOver(source, roles, drop, { refill, lacks: new Set(lacks) });
}
