// The MongoDB of the bench: a database of its own on the server of ISTHMUS_TEST_MONGODB, or on what can be had.

import { MongoClient } from "mongodb";
import { startMongodb } from "../../packages/isthmus/test/kit/servers.ts";
import { benchSizes } from "../questions.ts";
import { fillMongodb, idOf } from "./fill-mongodb.ts";
import type { Database } from "./databases.ts";

/** FerretDB 1 has no index that its questions use, and looks at every record each time. */
const ferretSizes = { products: 40, customers: 40, orders: 200 } as const;

export async function openMongodb(): Promise<Database> {
  const server = await startMongodb();
  if (server.url === undefined) throw new Error(server.reason);
  const client = new MongoClient(server.url);
  const db = client.db(`isthmus_bench_${process.pid}`);
  const close = async (): Promise<void> => {
    try {
      await db.dropDatabase();
      await client.close();
    } finally {
      await server.stop();
    }
  };
  try {
    const build = await client.db("admin").command({ buildInfo: 1 });
    const ferret = Object.hasOwn(build, "ferretdbVersion") || Object.hasOwn(build, "ferretdb");
    const sizes = ferret ? ferretSizes : benchSizes;
    await fillMongodb(db, sizes);
    const url = new URL(server.url);
    url.pathname = `/${db.databaseName}`;
    const less = `${sizes.orders.toLocaleString("en")} orders; both servers are measured against FerretDB, not MongoDB`;
    const version = ferret ? `FerretDB in MongoDB's place (${less})` : `MongoDB ${build["version"]}`;
    return { kind: "mongodb", url: url.href, version, sizes, idOf, close, ...(ferret ? { connections: 4 } : {}) };
  } catch (error) {
    await close();
    throw error;
  }
}
