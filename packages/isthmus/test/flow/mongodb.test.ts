// Imports and exports of a MongoDB that has no transactions: each row is all or nothing, and no chunk is.

import type { Collection } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mongodb } from "../../src/index.ts";
import { serve } from "../../src/server/command/serve.ts";
import { createTestMongodb, type TestMongodb } from "../kit/open-mongodb.ts";
import { as, configuration } from "./shop.ts";

const count = 1_200;

describe("imports and exports on mongodb", () => {
  let database: TestMongodb;
  let things: Collection<{ _id: string; price: number }>;
  let api: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    database = await createTestMongodb();
    const db = database.client.db(database.database);
    things = db.collection("things");
    await db.createCollection("things");
    await db.createCollection("makers");
    await db.collection<{ _id: number }>("makers").insertOne({ _id: 1 });
    const fields = {
      "things.id": { type: "text", nullable: false },
      "things.name": { type: "text", nullable: false },
      "things.price": { type: "float", nullable: false, default: 1 },
      "things.owner": { type: "text", nullable: true },
    } as const;
    const source = mongodb({ url: database.url, database: database.database, id: "id", fields });
    const { server } = await serve(
      {
        ...configuration,
        sources: { shop: source },
        server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
      },
      {},
    );
    ({ api } = server.addresses);
    stop = () => server.stop();
  }, 30_000);
  afterAll(async () => {
    await stop?.();
    await database?.drop();
  });

  /** Named by numbers of five digits, so that their order is that of their names. */
  const lines = (from: number, price: number, many = count) =>
    Array.from({ length: many }, (_, at) => `{"id":"t${10_000 + from + at}","name":"n${at}","price":${price}}\n`);
  async function send(rows: readonly string[], prefer?: string, role = "loader") {
    const answer = await fetch(`${api}/import/things`, {
      method: "POST",
      body: rows.join(""),
      headers: {
        "content-type": "application/x-ndjson",
        ...as(role),
        ...(prefer === undefined ? {} : { prefer }),
      },
    });
    return { status: answer.status, ended: (await answer.json()) as Record<string, unknown> };
  }

  it("writes every row but those at fault", async () => {
    const rows = lines(1, 2);
    rows[9] = '{"id":"t10010","name":null,"price":2}\n';
    rows[1_100] = '{"id":"t10001","name":"again","price":2}\n';
    const { ended } = await send(rows);
    expect(ended).toMatchObject({ rows: count, written: count - 2, refused: 2, done: true });
    expect(ended["refusals"]).toMatchObject([
      { line: 10, code: "23502" },
      { line: 1_101, code: "23505" },
    ]);
    expect(await things.countDocuments({})).toBe(count - 2);
  }, 60_000);

  it("merges and ignores what is there", async () => {
    expect((await send(lines(1, 3), "resolution=ignore-duplicates")).ended).toMatchObject({ written: 2, refused: 0 });
    expect(await things.countDocuments({ price: 2 })).toBe(count - 2);
    // The last of them, and one that is new.
    const merged = await send(lines(count - 98, 4, 100), "resolution=merge-duplicates");
    expect(merged.ended).toMatchObject({ written: 100, refused: 0 });
    expect(await things.countDocuments({ price: 4 })).toBe(100);
  }, 60_000);

  it("gives everything out, page by page", async () => {
    const answer = await fetch(`${api}/export/things?select=id&order=id`, { headers: as("loader") });
    const ids = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { readonly id: string }).id);
    expect(ids).toHaveLength(count + 1);
    expect(ids).toEqual([...new Set(ids)].sort());
  }, 60_000);

  it("refuses a rehearsal at once, with one reason, where there is nothing that could undo it", async ({ skip }) => {
    const hello = await database.client.db("admin").command({ hello: 1 });
    skip(typeof hello["setName"] === "string", "a replica set has transactions");
    const { status, ended } = await send(lines(1, 5), "tx=rollback");
    expect(status).toBe(400);
    expect(ended).toMatchObject({
      code: "PGRST127",
      details: expect.stringContaining("has no transactions that could be undone") as string,
    });
    expect(await things.countDocuments({ price: 5 })).toBe(0);
  });
});
