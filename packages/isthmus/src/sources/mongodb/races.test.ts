// Changes that race. MongoDB keeps apart what two commands do to one document; a FerretDB that does not is put behind a door
// that lets one command through at a time. What our changes do between two commands stays open to the others.

import { BSON, type Document } from "mongodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engineOver, type OpenEngine } from "../../../test/kit/open-engine.ts";
import { createTestMongodb, type TestMongodb } from "../../../test/kit/open-mongodb.ts";
import { type Door, openOneAtATime } from "../../../test/kit/one-at-a-time.ts";
import { equals, field, query } from "../../../test/suites/statements.ts";
import type { Condition, Mutation, Principal, Query, Source, Update } from "../../core/index.ts";
import { authorize } from "../../engine/authorize/authorize.ts";
import { createViews } from "../../engine/index.ts";
import { openMongodb } from "./index.ts";

const system: Principal = { kind: "system", id: "test", roles: ["system"], claims: {} };
const literal = (value: string | number) => ({ kind: "literal" as const, value });
const atLeast = (name: string, value: number): Condition => ({
  kind: "compare",
  left: { field: name },
  operator: "gte",
  right: literal(value),
});
const both = (...of: readonly Condition[]): Condition => ({ kind: "and", of });

describe("changes that race", () => {
  let database: TestMongodb;
  let door: Door;
  let opened: OpenEngine;
  let seen: Document[] = [];

  beforeAll(async () => {
    database = await createTestMongodb();
    const build = await database.client.db("admin").command({ buildInfo: 1 });
    const ferret = Object.hasOwn(build, "ferretdbVersion");
    const { hostname, port } = new URL(database.url);
    door = await openOneAtATime({ host: hostname, port: Number(port || 27_017) }, (message) => {
      seen.push(...commandsIn(message));
    });
    await refill();
    const fields = {
      "pieces.stock": "integer",
      "pieces.price": { type: ferret ? "float" : "decimal(10,2)" },
      "pieces.notes": { type: "json", nullable: true },
      "pieces.worth": { type: "integer", nullable: true },
    } as const;
    const url = ferret ? `mongodb://127.0.0.1:${door.port}/?serverMonitoringMode=poll` : database.url;
    const options = { url, database: database.database, fields, pool: 100 };
    const source = await openMongodb("shop", options, () => undefined);
    opened = await engineOver(source as Source, {}, async () => {
      await door.close();
      await database.drop();
    });
  }, 30_000);
  beforeEach(async () => {
    await refill();
    seen = [];
  });
  afterAll(() => opened?.close());

  async function refill(): Promise<void> {
    const pieces = database.client.db(database.database).collection<{ _id: number }>("pieces");
    await pieces.deleteMany({});
    await pieces.insertMany([
      { _id: 1, stock: 10, price: 5, notes: { state: "open", list: [] }, worth: null } as { _id: number },
      { _id: 2, stock: 10, price: 5, notes: [], worth: 7 } as { _id: number },
      { _id: 3, stock: 2_147_483_647, price: 5, notes: null, worth: 7 } as { _id: number },
    ]);
  }

  const standing = (_id: number) =>
    database.client.db(database.database).collection<{ _id: number }>("pieces").findOne({ _id }) as Promise<Document>;

  async function change(statement: Mutation): Promise<readonly Document[]> {
    const { source, catalog, policies } = opened;
    const view = createViews(catalog, policies).of(system);
    const command = source.compile(authorize(statement, view, { rows: 1_000, depth: 2 }), catalog);
    const { body } = await source.execute(command, {
      inputs: [],
      principal: system,
      results: [],
      signal: AbortSignal.timeout(20_000),
      deadline: performance.now() + 20_000,
    });
    return body === null ? [] : (JSON.parse(body.toString()) as Document[]);
  }

  const returning = (...fields: readonly string[]): Query =>
    query(
      "pieces",
      fields.map((name) => field(name)),
    );

  const adjusting = (
    field: string,
    operator: "increment" | "append",
    value: string | number,
    where: Condition,
    told?: Update["returning"],
  ): Update => ({
    kind: "update",
    resource: "pieces",
    fields: [],
    values: literal("{}"),
    adjust: [{ field, operator, value: literal(value) }],
    where,
    ...(told === undefined ? {} : { returning: told }),
  });

  const taking = adjusting("stock", "increment", -1, both(equals("_id", 1), atLeast("stock", 1)), returning("stock"));

  it("a hundred takers of ten pieces get exactly ten, and each is told of his own", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => change(taking)));
    const told = answers.flat().map(({ stock }) => Number(stock));
    expect(told.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await standing(1)).toMatchObject({ stock: 0 });
  }, 30_000);

  it("a taker sends one command, with the whole condition and what is added", async () => {
    await change(taking);
    if (seen.length === 0) return; // a real MongoDB is not behind the door
    const asked = seen.filter((command) => !("hello" in command) && !("ping" in command));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ findAndModify: "pieces", update: { $inc: { stock: -1 } } });
    expect(JSON.stringify(asked[0]?.["query"])).toMatch(/"_id":\{"\$eq":1\}.*"stock":\{"\$gte":1\}/);
    seen = [];
    const { returning: _, ...plain } = taking;
    await change(plain);
    await change({ ...plain, where: atLeast("stock", 1) });
    expect(seen.filter((command) => "update" in command)).toHaveLength(2);
    expect(await standing(1)).toMatchObject({ stock: 7 });
    expect(await standing(2)).toMatchObject({ stock: 9 });
  });

  it("what MongoDB cannot add is refused, and leaves all others as they are", async () => {
    const over = { code: "22003", category: "invalid" };
    await expect(change(adjusting("stock", "increment", 1, equals("_id", 3)))).rejects.toMatchObject(over);
    await expect(change(adjusting("stock", "increment", 1, equals("price", 5)))).rejects.toMatchObject(over);
    expect(await standing(1)).toMatchObject({ stock: 10 });
    await change(adjusting("worth", "increment", 1, equals("price", 5)));
    expect([await standing(1), await standing(2)]).toMatchObject([{ worth: null }, { worth: 8 }]);
  });

  it("no change is lost that had to be worked out from what stood there", async () => {
    const append = (at: number) => adjusting("notes", "append", String(at), equals("_id", 2));
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, at) => change(append(at))));
    const done = outcomes.flatMap((one, at) => (one.status === "fulfilled" ? [at] : []));
    for (const one of outcomes) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "40001" });
    const { notes } = await standing(2);
    expect((notes as number[]).map(Number).sort((a, b) => a - b)).toEqual(done);
    expect(done.length).toBeGreaterThan(0);
  }, 30_000);

  it("of many who take what a place inside a document calls open, one gets it", async () => {
    const open: Condition = {
      kind: "compare",
      left: { field: "notes", path: [{ to: { key: "state" }, as: "text" }] },
      operator: "eq",
      right: literal("open"),
    };
    const take: Update = {
      kind: "update",
      resource: "pieces",
      fields: ["notes"],
      values: literal('{"notes":{"state":"taken"}}'),
      where: open,
      returning: returning("_id"),
    };
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => change(take)));
    expect(answers.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(answers.flatMap((one) => (one.status === "fulfilled" ? one.value : []))).toEqual([{ _id: 1 }]);
  }, 30_000);

  it("of many who delete a record and are told of it, one is told", async () => {
    const statement: Mutation = {
      kind: "delete",
      resource: "pieces",
      where: equals("_id", 2),
      returning: returning("_id"),
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => change(statement)));
    expect(answers.flat()).toEqual([{ _id: 2 }]);
  }, 30_000);
});

/** The commands of an OP_MSG: its body, with the lists that the driver sends beside it. */
function commandsIn(message: Buffer): Document[] {
  if (message.readInt32LE(12) !== 2013) return [];
  let at = 20;
  let body: Document = {};
  while (at < message.length) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    if (kind === 0) body = { ...body, ...BSON.deserialize(message.subarray(at + 1, at + 1 + length)) };
    at += 1 + length;
  }
  return [body];
}
