import { describe, expect, test } from "vitest";
import type { Statement } from "../../core/index.ts";
import { authorized, compare, embed, field, input, literal, query } from "../shared/sql/testing/fixture.ts";
import { compile } from "./compile.ts";
import { catalog } from "./testing/catalogs.ts";

function textOf(statement: Statement): string {
  return compile(authorized(statement), catalog).statement.text;
}

test("a list is one aggregate of rows; what is embedded is computed behind sort and limit", () => {
  const of = query("orders", ["id", embed("customer", query("customers", ["name"]))], {
    where: compare("status", "eq", input(0)),
    order: [{ by: { field: "placed_at" }, direction: "desc" }],
    limit: input(1),
  });
  expect(textOf(of)).toBe(
    `SELECT CAST(coalesce(json_agg(t3.*), '[]') AS text) AS body, count(*) AS rows FROM (SELECT t0."id" AS "id", (SELECT row_to_json(t2.*) FROM (SELECT t1."name" AS "name" FROM "fixture"."customers" AS t1 WHERE t1."id" = t0."customer_id") AS t2) AS "customer" ` +
      `FROM "fixture"."orders" AS t0 WHERE (t0."status" = $1) ORDER BY t0."placed_at" DESC LIMIT CAST($2 AS bigint)) AS t3`,
  );
});

test("a record by its key is one object", () => {
  const of = query("products", ["id"], { where: compare("id", "eq", input(0)), answer: { as: "one" } });
  expect(textOf(of)).toBe(
    `SELECT CAST(row_to_json(t1.*) AS text) AS body, 1 AS rows FROM (SELECT t0."id" AS "id" FROM "fixture"."products" AS t0 WHERE (t0."id" = $1)) AS t1`,
  );
});

test("lists are arrays of the field's type, and equal parameters share a placeholder", () => {
  const { statement } = compile(
    authorized(
      query("orders", ["id"], {
        where: { kind: "and", of: [compare("id", "in", input(0)), compare("customer_id", "in", input(0))] },
      }),
    ),
    catalog,
  );
  expect(statement.text).toContain(`(t0."id" = ANY ($1)) AND (t0."customer_id" = ANY ($1))`);
  expect(statement.parameters).toHaveLength(1);
});

describe("writes", () => {
  const insert = {
    kind: "insert",
    resource: "products",
    fields: ["id", "name"],
    rows: input(0),
    missing: "null",
  } as const;

  test("that must be undone when too many rows are written answer over those rows, in the same statement", () => {
    expect(textOf({ ...insert, maxAffected: input(1) })).toBe(
      `WITH written AS (INSERT INTO "fixture"."products" AS t0 ("id", "name") SELECT r."id", r."name" FROM json_to_recordset(CASE json_typeof(CAST($1 AS json)) WHEN 'array' THEN CAST($1 AS json) ELSE json_build_array(CAST($1 AS json)) END) AS r("id" integer, "name" text) RETURNING 1 AS one) ` +
        `SELECT CASE WHEN (SELECT count(*) FROM written) > CAST($2 AS bigint) THEN CAST(concat('isthmus:affected:', (SELECT count(*) FROM written)) AS bigint) ELSE count(*) END AS rows FROM written AS t1`,
    );
  });

  test("of one object of plain values are what one would write by hand", () => {
    expect(textOf({ ...insert, one: true, returning: query("products", ["id"]) })).toBe(
      `INSERT INTO "fixture"."products" AS t0 ("id", "name") SELECT CAST(CAST($1 AS json) ->> 'id' AS integer), (CAST($1 AS json) ->> 'name') ` +
        `RETURNING CAST(json_build_object('id', t0."id") AS text) AS body`,
    );
    expect(
      textOf({
        kind: "update",
        resource: "products",
        fields: ["name"],
        values: input(0),
        where: compare("id", "eq", input(1)),
      }),
    ).toBe(`UPDATE "fixture"."products" AS t0 SET "name" = (CAST($1 AS json) ->> 'name') WHERE (t0."id" = $2)`);
  });

  test("of many rows read the body once, not once per row", () => {
    expect(textOf({ kind: "update", resource: "products", fields: ["name"], values: input(0) })).toBe(
      `UPDATE "fixture"."products" AS t0 SET "name" = r."name" FROM json_to_record(CAST($1 AS json)) AS r("name" text)`,
    );
  });

  test("set what is left out to the column's default", () => {
    const text = textOf({
      kind: "update",
      resource: "products",
      fields: ["id", "name"],
      defaulted: ["name"],
      values: input(0),
      where: compare("id", "eq", input(1)),
    });
    expect(text).toContain(`SET "id" = CAST(CAST($1 AS json) ->> 'id' AS integer), "name" = DEFAULT WHERE`);
  });
});

test("a cast to what is no type of the source is refused", () => {
  const of = query("products", [field("id", { cast: "text); drop table x; --" })]);
  expect(() => textOf(of)).toThrow(expect.objectContaining({ code: "42704" }));
});

test("a condition that cannot hold is left to no table", () => {
  const never = { kind: "constant", value: false } as const;
  expect(
    textOf(
      query("products", ["id"], {
        where: { kind: "and", of: [compare("id", "eq", literal(1)), never] },
        count: "exact",
      }),
    ),
  ).toContain("WHERE FALSE");
});

describe("shapes of a select", () => {
  const edge = {
    kind: "group",
    as: "node",
    select: [{ kind: "constant", as: "__typename", value: "products" }, field("name")],
  } as const;

  test("a group is an object in its place, a constant a text, and a cursor a text of JSON", () => {
    const of = query("products", [{ kind: "cursor", as: "cursor" }, edge], {
      order: [{ by: { field: "id" }, direction: "asc" }],
    });
    expect(compile(authorized(of), catalog).statement).toEqual({
      text:
        `SELECT CAST(coalesce(json_agg(t1.*), '[]') AS text) AS body, count(*) AS rows FROM (` +
        `SELECT CAST(json_build_array(t0."id") AS text) AS "cursor", json_build_object('__typename', 'products', 'name', t0."name") AS "node" ` +
        `FROM "fixture"."products" AS t0 ORDER BY t0."id") AS t1`,
      parameters: [],
    });
  });

  test("a constant that is no plain word is a parameter", () => {
    const of = query("products", [{ kind: "constant", as: "t", value: "'; DROP TABLE x" }]);
    const { text, parameters } = compile(authorized(of), catalog).statement;
    expect(text).not.toContain("DROP");
    expect(parameters.map(({ value }) => value)).toEqual([literal("'; DROP TABLE x")]);
  });

  test("an increment is added where it stands", () => {
    const change = {
      kind: "update",
      resource: "products",
      fields: [],
      values: input(0),
      adjust: [{ field: "price", operator: "increment", value: input(1) }],
      where: compare("id", "eq", input(2)),
    } as const;
    expect(compile(authorized(change), catalog).statement.text).toBe(
      `UPDATE "fixture"."products" AS t0 SET "price" = t0."price" + CAST($1 AS numeric(10,2)) WHERE (t0."id" = $2)`,
    );
  });
});
