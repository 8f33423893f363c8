import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InputValue, Statement } from "../../core/index.ts";
import {
  authorized,
  compare,
  embed,
  field,
  input,
  literal,
  postgresFixture,
  query,
} from "../shared/sql/testing/fixture.ts";
import { aggregateCases } from "../shared/sql/testing/aggregate-cases.ts";
import { changeCases } from "../shared/sql/testing/change-cases.ts";
import { insertCases } from "../shared/sql/testing/insert-cases.ts";
import { policyCases } from "../shared/sql/testing/policy-cases.ts";
import { readCases } from "../shared/sql/testing/read-cases.ts";
import { relationCases } from "../shared/sql/testing/relation-cases.ts";
import { resultOf } from "./answers.ts";
import { compile } from "./compile.ts";
import { encodeAll } from "./values.ts";
import { aggregated, catalog, extended } from "./testing/catalogs.ts";

const things = `
CREATE TABLE fixture.things (id integer PRIMARY KEY, dropped text, tags text[], span int4range, words text, vector tsvector);
ALTER TABLE fixture.things DROP COLUMN dropped;
INSERT INTO fixture.things VALUES (1, '{a,b}', '[1,5)', 'the fat cats', 'cat rat'), (2, '{c}', '[5,9)', 'dogs', 'dog');
CREATE FUNCTION fixture.loud(fixture.things) RETURNS text STABLE LANGUAGE sql AS 'SELECT upper($1.words)';
CREATE FUNCTION fixture.peers(fixture.things) RETURNS SETOF fixture.things STABLE LANGUAGE sql AS 'SELECT * FROM fixture.things WHERE id <> $1.id';
`;

const functions = `
CREATE FUNCTION fixture.add(a integer, b integer DEFAULT 40) RETURNS integer LANGUAGE sql AS 'SELECT a + b';
CREATE FUNCTION fixture.total(VARIADIC v integer[]) RETURNS integer LANGUAGE sql AS 'SELECT sum(x)::integer FROM unnest(v) AS x';
CREATE FUNCTION fixture.numbers() RETURNS SETOF integer LANGUAGE sql AS 'SELECT generate_series(1, 3)';
CREATE FUNCTION fixture.nothing() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('response.status', '418', true); END $$;
CREATE FUNCTION fixture.cheap(below numeric) RETURNS SETOF fixture.products STABLE LANGUAGE sql AS 'SELECT * FROM fixture.products WHERE price < below';
CREATE FUNCTION fixture.echo(json) RETURNS json LANGUAGE sql AS 'SELECT $1';
`;

const address = process.env["ISTHMUS_TEST_POSTGRES"];

