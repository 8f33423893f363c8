// GraphQL APIs under the server's own policies, over sockets on both sides: one that the library `graphql` carries out, and
// this server's own interface over SQLite.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buildSchema, graphql as carryOut, GraphQLError } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SourceSchema } from "../../src/core/index.ts";
import { defineConfig, graphql, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { openGraphql } from "../../src/sources/graphql/index.ts";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

const file = path.join(import.meta.dirname, "../../src/sources/graphql/testing/shop.graphql");
const folder = mkdtempSync(path.join(tmpdir(), "isthmus-graphql-source-"));
const schema = buildSchema(readFileSync(file, "utf8"));

interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const products = Array.from({ length: 250 }, (_, at) => ({
  id: String(at + 1),
  name: `p${at + 1}`,
  kind: at % 2 === 0 ? "BOOK" : "TOY",
  price: at / 10,
  tags: at === 0 ? ["a"] : [],
  maker: { id: "7", name: "Ada", city: "B", age: 36 },
}));
const customers = Array.from({ length: 7 }, (_, at) => ({
  id: String(at + 1),
  name: `c${at + 1}`,
  city: at < 3 ? "A" : "B",
}));
const error = (message: string, code?: string): never => {
  throw new GraphQLError(message, code === undefined ? {} : { extensions: { code } });
};

let busy = 0;
const root = {
  product: ({ id }: { id: string }) => products.find((one) => one.id === id) ?? null,
  products: ({ first = 1000, after, kind }: { first?: number; after?: string; kind?: string }) => {
    const all = products.filter((one) => kind === undefined || kind === null || one.kind === kind);
    const from = after === undefined || after === null ? 0 : all.findIndex((one) => one.id === after) + 1;
    const nodes = all.slice(from, from + first);
    const endCursor = nodes.at(-1)?.id ?? null;
    return {
      nodes,
      edges: null,
      totalCount: all.length,
      pageInfo: { endCursor, hasNextPage: from + first < all.length },
    };
  },
  customers: ({ limit = 100, offset = 0, city }: { limit?: number; offset?: number; city?: string }) =>
    customers.filter((one) => city === undefined || one.city === city).slice(offset, offset + limit),
  customer: ({ id }: { id: number }) => customers.find((one) => one.id === String(id)) ?? null,
  search: ({ text, most }: { text: string; most: number }) =>
    [
      { __typename: "Product", ...products[0] },
      { __typename: "Customer", ...customers[0], name: text },
      { __typename: "Review", id: "r", text },
    ].slice(0, most),
  count: ({ filter }: { filter?: { kind?: string } }) => (filter?.kind === "TOY" ? 125 : 250),
  echo: ({ value }: { value: unknown }) => value,
  total: "19.90",
  order: ({ id }: { id: string }) =>
    id === "half"
      ? {
          id,
          lines: [
            { quantity: 1, product: () => error("no such product") },
            { quantity: 2, product: products[0] },
          ],
        }
      : error("no such order", "NOT_FOUND"),
  secretField: () => (busy-- > 0 ? error("try later", "THROTTLED") : "told"),
  addProduct: ({ input, at }: { input: { name: string; price?: unknown }; at?: string }) =>
    input.name === "bad"
      ? error("bad name canary-token", "BAD_USER_INPUT")
      : { id: "900719925474099300", tags: [], added: at, ...input },
  removeAll: ({ really }: { really: boolean }) => (really ? 1 : 0),
};

let upstream: Upstream;
let other: Serving;
let serving: Serving;
let otherSchema: SourceSchema;
const asked = (): readonly Asked[] => upstream.asked.map(({ body }) => JSON.parse(body) as Asked);
const role = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { call: true }]));

