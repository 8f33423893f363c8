import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { InputValue, Query, Statement } from "../../core/index.ts";
import type { Parameter, SqlText } from "../shared/sql/command.ts";
import {
  authorized,
  compare,
  embed,
  input,
  literal,
  query,
  shopCatalog,
  sqliteFixture,
} from "../shared/sql/testing/fixture.ts";
import { aggregateCases } from "../shared/sql/testing/aggregate-cases.ts";
import { changeCases } from "../shared/sql/testing/change-cases.ts";
import { insertCases } from "../shared/sql/testing/insert-cases.ts";
import { policyCases } from "../shared/sql/testing/policy-cases.ts";
import { readCases } from "../shared/sql/testing/read-cases.ts";
import { relationCases } from "../shared/sql/testing/relation-cases.ts";
import { compile } from "./compile.ts";
import { registerFunctions } from "./functions.ts";
import { checkRows } from "./rows.ts";

const catalog = shopCatalog();

function open(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  registerFunctions(database);
  database.exec(sqliteFixture);
  return database;
}

function scalar(value: unknown, type: Parameter["type"]): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (type?.name === "boolean") return value === true || value === "true" ? 1 : 0;
  if (type?.name === "integer" || type?.name === "bigint") return BigInt(value as string);
  return value as string;
}

interface Handed {
  readonly written: string;
  readonly existing: number;
}

function bind({ value, as, type, fields }: Parameter, inputs: readonly InputValue[], handed: Handed): SQLInputValue {
  if (value.kind === "written") return handed.written;
  if (value.kind === "existing") return handed.existing;
  const given = value.kind === "input" ? inputs[value.index] : value.kind === "literal" ? value.value : undefined;
  if (as === "count") return Number(given);
  if (as === "scalar") return scalar(given, type);
  if (fields !== undefined) return checkRows(given, fields);
  if (as !== "list") return given as string;
  const list = (given as readonly unknown[]).map((one) => scalar(one, type));
  return `[${list.map((one) => (typeof one === "bigint" ? String(one) : JSON.stringify(one))).join(",")}]`;
}

type Row = Record<string, string | number | null>;

function run(
  database: DatabaseSync,
  text: SqlText,
  inputs: readonly InputValue[],
  handed: Handed = { written: "[]", existing: 0 },
): Row[] {
  return database.prepare(text.text).all(...text.parameters.map((one) => bind(one, inputs, handed))) as Row[];
}

/** The protocol of `command.ts` in its shortest form. */
function execute(database: DatabaseSync, statement: Statement, inputs: readonly InputValue[]): Row {
  const command = compile(authorized(statement), catalog);
  const { before, check, answer, existing, maxAffected, single } = command;
  if (answer === undefined && command.columns.length > 0) return only(run(database, command.statement, inputs));
  const count = (text: SqlText, handed?: Handed) => Number(Object.values(only(run(database, text, inputs, handed)))[0]);
  let handed: Handed = { written: "[]", existing: existing === undefined ? 0 : count(existing) };
  const keys = run(database, before ?? command.statement, inputs, handed);
  handed = { ...handed, written: `[${keys.map((row) => row["key"]).join(",")}]` };
  if (maxAffected !== undefined && keys.length > Number(bind(maxAffected, inputs, handed)))
    throw new Error(`isthmus:affected:${keys.length}`);
  if (single === true && keys.length !== 1) throw new Error(`isthmus:single:${keys.length}`);
  if (check !== undefined && count(check, handed) > 0) throw new Error("isthmus:check");
  const row = answer === undefined ? { rows: keys.length } : only(run(database, answer, inputs, handed));
  if (before !== undefined) run(database, command.statement, inputs, handed);
  return row;
}

/** One row; where there is none, the record that was named by its key is not there. */
function only(rows: readonly Row[]): Row {
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows[0] ?? { body: null, rows: 0 };
}

function read(database: DatabaseSync, of: Query, inputs: readonly InputValue[] = []): Record<string, unknown> {
  return decode(execute(database, of, inputs));
}

function decode(row: Row): Record<string, unknown> {
  const texts = new Set(["body", "cursor", "located"]);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      texts.has(name) && typeof value === "string" ? JSON.parse(value) : value,
    ]),
  );
}

const database = open();

for (const { name, query: of, inputs, body, total, cursor } of [
  ...readCases,
  ...relationCases,
  ...aggregateCases,
  ...policyCases,
]) {
  test(`reads: ${name}`, () => {
    const row = read(database, of, inputs);
    expect(row["body"]).toEqual(body);
    expect(row["total"]).toEqual(total);
    if (cursor === "any") expect(row["cursor"]).toBeTypeOf("object");
    else expect(row["cursor"]).toEqual(cursor);
  });
}

for (const { name, change, inputs, answer, refused, then } of [...insertCases, ...changeCases]) {
  test(`writes: ${name}`, () => {
    const own = open();
    own.exec("BEGIN");
    const write = () => decode(execute(own, change, inputs));
    if (refused !== undefined) {
      expect(write).toThrow(refused);
      own.exec("ROLLBACK");
    } else expect({ ...write() }).toEqual(answer);
    if (then !== undefined) expect(read(own, then.query)["body"]).toEqual(then.body);
  });
}

function textOf(statement: Statement): string {
  return compile(authorized(statement), catalog).statement.text;
}

