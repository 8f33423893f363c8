// What every SQL database has to answer over the shop of `shared/sql/testing`, asked of a real MariaDB.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administerMysql, createTestMysql, type TestDatabase } from "../../../test/kit/servers.ts";
import {
  type Catalog,
  type DataType,
  type InputValue,
  Problem,
  type Resource,
  type Statement,
} from "../../core/index.ts";
import { aggregateCases } from "../shared/sql/testing/aggregate-cases.ts";
import { changeCases } from "../shared/sql/testing/change-cases.ts";
import { authorized, mysqlFixture, shopCatalog } from "../shared/sql/testing/fixture.ts";
import { insertCases } from "../shared/sql/testing/insert-cases.ts";
import { readCases } from "../shared/sql/testing/read-cases.ts";
import { relationCases } from "../shared/sql/testing/relation-cases.ts";
import { openMysql } from "./index.ts";

let database: TestDatabase;
let catalog: Catalog;
let source: ReturnType<typeof openMysql>;

beforeAll(async () => {
  database = await createTestMysql();
  await administerMysql(database.url, mysqlFixture);
  const schema = new URL(database.url).pathname.slice(1);
  const plain = shopCatalog();
  const spelled = (type: DataType): DataType => (type.name === "timestamp" ? { ...type, native: "datetime(6)" } : type);
  const resources = [...plain.resources].map(([id, one]): [string, Resource] => [
    id,
    {
      ...one,
      native: { ...one.native, schema },
      fields: new Map([...one.fields].map(([name, field]) => [name, { ...field, type: spelled(field.type) }])),
    },
  ]);
  catalog = { ...plain, resources: new Map(resources) };
  source = openMysql("shop", { url: database.url }, () => undefined);
});
afterAll(async () => {
  await source?.close();
  await database?.drop();
});

const call = (inputs: readonly InputValue[]) => ({
  inputs,
  results: [],
  principal: { kind: "system", id: "test", roles: ["system"], claims: {} } as const,
  signal: AbortSignal.timeout(10_000),
  deadline: performance.now() + 10_000,
});

const within = { readOnly: false, end: "rollback", ...call([]) } as const;

function values(answer: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) => {
      if (value === null || value === undefined) return [];
      return [[name, name === "body" || name === "cursor" ? (JSON.parse(String(value)) as unknown) : value]];
    }),
  );
}

function expected(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null && value !== undefined));
}

describe("reads", () => {
  it.each([...readCases, ...relationCases, ...aggregateCases])(
    "$name",
    async ({ query, inputs = [], body, total, cursor }) => {
      const result = await source.execute(source.compile(authorized(query), catalog), call(inputs));
      expect(JSON.parse(result.body ?? "null")).toEqual(body);
      if (total !== undefined) expect(result.total).toBe(total);
      if (cursor === "any") expect(result.cursor).toBeTypeOf("string");
      else if (cursor !== undefined) expect(JSON.parse(result.cursor ?? "null")).toEqual(cursor);
    },
  );
});

describe("writes", () => {
  it.each([...insertCases, ...changeCases])("$name", async ({ change, inputs, answer, refused, then }) => {
    const run = (statement: Statement) => source.compile(authorized(statement), catalog);
    const work = source.transaction(within, async (execute) => {
      const result = await execute(run(change), call(inputs)).catch((thrown: unknown) => thrown);
      const after =
        then === undefined || result instanceof Error ? undefined : await execute(run(then.query), call([]));
      return { result, after };
    });
    const { result, after } = await work.catch((thrown: unknown) => ({ result: thrown, after: undefined }));
    if (refused !== undefined) return expect(result).toBeInstanceOf(Problem);
    if (result instanceof Error) throw result;
    if (answer !== undefined) expect(values(result as object)).toMatchObject(expected(answer));
    if (then !== undefined) expect(JSON.parse(after?.body ?? "null")).toEqual(then.body);
  });
});