beforeAll(async () => {
  upstream = await openUpstream(() => {});
  const database = new DatabaseSync(path.join(folder, "shop.db"));
  database.exec(`CREATE TABLE shops (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner INTEGER);
    INSERT INTO shops VALUES (1, 'One', 2), (2, 'Two', 7), (3, 'Three', 99)`);
  database.close();
  other = await serve(
    defineConfig({
      sources: { shop: sqlite({ file: path.join(folder, "shop.db") }) },
      roles: { anonymous: { shops: { read: true, insert: true } } },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
  const endpoint = `${other.server.addresses.api.replace(/\/api$/, "")}/graphql`;
  const options = { endpoint, allowPrivate: ["127.0.0.1"] };
  const source = openGraphql("own", options, () => {});
  const { signal } = new AbortController();
  await expect(source.introspect(signal)).rejects.toMatchObject({ code: "ISTHMUS550" });
  otherSchema = await source.introspect(signal, { remote: true });
  await source.close();
  const far = {
    endpoint: `${upstream.origin}/graphql`,
    schema: file,
    allowPrivate: ["127.0.0.1"],
    retry: { firstPause: 1 },
  };
  serving = await serve(
    defineConfig({
      sources: {
        local: sqlite({ file: path.join(folder, "shop.db") }),
        far: graphql({
          ...far,
          auth: { bearer: "canary-token" },
          breaker: false,
          scalars: { Money: "decimal" },
          operations: { total: { cache: { ttl: 60_000 } }, secretField: { fallback: ["stale", { value: "kept" }] } },
        }),
        half: graphql({ ...far, partial: true, include: ["order"] }),
        strict: graphql({ ...far, answers: "strict", include: ["customers"], resources: false }),
        own: graphql(options),
      },
      relations: { "shops.owner_record": { to: "far.Customer", match: { owner: "id" }, one: true } },
      roles: {
        anonymous: {
          shops: { read: true },
          ...role(
            ["product", "products", "customers", "search", "query_count", "echo", "total", "order", "secretField"].map(
              (name) => `far.${name}`,
            ),
          ),
          ...role([
            "far.addProduct",
            "far.removeAll",
            "half.order",
            "strict.customers",
            "own.shops",
            "own.insert_shops_one",
          ]),
          "far.Product": { read: true },
          "far.Customer": { read: { fields: ["id", "name", "city"] } },
        },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    { lock: { version: 1, sources: { own: { kind: "graphql", schema: otherSchema } } } },
  );
});

afterAll(async () => {
  await serving?.server.stop();
  await other?.server.stop();
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  busy = 0;
  (upstream.asked as unknown[]).length = 0;
  upstream.answer = (request, response) => {
    const { query, variables } = JSON.parse(request.body) as Asked;
    void carryOut({
      schema,
      source: query,
      rootValue: root,
      ...(variables === undefined ? {} : { variableValues: variables }),
    }).then((result) => json(response, result));
  };
});

async function get(at: string) {
  const response = await fetch(`${serving.server.addresses.api}/${at}`);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, value: (): unknown => JSON.parse(text) };
}

async function post(rpc: string, body: unknown) {
  const response = await fetch(`${serving.server.addresses.api}/rpc/${rpc}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const text = await response.text();
  return { status: response.status, text, value: () => JSON.parse(text) as Record<string, unknown> };
}

describe("a query field", () => {
  it("is asked for what the caller wants, with values in variables", async () => {
    expect((await get("rpc/far.product?id=1&select=id,name,who:maker->>name")).value()).toEqual({
      id: "1",
      name: "p1",
      who: "Ada",
    });
    expect(asked()).toEqual([
      { query: "query ($id: ID!) { product(id: $id) { id name maker { name } } }", variables: { id: "1" } },
    ]);
    expect(upstream.asked[0]?.headers["authorization"]).toBe("Bearer canary-token");
    expect(
      (await get(`rpc/far.product?id=${encodeURIComponent('1") { id } evil: product(id: "2')}&select=id`)).value(),
    ).toBeNull();
    expect((await get("rpc/far.product?id=404")).text).toBe("null");
  });

  it("gives rows, which are filtered, ordered and cut", async () => {
    expect((await get("rpc/far.customers?select=id&city=A&order=id.desc&limit=2")).value()).toEqual([
      { id: "3" },
      { id: "2" },
    ]);
    const counted = await fetch(`${serving.server.addresses.api}/rpc/far.customers?select=id`, {
      headers: { prefer: "count=exact" },
    });
    expect(counted.headers.get("content-range")).toBe("0-6/7");
  });

  it("takes lists, enums, objects and any JSON, each held to its type", async () => {
    expect((await post("far.query_count", { filter: { and: [{ kind: "BOOK" }], kind: "TOY" } })).text).toBe("125");
    expect((await post("far.echo", '{"value":{"a":[9007199254740993,1.10,null,"x"]}}')).status).toBe(200);
    const wrong = async (body: object, rpc = "far.query_count") => (await post(rpc, body)).value()["message"];
    expect(await wrong({ filter: { kind: "CAR" } })).toBe('filter.kind: expected one of "BOOK", "TOY"');
    expect(await wrong({ filter: { nope: 1 } })).toBe("filter.nope: expected no such member");
    expect(await wrong({ input: {} }, "far.addProduct")).toBe("input.name: expected a value");
    expect(await wrong({ text: "x", most: "many" }, "far.search")).toBe("most: expected a whole number");
    expect((await get("rpc/far.query_count?filter={}")).text).toBe("250");
  });

  it("gives what a union may be, by its name", async () => {
    expect((await get("rpc/far.search?text=x")).value()).toEqual([
      { __typename: "Product", id: "1", name: "p1", kind: "BOOK", price: 0, tags: ["a"], added: null },
      { __typename: "Customer", id: "1", Customer_name: "x", city: "A", age: null },
      { __typename: "Review", id: "r", text: "x" },
    ]);
    expect(asked()[0]?.variables).toEqual({ text: "x" });
  });

  it("is kept as long as the configuration says, and shared while it is under way", async () => {
    expect((await get("rpc/far.total")).text).toBe('"19.90"');
    await Promise.all(Array.from({ length: 20 }, () => get("rpc/far.total")));
    expect(asked()).toHaveLength(1);
  });

  it("that is refused for now is asked again, and answered from what was configured in the end", async () => {
    busy = 2;
    expect((await get("rpc/far.secretField")).text).toBe('"told"');
    expect(asked()).toHaveLength(3);
    busy = 9;
    const kept = await get("rpc/far.secretField");
    expect([kept.text, kept.headers.get("isthmus-fallback")]).toEqual(['"told"', "stale"]);
  });
});

describe("a mutation field", () => {
  it("makes its change once, and only by a request that may", async () => {
    const made = await post(
      "far.addProduct",
      '{"input":{"name":"n","price":12345678901234567.89},"at":"2026-01-01T00:00:00Z"}',
    );
    expect(made.status).toBe(200);
    expect(made.value()).toMatchObject({
      id: "900719925474099300",
      name: "n",
      kind: "TOY",
      added: "2026-01-01T00:00:00Z",
    });
    expect(upstream.asked[0]?.body).toContain("12345678901234567.89");
    expect((await post("far.removeAll", {})).text).toBe("0");
    expect(asked()[1]).toEqual({ query: "mutation ($really: Boolean) { removeAll(really: $really) }" });
    expect((await get("rpc/far.removeAll?really=true")).status).toBe(405);
  });

  it("is not sent again when the connection breaks", async () => {
    upstream.answer = (_asked, response) => void response.destroy();
    expect((await post("far.removeAll", { really: true })).value()).toMatchObject({ code: "ISTHMUS601" });
    expect(upstream.asked).toHaveLength(1);
  });
});

describe("errors in an answer", () => {
  it("are a failure, by what their codes mean, without the server's secrets", async () => {
    expect(await post("far.addProduct", { input: { name: "bad" } })).toMatchObject({
      status: 400,
      text: '{"code":"ISTHMUS611","details":{"errors":[{"message":"bad name [secret]","code":"BAD_USER_INPUT","path":["addProduct"]}]},"hint":null,"message":"far: the API refused addProduct: bad name [secret]"}',
    });
    expect((await get("rpc/far.order?id=1")).status).toBe(404);
    const told = async (answer: unknown, status = 200) => {
      upstream.answer = (_asked, response) => json(response, answer, status);
      const { status: given, text } = await get("rpc/far.customers?select=id");
      return [given, (JSON.parse(text) as { code?: string }).code];
    };
    const coded = (code: string) => ({ data: null, errors: [{ message: "m", extensions: { code } }] });
    expect(await told(coded("UNAUTHENTICATED"))).toEqual([502, "ISTHMUS609"]);
    expect(await told(coded("INTERNAL_SERVER_ERROR"))).toEqual([502, "ISTHMUS612"]);
    expect(await told(coded("RATE_LIMITED"))).toEqual([503, "ISTHMUS604"]);
    expect(await told(coded("DUPLICATE_KEY"))).toEqual([409, "ISTHMUS611"]);
    expect(await told({ errors: [{ message: "syntax" }] }, 400)).toEqual([400, "ISTHMUS611"]);
    expect(await told({ errors: [{ message: "who" }] }, 401)).toEqual([502, "ISTHMUS609"]);
    expect(await told({ errors: [{}] })).toEqual([400, "ISTHMUS611"]);
  });

  it("beside data are a failure, unless the configuration takes what there is", async () => {
    expect((await get("rpc/far.order?id=half&select=id,p:lines->0->product->>name,l:lines")).status).toBe(400);
    const half = await get("rpc/half.order?id=half&select=lines->0->product->name,q:lines->1->quantity");
    expect(half.status).toBe(200);
    expect(half.value()).toEqual({ name: null, q: 2 });
    expect((await get("rpc/half.order?id=none")).status).toBe(404);
  });
});

describe("an answer that is none", () => {
  it.each([
    ["a page", "<html>"],
    ["cut off", '{"data":{"customers":[{"id":'],
    ["a list", "[]"],
    ["nothing", "{}"],
    ["deep", "[".repeat(100_000)],
    ["of wrong data", '{"data":[]}'],
    ["of wrong errors", '{"data":{},"errors":{}}'],
    ["of no rows", '{"data":{"customers":"x"}}'],
    ["of a number in a list", '{"data":{"customers":[1]}}'],
    ["too large a number", '{"data":{"customers":[{"id":1e999}]}}'],
  ])("is refused where it is %s", async (_name, body) => {
    upstream.answer = (_asked, response) => response.writeHead(200, { "content-type": "application/json" }).end(body);
    const { status, text } = await get("rpc/far.customers?select=id");
    expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([502, "ISTHMUS602"]);
  });

  it("is held to the schema where it is to be", async () => {
    upstream.answer = (_asked, response) => json(response, { data: { customers: [{ id: null }] } });
    expect((await get("rpc/far.customers?select=id")).value()).toEqual([{ id: null }]);
    expect((await get("rpc/strict.customers?select=id")).text).toContain("it[0].id: expected a value");
    upstream.answer = (_asked, response) => json(response, { data: { customers: [{ id: 1, age: "x" }] } });
    expect((await get("rpc/strict.customers?select=id,age")).text).toContain("it[0].age: expected a whole number");
    expect(({} as Record<string, unknown>)["id"]).toBeUndefined();
  });
});

describe("records", () => {
  it("of a connection are walked page by page, and filtered where the API can", async () => {
    const toys = await get("far.Product?select=id&kind=eq.TOY&limit=120");
    expect(toys.value()).toHaveLength(120);
    expect(asked()).toEqual([
      {
        query:
          "query ($kind: Kind, $first: Int) { products(kind: $kind, first: $first) { nodes { id kind } pageInfo { hasNextPage endCursor } } }".replaceAll(
            "$kind: Kind",
            "$kind: Kind",
          ),
        variables: { kind: "TOY", first: 100 },
      },
      expect.objectContaining({ variables: { kind: "TOY", first: 100, after: "200" } }) as unknown,
    ]);
    expect((await get("far.Product?select=id&name=eq.p250")).value()).toEqual([{ id: "250" }]);
  });

  it("of a list are walked by offset", async () => {
    expect((await get("far.Customer?select=id&city=eq.B&order=id.desc")).value()).toEqual([
      { id: "7" },
      { id: "6" },
      { id: "5" },
      { id: "4" },
    ]);
    expect(asked()[0]?.variables).toEqual({ city: "B", limit: 100 });
  });

  it("of several keys are asked for in one question, and a hidden field is none", async () => {
    expect((await get("far.Customer?select=id,name&id=in.(2,7,99)")).value()).toEqual([
      { id: "2", name: "c2" },
      { id: "7", name: "c7" },
    ]);
    expect(asked()).toEqual([
      {
        query:
          "query ($k0: Int!, $k1: Int!, $k2: Int!) { k0: customer(id: $k0) { id name } k1: customer(id: $k1) { id name } k2: customer(id: $k2) { id name } }",
        variables: { k0: 2, k1: 7, k2: 99 },
      },
    ]);
    expect((await get("far.Customer?select=id,age")).status).toBe(400);
    expect((await get("far.Customer?select=id&id=eq.x")).value()).toEqual([]);
  });

  it("are joined with the site's own", async () => {
    const joined = await get("shops?select=name,owner_record(name)&order=id");
    expect(joined.value()).toEqual([
      { name: "One", owner_record: { name: "c2" } },
      { name: "Two", owner_record: { name: "c7" } },
      { name: "Three", owner_record: null },
    ]);
    expect(asked()).toHaveLength(1);
  });
});

describe("this server's own GraphQL", () => {
  it("is a source like any, by the schema it tells", async () => {
    const found = otherSchema.operations.map(({ name, effect }) => `${name}: ${effect}`);
    expect(found).toContain("shops: read");
    expect(found).toContain("insert_shops_one: write");
    expect(otherSchema.resources.map(({ name }) => name)).toEqual([]);
    const rows = await post("own.shops", { where: { id: { _gt: 1 } }, order_by: [{ id: "desc" }], limit: 1 });
    expect(rows.value()).toEqual([{ id: 3, name: "Three", owner: 99 }]);
    const made = await post("own.insert_shops_one", { object: { id: 9, name: "Nine" } });
    expect(made.value()).toMatchObject({ id: 9, name: "Nine" });
    expect((await post("own.insert_shops_one", { object: { id: 9, name: "Again" } })).status).toBeGreaterThanOrEqual(
      400,
    );
  });
});
