import { afterAll, beforeAll, expect, test } from "vitest";
import { administerMysql, createTestMysql, type TestDatabase } from "../../../test/kit/servers.ts";
import type { FieldSchema, ResourceSchema, SourceSchema } from "../../core/index.ts";
import { openMysql } from "./index.ts";

const tables = `
CREATE TABLE places (country char(2), city varchar(40) COLLATE utf8mb4_unicode_ci, people int unsigned, PRIMARY KEY (country, city)) COMMENT 'Where people live';
CREATE TABLE visits (
  id bigint unsigned AUTO_INCREMENT PRIMARY KEY, country char(2) NOT NULL, city varchar(40) COLLATE utf8mb4_unicode_ci NOT NULL,
  kind enum('work','it''s fun') NOT NULL DEFAULT 'work' COMMENT 'What for', ways set('car','train'), seen tinyint(1) DEFAULT 1, one bit(1), some bit(4),
  cost decimal(8,2), weight float, size double, notes json, body longtext, photo mediumblob, started datetime(3), ended timestamp NULL,
  day date, clock time, born year, small smallint unsigned, place point, address inet6, tag uuid DEFAULT uuid(),
  total decimal(9,2) AS (cost * 2) STORED, UNIQUE KEY one_a_day (day, kind), KEY by_start (started), KEY by_body (body(10)), CHECK (cost > 0),
  CONSTRAINT visits_place_fkey FOREIGN KEY (country, city) REFERENCES places (country, city));
CREATE TABLE named (code varchar(10) NOT NULL, label varchar(10), UNIQUE (code));
CREATE VIEW works AS SELECT id, country FROM visits WHERE kind = 'work';
CREATE VIEW counts AS SELECT country, count(*) AS n FROM visits GROUP BY country;
CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC RETURN a * 2;
CREATE TRIGGER labelled BEFORE INSERT ON named FOR EACH ROW SET NEW.label = NEW.code;
CREATE TABLE exact (id int PRIMARY KEY, code varchar(10) COLLATE utf8mb4_nopad_bin);
CREATE TABLE isthmus_own (id int PRIMARY KEY);
`;

let database: TestDatabase;
let schema: SourceSchema;

beforeAll(async () => {
  database = await createTestMysql();
  await administerMysql(database.url, tables);
  const source = openMysql("shop", { url: database.url }, () => undefined);
  schema = await source.introspect(AbortSignal.timeout(10_000));
  await source.close();
});
afterAll(() => database?.drop());

function resource(name: string): ResourceSchema {
  const found = schema.resources.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

function field(table: string, name: string): FieldSchema {
  const found = resource(table).fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

test("tables and views are there, our own are not", () => {
  expect(schema.resources.map(({ name, kind }) => [name, kind])).toEqual([
    ["counts", "view"],
    ["exact", "table"],
    ["named", "table"],
    ["places", "table"],
    ["visits", "table"],
    ["works", "view"],
  ]);
  expect(resource("places").description).toBe("Where people live");
});

test("keys, unique keys, indexes and foreign keys are told as they are", () => {
  const visits = resource("visits");
  expect(visits.key).toEqual(["id"]);
  expect(visits.unique).toEqual([["day", "kind"]]);
  expect(visits.indexes).toContainEqual(["started"]);
  expect(visits.indexes).not.toContainEqual(["body"]);
  expect(visits.foreignKeys).toEqual([
    {
      name: "visits_place_fkey",
      fields: ["country", "city"],
      target: { namespace: schema.namespaces[0], name: "places" },
      targetFields: ["country", "city"],
      unique: false,
    },
  ]);
  expect(resource("places").key).toEqual(["country", "city"]);
});

test("a unique key that is never null stands for a primary key that is not there", () => {
  expect(resource("named").key).toEqual(["code"]);
});

test("types are named alike for every source, and keep their own spelling", () => {
  const names = Object.fromEntries(resource("visits").fields.map(({ name, type }) => [name, type.name]));
  expect(names).toEqual({
    ...{ id: "bigint", country: "text", city: "text", kind: "enum", ways: "text", seen: "boolean", one: "boolean" },
    ...{ some: "bigint", cost: "decimal", weight: "float", size: "float", notes: "json", body: "text", photo: "bytes" },
    ...{ started: "timestamp", ended: "timestamptz", day: "date", clock: "time", born: "integer", small: "integer" },
    ...{ place: "other", address: "other", tag: "uuid", total: "decimal" },
  });
  expect(field("visits", "kind").type.values).toEqual(["work", "it's fun"]);
  expect(field("visits", "kind").description).toBe("What for");
  expect(field("visits", "cost").type).toMatchObject({ precision: 8, scale: 2 });
  expect(field("places", "city").type).toEqual({
    name: "text",
    native: "varchar(40) COLLATE utf8mb4_unicode_ci",
    maxLength: 40,
  });
  expect(field("places", "people").type.name).toBe("bigint");
});

test("defaults, generated and automatic fields are told apart", () => {
  expect(field("visits", "id")).toMatchObject({ hasDefault: true, generated: "never", nullable: false });
  expect(field("visits", "kind")).toMatchObject({ hasDefault: true, default: "'work'" });
  expect(field("visits", "tag")).toMatchObject({ hasDefault: true, default: "uuid()" });
  expect(field("visits", "cost")).toMatchObject({ hasDefault: false, nullable: true });
  expect(field("visits", "total").generated).toBe("always");
});

test("a view is writable where the database can write it, and a table tells of its triggers", () => {
  expect(resource("works")).toMatchObject({ insertable: true, updatable: true, deletable: true });
  expect(resource("counts")).toMatchObject({ insertable: false, updatable: false, deletable: false });
  expect(resource("named").triggers).toBe(true);
});

test("functions are left out, by name", () => {
  expect(schema.operations).toEqual([]);
  expect(schema.leftOut).toEqual(["function twice: functions and procedures of MySQL are not served yet"]);
});

test("texts whose collation knows no upper and lower case are named, and those that are ordered by bytes are not", async () => {
  const source = openMysql("shop", { url: database.url }, () => undefined);
  const found = await source.examine?.([], AbortSignal.timeout(10_000));
  await source.close();
  const told = "order, greater, less, min and max know no upper and lower case";
  expect(found?.differences).toContain(`places (city): ${told} (utf8mb4_unicode_ci)`);
  expect(found?.differences?.some((line) => line.startsWith("exact ("))).toBe(false);
  expect(found?.differences?.some((line) => /\b(kind|notes|isthmus_own)\b/.test(line))).toBe(false);
});

test("a database that is not there is named", async () => {
  const source = openMysql("shop", { url: database.url, databases: ["nowhere_to_be_found"] }, () => undefined);
  await expect(source.introspect(AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: "3F000" });
  await source.close();
});
