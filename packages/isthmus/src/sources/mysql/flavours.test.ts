// What differs between MariaDB and MySQL, of which only the first can be asked here: the texts for both.

import { expect, test } from "vitest";
import { Problem } from "../../core/index.ts";
import { authorized, embed, input, query, shopCatalog } from "../shared/sql/testing/fixture.ts";
import { compileFor } from "./compile.ts";
import { flavourOf, mariadb, mysql8 } from "./features.ts";

const catalog = shopCatalog();
const nested = authorized(
  query("customers", [
    "id",
    embed("orders", query("orders", ["id"], { order: [{ by: { field: "id" }, direction: "desc" }], limit: input(0) })),
  ]),
);
const insert = authorized({
  kind: "insert",
  resource: "products",
  fields: ["id", "name"],
  rows: input(0),
  one: true,
  missing: "default",
  returning: query("products", ["id"]),
} as const);

test("a server is known by what it understands", () => {
  expect([flavourOf(true), flavourOf(false)]).toEqual([mariadb, mysql8]);
});

test("a server without RETURNING cannot upsert, and says so before anybody tries", () => {
  expect([mariadb, mysql8].map(({ unable }) => unable)).toEqual([[], ["upsert"]]);
  const upsert = authorized({
    kind: "insert",
    resource: "products",
    fields: ["id", "name"],
    rows: input(0),
    missing: "null",
    conflict: { action: "merge", target: ["id"] },
  } as const);
  expect(() => compileFor(mysql8, upsert, catalog)).toThrow(expect.objectContaining({ code: "PGRST127" }));
});

test("related rows are limited inside the list where derived tables see nothing, and ahead of it elsewhere", () => {
  const [inside, ahead] = [mariadb, mysql8].map((flavour) => compileFor(flavour, nested, catalog).statement.text);
  expect(inside).toMatch(/GROUP_CONCAT\(.*ORDER BY t1.`id` DESC LIMIT \?\)/);
  expect(ahead).toMatch(/FROM \(SELECT t1\.\* FROM .* ORDER BY t1.`id` DESC LIMIT \?\) AS t1/);
  expect(ahead).not.toMatch(/GROUP_CONCAT\([^()]*LIMIT/);
});

test("an insert answers its rows by RETURNING, and is refused where there is none", () => {
  expect(compileFor(mariadb, insert, catalog).statement.text).toContain(" RETURNING ");
  expect(() => compileFor(mysql8, insert, catalog)).toThrow(Problem);
  const { returning: _, ...silent } = insert;
  expect(compileFor(mysql8, authorized(silent), catalog).statement.text).not.toContain("RETURNING");
});

test("a parameter stands wherever its value does, as often as that", () => {
  const twice = authorized(
    query("products", ["id"], {
      where: { kind: "compare", left: { field: "name" }, operator: "eq", right: input(0) },
    }),
  );
  const { text, parameters } = compileFor(mariadb, twice, catalog).statement;
  expect(text.split("?")).toHaveLength(parameters.length + 1);
  expect(text).not.toContain("\u0000");
});
