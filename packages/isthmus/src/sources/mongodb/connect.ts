// Opens the client, and finds out what the server behind it can do. The one place, beside values.ts, that imports the
// driver.

import type { Db, MongoClient } from "mongodb";
import { socketTls } from "../shared/tls/connection.ts";
import { wantedTls } from "../shared/tls/options.ts";
import type { MongodbSettings } from "./options.ts";

export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  /**
   * To be awaited ahead of a look at the database. A client of which the first try to connect has failed answers "Topology
   * is closed" for ever, unless it is told to connect again.
   */
  readonly opened: () => Promise<void>;
}

/** What servers that speak the protocol differ in. */
export interface Abilities {
  /** A replica set, or a cluster of them. */
  readonly transactions: boolean;
  readonly decimal128: boolean;
}

/** Opens no connection yet: the driver does when it is first asked. Throws for an address that cannot be read. */
export async function connect(settings: MongodbSettings): Promise<Connection> {
  const { MongoClient } = await import("mongodb");
  const tls = wantedTls(settings.tls, {});
  const client = new MongoClient(settings.url, {
    ...(tls === undefined ? {} : tls === false ? { tls } : { tls: true, ...socketTls(tls) }),
    appName: "isthmus",
    maxPoolSize: settings.pool,
    waitQueueTimeoutMS: settings.acquireTimeout,
    serverSelectionTimeoutMS: settings.acquireTimeout,
    connectTimeoutMS: settings.connectTimeout,
    // Whole numbers of 64 bits keep their digits.
    useBigInt64: true,
    ignoreUndefined: false,
    retryWrites: true,
  });
  let reached = false;
  let trying: Promise<unknown> | undefined;
  const opened = async () => {
    if (reached) return;
    trying ??= client.connect().finally(() => (trying = undefined));
    await trying;
    reached = true;
  };
  return { client, db: client.db(settings.database), opened };
}

export async function abilitiesOf({ db, opened }: Connection, signal: AbortSignal): Promise<Abilities> {
  await opened();
  const [hello, build] = await Promise.all([
    db.admin().command({ hello: 1 }, { signal }),
    db.admin().command({ buildInfo: 1 }, { signal }),
  ]);
  const ferret = Object.hasOwn(build, "ferretdbVersion") || Object.hasOwn(build, "ferretdb");
  const replicated = typeof hello["setName"] === "string" || hello["msg"] === "isdbgrid";
  return { transactions: replicated && !ferret, decimal128: !ferret };
}
