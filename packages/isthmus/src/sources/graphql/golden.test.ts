// The text that is sent for what is asked: golden.

import path from "node:path";
import { expect, it } from "vitest";
import { buildCatalog } from "../../catalog/index.ts";
import {
  type Authorized,
  type Call,
  capabilities,
  type Catalog,
  type Query,
  type Selection,
} from "../../core/index.ts";
import { compile } from "./compile.ts";
import { schemaInFile } from "./connect.ts";
import { documentText, keysText } from "./document.ts";
import { introspect } from "./introspect.ts";
import { readSchema } from "./introspect/read-schema.ts";
import { graphqlOptions } from "./options.ts";

const file = path.join(import.meta.dirname, "testing/shop.graphql");

async function catalogOf(options: object): Promise<[Catalog, ReturnType<typeof graphqlOptions.parse>]> {
  const settings = graphqlOptions.parse({ endpoint: "https://shop.example/graphql?v=1", schema: file, ...options });
  const schema = await introspect(await readSchema(await schemaInFile(file), file), settings);
  const kept = JSON.parse(JSON.stringify(schema)) as typeof schema;
  const source = { kind: "graphql", capabilities: capabilities({ functions: true }), schema: kept };
  return [buildCatalog(new Map([["shop", source]]), {}), settings];
}

async function textOf(operation: string, select: readonly (string | readonly string[])[] | undefined, options = {}) {
  const [catalog, settings] = await catalogOf(options);
  const query: Query | undefined = select && {
    kind: "query",
    resource: "",
    select: select.map((one): Selection => {
      const [field = "", ...keys] = typeof one === "string" ? [one] : one;
      const steps = keys.map((key) => ({ to: { key }, as: "json" as const }));
      return { kind: "field", as: field, of: { field, ...(steps.length === 0 ? {} : { path: steps }) } };
    }),
    answer: { as: "many" },
  };
  const call: Call = {
    kind: "call",
    operation,
    overload: 0,
    arguments: [],
    readOnly: false,
    ...(query === undefined ? {} : { query }),
  };
  const command = compile(call as Authorized<Call>, catalog, settings);
  if ("plan" in command) throw new Error("it is no call");
  expect(command.address).toEqual({ origin: "https://shop.example", path: "/graphql?v=1" });
  return command.text;
}

it("asks for exactly what is wanted, and of what lies within an object for no more", async () => {
  expect(await textOf("product", ["id", "name"])).toBe("query ($id: ID!) { product(id: $id) { id name } }");
  expect(await textOf("product", [["maker", "name"], ["maker", "city"], "tags"])).toBe(
    "query ($id: ID!) { product(id: $id) { maker { name city } tags } }",
  );
  expect(
    await textOf("product", [
      ["parent", "parent", "maker"],
      ["parent", "name"],
    ]),
  ).toBe("query ($id: ID!) { product(id: $id) { parent { parent { maker { id name city age } } name } } }");
  expect(await textOf("product", [["maker", "name"], "maker"])).toBe(
    "query ($id: ID!) { product(id: $id) { maker { id city age name } } }",
  );
});

it("asks of objects for what they hold themselves, as deep as the configuration says", async () => {
  const leaves = "id name kind price tags added";
  expect(await textOf("product", ["parent"])).toBe(`query ($id: ID!) { product(id: $id) { parent { ${leaves} } } }`);
  expect(await textOf("product", ["parent"], { depth: 2 })).toBe(
    `query ($id: ID!) { product(id: $id) { parent { ${leaves} maker { id name city age } similar { ${leaves} } parent { ${leaves} } } } }`,
  );
  expect(await textOf("order", ["lines"])).toBe("query ($id: ID!) { order(id: $id) { lines { quantity } } }");
  expect(await textOf("order", [["lines", "product", "name"]])).toBe(
    "query ($id: ID!) { order(id: $id) { lines { product { name } } } }",
  );
  expect(await textOf("products", ["nodes", "pageInfo"])).toBe(
    "query ($first: Int, $after: String, $last: Int, $kind: Kind, $ids: [ID!]) { products(first: $first, after: $after, last: $last, kind: $kind, ids: $ids) " +
      `{ nodes { ${leaves} maker { id name city age } similar { ${leaves} } parent { ${leaves} } } pageInfo { hasNextPage endCursor } } }`,
  );
});

it("leaves arguments with defaults out by leaving their variables out, and aliases what unions disagree on", async () => {
  expect(await textOf("removeAll", undefined)).toBe("mutation ($really: Boolean) { removeAll(really: $really) }");
  expect(await textOf("search", undefined)).toBe(
    "query ($text: String!, $most: Int) { search(text: $text, most: $most) { __typename ... on Product { id name kind price tags added } " +
      "... on Customer { id Customer_name: name city age } ... on Review { id text } } }",
  );
  expect(await textOf("total", undefined)).toBe("query { total }");
  expect(await textOf("mutation_count", undefined)).toBe("mutation { count }");
});

it("has nothing of a caller's in its text", () => {
  expect(documentText("query", "a", [{ name: "b", written: "[ID!]!", required: true }], " { c }")).toBe(
    "query ($b: [ID!]!) { a(b: $b) { c } }",
  );
  expect(keysText("product", "id", "ID!", 2, " { id }")).toBe(
    "query ($k0: ID!, $k1: ID!) { k0: product(id: $k0) { id } k1: product(id: $k1) { id } }",
  );
});