describe.skipIf(address === undefined)("on a real server", () => {
  let client: Client;
  beforeAll(async () => {
    const { default: pg } = await import("pg");
    client = new pg.Client({ connectionString: address ?? "" });
    await client.connect();
    await client.query(postgresFixture + functions + things);
  });
  afterAll(async () => {
    await client.query("DROP SCHEMA fixture CASCADE");
    await client.end();
  });

  async function execute(
    statement: Statement,
    inputs: readonly InputValue[] = [],
    over = catalog,
  ): Promise<Record<string, unknown>> {
    const command = compile(authorized(statement), over);
    const { statement: text, columns } = command;
    const values = encodeAll(text.parameters, { inputs } as unknown as Parameters<typeof encodeAll>[1]);
    if (command.each === true) {
      const answered = await client.query<(string | null)[]>({
        text: text.text,
        values: [...values],
        rowMode: "array",
      });
      const tag = `${answered.command} ${answered.rowCount}`;
      const { body, ...rest } = resultOf(command, { rows: answered.rows, tag });
      return { ...rest, ...(body === null ? {} : { body: JSON.parse(body) as unknown }) };
    }
    const { rows, fields } = await client.query<Record<string, string | null>>(text.text, [...values]);
    expect(rows.length).toBeLessThanOrEqual(1);
    expect(fields.map((one) => one.name)).toEqual(columns);
    // Where there is no row, the record that was named by its key is not there.
    return Object.fromEntries(
      Object.entries(rows[0] ?? { body: null, rows: "0" }).map(([name, value]) => [
        name,
        value === null ? null : decode(name, value),
      ]),
    );
  }

  function decode(name: string, value: string): unknown {
    return name === "headers" ? value : JSON.parse(value);
  }

  for (const { name, query: of, inputs, body, total, cursor } of [
    ...readCases,
    ...relationCases,
    ...aggregateCases,
    ...policyCases,
  ]) {
    test(`reads: ${name}`, async () => {
      const row = await execute(of, inputs);
      expect(row["body"]).toEqual(body);
      expect(row["total"]).toEqual(total);
      if (cursor === "any") expect(row["cursor"]).toBeTypeOf("object");
      else expect(row["cursor"]).toEqual(cursor);
    });
  }

  for (const { name, change, inputs, answer, refused, then } of [...insertCases, ...changeCases]) {
    test(`writes: ${name}`, async () => {
      await client.query("BEGIN");
      await client.query("SAVEPOINT start");
      if (refused === undefined) expect(await execute(change, inputs)).toEqual(answer);
      else {
        await expect(execute(change, inputs)).rejects.toSatisfy((error: Error & { code: string }) =>
          `${error.code} ${error.message}`.includes(refused),
        );
        await client.query("ROLLBACK TO start");
      }
      if (then !== undefined) expect((await execute(then.query))["body"]).toEqual(then.body);
      await client.query("ROLLBACK");
    });
  }

  const call = { kind: "call", overload: 0, arguments: [], readOnly: true } as const;
  const silent = { headers: null, status: null };

  test("functions are called by their arguments' names, with defaults for what is absent", async () => {
    expect(await execute({ ...call, operation: "add", arguments: [{ name: "a", value: input(0) }] }, ["2"])).toEqual({
      body: 42,
      rows: 1,
      ...silent,
    });
  });

  test("arguments come as one object, of which other members are left", async () => {
    const object = { names: ["b", "a"], value: input(0) };
    expect(await execute({ ...call, operation: "add", object }, ['{"a":1,"b":2,"c":3}'])).toMatchObject({ body: 3 });
  });

  test("a variadic parameter takes a list", async () => {
    expect(
      await execute({ ...call, operation: "total", arguments: [{ name: "v", value: input(0) }] }, [["1", "2", "3"]]),
    ).toMatchObject({ body: 6 });
    expect(
      await execute({ ...call, operation: "total", object: { names: ["v"], value: input(0) } }, ['{"v":[1,2]}']),
    ).toMatchObject({ body: 3 });
  });

  test("a function of many values answers a list", async () => {
    expect(await execute({ ...call, operation: "numbers" })).toMatchObject({ body: [1, 2, 3], rows: 3 });
  });

  test("a function can set the status, and answers nothing when it is void", async () => {
    await client.query("BEGIN");
    expect(await execute({ ...call, operation: "nothing" })).toMatchObject({ body: null, status: 418 });
    await client.query("ROLLBACK");
  });

  test("the body can be the argument", async () => {
    expect(await execute({ ...call, operation: "echo", wholeBody: input(0) }, ['{"x":[1]}'])).toMatchObject({
      body: { x: [1] },
    });
  });

  test("rows of a function are filtered, ordered, counted and embedded like their resource's", async () => {
    const of = query(
      "products",
      ["name", embed("orders", query("orders", ["id"], { order: [{ by: { field: "id" }, direction: "asc" }] }))],
      {
        where: compare("id", "gt", literal(0)),
        order: [{ by: { field: "name" }, direction: "desc" }],
        limit: literal(1),
        count: "exact",
      },
    );
    expect(
      await execute({ ...call, operation: "cheap", arguments: [{ name: "below", value: input(0) }], query: of }, [
        "10",
      ]),
    ).toEqual({
      body: [{ name: "pen", orders: [{ id: 1 }, { id: 2 }] }],
      rows: 1,
      total: 2,
      ...silent,
    });
  });

  for (const [operator, left, right, found] of [
    ["contains", "tags", "{a}", 1],
    ["containedBy", "tags", "{c,d}", 2],
    ["overlaps", "tags", "{b,x}", 1],
    ["strictlyLeft", "span", "[5,6)", 1],
    ["strictlyRight", "span", "[0,2)", 2],
    ["notExtendsRight", "span", "[0,6)", 1],
    ["notExtendsLeft", "span", "[4,9)", 2],
    ["adjacent", "span", "[9,10)", 2],
    ["textSearch", "vector", "cat & rat", 1],
    ["textSearchPlain", "words", "cat", 1],
    ["textSearchPhrase", "words", "fat cat", 1],
    ["textSearchWeb", "words", "dog", 2],
  ] as const) {
    test(`operators of PostgreSQL: ${operator}`, async () => {
      const language = left === "words" ? { language: "english" } : {};
      const of = query("things", ["id"], { where: compare(left, operator, input(0), language) });
      expect(await execute(of, [right], extended())).toMatchObject({ body: [{ id: found }] });
    });
  }

  test("computed fields and relations are read from tables, behind an offset, and from written rows", async () => {
    const peers = embed("peers", query("things", ["loud"]));
    const of = query("things", ["loud", peers], { where: compare("loud", "eq", literal("DOGS")) });
    const body = [{ loud: "DOGS", peers: [{ loud: "THE FAT CATS" }] }];
    expect(await execute(of, [], extended())).toMatchObject({ body });
    const page = { order: [{ by: { field: "id" }, direction: "asc" }], offset: literal(1) } as const;
    expect(await execute(query("things", ["loud", peers], page), [], extended())).toMatchObject({ body });
    await client.query("BEGIN");
    const change = {
      kind: "update",
      resource: "things",
      fields: ["words"],
      values: input(0),
      where: compare("id", "eq", literal(2)),
      returning: of,
    } as const;
    expect(await execute(change, ['{"words":"dogs"}'], extended())).toMatchObject({ body });
    await client.query("ROLLBACK");
  });

  test("parts of an array are reached like those of JSON", async () => {
    const tag = field("tag", { of: { field: "tags", path: [{ to: { index: 0 }, as: "text" }] } });
    expect(
      await execute(query("things", [tag], { where: compare("id", "eq", literal(1)) }), [], extended()),
    ).toMatchObject({ body: [{ tag: "a" }] });
  });

  test("a name longer than the database's own limit is kept", async () => {
    const as = "ü".repeat(80);
    expect(await execute(query("products", [field("id", { as })], { limit: literal(1) }))).toMatchObject({
      body: [{ [as]: 1 }],
    });
  });

  test("a guard on the row here empties what a function over it gives", async () => {
    const dogs = compare("words", "eq", literal("dogs"));
    const peers = embed("peers", query("things", ["id"]), { guard: dogs });
    const of = query("things", ["id", peers], { order: [{ by: { field: "id" }, direction: "asc" }] });
    const body = [
      { id: 1, peers: [] },
      { id: 2, peers: [{ id: 1 }] },
    ];
    expect(await execute(of, [], extended())).toMatchObject({ body });
  });

  test("the planner guesses over the rows that may be seen", async () => {
    const bob = embed("customer", query("customers", [], { where: compare("name", "eq", literal("Bob")) }), {
      join: "inner",
      guard: compare("status", "eq", literal("paid")),
    });
    for (const more of [{ count: "planned" }, { count: "estimated", cap: 10 }] as const) {
      const of = query("orders", ["id", bob], { ...more, where: compare("total", "gt", literal(1)) });
      const { guess } = compile(authorized(of), catalog);
      expect(guess?.explain.parameters.map(({ value }) => value)).toEqual(
        [1, "paid", "Bob"].map((one) => literal(one)),
      );
      const grouped = compile(authorized({ ...of, select: [field("status"), aggregated, bob] }), catalog);
      const values = grouped.guess?.explain.parameters.map(({ value }) => value);
      expect(values).toEqual(expect.arrayContaining([1, "paid", "Bob"].map((one) => literal(one))));
    }
  });

  test("the planner's guess is asked for by a statement of its own", async () => {
    const { guess, columns } = compile(authorized(query("orders", ["id"], { count: "planned" })), catalog);
    expect(columns).toEqual(["body", "rows"]);
    const { rows } = await client.query(guess?.explain.text ?? "");
    expect(rows[0]["QUERY PLAN"][0].Plan["Plan Rows"]).toBeGreaterThan(0);
  });
});
