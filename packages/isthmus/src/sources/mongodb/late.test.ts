// A database that is not there when the server starts, and comes later.

import { connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "../../../test/kit/free-port.ts";
import { createTestMongodb, type TestMongodb } from "../../../test/kit/open-mongodb.ts";
import { openMongodb } from "./index.ts";

let database: TestMongodb;
let door: Server | undefined;

beforeEach(async () => {
  database = await createTestMongodb();
});
afterEach(async () => {
  door?.close();
  await database.drop();
});

it("a source that was opened while the database was down says why, and serves once it is up", async () => {
  const port = await freePort();
  const address = new URL(database.url);
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  await database.client.db(database.database).collection<{ _id: number }>("tags").insertOne({ _id: 1 });
  const told: unknown[] = [];
  const options = { url, database: database.database, acquireTimeout: 300 };
  const source = await openMongodb("shop", options, (observation) => told.push(observation));
  try {
    expect(told).toEqual([
      { kind: "warning", message: `shop: the database does not answer yet: connect ECONNREFUSED 127.0.0.1:${port}` },
    ]);
    const signal = AbortSignal.timeout(20_000);
    await expect(source.introspect(signal)).rejects.toMatchObject({
      code: "PGRST000",
      cause: { message: `connect ECONNREFUSED 127.0.0.1:${port}` },
    });
    await expect(source.ping(signal)).rejects.toMatchObject({ code: "PGRST000" });
    door = createServer((client) => {
      const server = connect(Number(address.port), address.hostname);
      client.pipe(server).pipe(client);
      client.on("error", () => server.destroy());
      server.on("error", () => client.destroy());
    }).listen(port, "127.0.0.1");
    await source.ping(signal);
    expect((await source.introspect(signal)).resources.map(({ name }) => name)).toEqual(["tags"]);
  } finally {
    await source.close();
  }
}, 20_000);