test("a list is one aggregate over a page, and embeds in the page's rows alone", () => {
  const of = query("orders", ["id", embed("customer", query("customers", ["name"]))], {
    where: compare("status", "eq", input(0)),
    order: [{ by: { field: "placed_at" }, direction: "desc" }],
    limit: input(1),
  });
  expect(textOf(of)).toBe(
    `SELECT '[' || coalesce(group_concat(t2.o, ','), '') || ']' AS body, count(*) AS rows ` +
      `FROM (SELECT json_object('id', t0."id", 'customer', (SELECT json_object('name', t1."name") FROM "customers" AS t1 WHERE t1."id" = t0."customer_id")) AS o ` +
      `FROM "orders" AS t0 WHERE (t0."status" = ?1) ORDER BY t0."placed_at" DESC NULLS FIRST LIMIT ?2) AS t2`,
  );
});

test("a record by its key is one object", () => {
  const of = query("products", ["id"], { where: compare("id", "eq", input(0)), answer: { as: "one" } });
  expect(textOf(of)).toBe(
    `SELECT json_object('id', t0."id") AS body, 1 AS rows FROM "products" AS t0 WHERE (t0."id" = ?1)`,
  );
});

test("a group is an object in its place, a constant a text, and a cursor a text that no function takes for JSON", () => {
  const typename = { kind: "constant", as: "__typename", value: "products" } as const;
  const node = {
    kind: "group",
    as: "node",
    select: [typename, { kind: "field", as: "name", of: { field: "name" } }],
  } as const;
  const of = query("products", [{ kind: "cursor", as: "cursor" }, node], {
    order: [{ by: { field: "id" }, direction: "asc" }],
  });
  expect(textOf(of)).toBe(
    `SELECT '[' || coalesce(group_concat(t1.o, ','), '') || ']' AS body, count(*) AS rows ` +
      `FROM (SELECT json_object('cursor', (json_array(t0."id") || ''), 'node', json_object('__typename', 'products', 'name', t0."name")) AS o ` +
      `FROM "products" AS t0 ORDER BY t0."id") AS t1`,
  );
});

test("a constant that is no plain word is a parameter", () => {
  const of = query("products", [{ kind: "constant", as: "t", value: "'; DROP TABLE x" }]);
  expect(textOf(of)).not.toContain("DROP");
});

test("an increment is added by a function, to the type's own precision", () => {
  const change = {
    kind: "update",
    resource: "products",
    fields: [],
    values: input(0),
    adjust: [{ field: "price", operator: "increment", value: input(1) }],
    where: compare("id", "eq", input(2)),
  } as const;
  expect(textOf(change)).toBe(
    `UPDATE "products" AS t0 SET "price" = isthmus_increment(t0."price", ?1, 'decimal', 10, 2) WHERE (t0."id" = ?2) RETURNING json_array("id") AS key`,
  );
});

test("keyset pages of fields that are not null compare rows", () => {
  const of = query("items", ["order_id"], {
    order: [
      { by: { field: "order_id" }, direction: "asc" },
      { by: { field: "product_id" }, direction: "asc" },
    ],
    after: input(0),
  });
  expect(textOf(of)).toContain(
    `(t0."order_id", t0."product_id") > (json_extract(?1, '$[0]'), json_extract(?1, '$[1]'))`,
  );
});

test("operators that SQLite has not are refused by their name", () => {
  const of = query("customers", ["id"], { where: compare("profile", "contains", literal("{}")) });
  expect(() => textOf(of)).toThrow(
    expect.objectContaining({ code: "PGRST127", category: "unsupported", details: expect.stringContaining("cs") }),
  );
});

test("patterns are for texts", () => {
  const of = query("customers", ["id"], { where: compare("id", "like", literal("1%")) });
  expect(() => textOf(of)).toThrow(expect.objectContaining({ code: "42883" }));
});

test("the same statement gives the same text and name, another one another", () => {
  const one = compile(authorized(query("orders", ["id"])), catalog);
  const two = compile(authorized(query("orders", ["id"])), catalog);
  const other = compile(authorized(query("orders", ["status"])), catalog);
  expect(isDeepStrictEqual(one, two)).toBe(true);
  expect(other.name).not.toBe(one.name);
  expect(one.name.length).toBeLessThanOrEqual(63);
});

test("full text is searched in the FTS5 table that belongs to the resource", () => {
  const own = open();
  own.exec(`CREATE VIRTUAL TABLE products_fts USING fts5(name, content='products', content_rowid='id');
    INSERT INTO products_fts(products_fts) VALUES ('rebuild');`);
  const products = catalog.resources.get("products");
  if (products === undefined) throw new Error("the fixture has no products");
  const searched = shopCatalog({
    resources: [{ ...products, textSearch: { table: "products_fts", fields: ["name"] } }],
  });
  const of = query("products", ["id"], { where: compare("name", "textSearchPlain", input(0)) });
  const command = compile(authorized(of), searched);
  expect(only(run(own, command.statement, ["ink"]))["body"]).toBe('[{"id":2}]');
});

test("full text where no table is made for it is refused", () => {
  const of = query("products", ["id"], { where: compare("name", "textSearch", input(0)) });
  expect(() => textOf(of)).toThrow(expect.objectContaining({ code: "PGRST127", category: "unsupported" }));
});

test("functions are not called", () => {
  const call = { kind: "call", operation: "f", overload: 0, arguments: [], readOnly: true } as const;
  expect(() => textOf(call)).toThrow(expect.objectContaining({ category: "unsupported" }));
});
