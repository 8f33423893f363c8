import { describe, expect, it } from "vitest";
import {
  anonymous,
  Problem,
  type Interface,
  type Intent,
  type Observation,
  type Query,
  type Reply,
  type RoleConfiguration,
  type Source,
  type Statement,
} from "../core/index.ts";
import { openStore } from "../store/index.ts";
import { allCapabilities, smallShop, smallShopSchema, user } from "../../test/kit/small-shop.ts";
import { createEngine, type Incoming } from "./index.ts";

const orders: Query = {
  kind: "query",
  resource: "orders",
  select: [{ kind: "field", as: "id", of: { field: "id" } }],
  answer: { as: "many" },
};

/** A source that answers every command with it, and an interface that asks the given statements and shows the answers. */
function stage(
  statements: readonly Statement[],
  roles: Readonly<Record<string, RoleConfiguration>>,
  transaction: Intent["transaction"] = "none",
  partial = false,
) {
  const executed: unknown[] = [];
  const compiled: unknown[] = [];
  const ends: string[] = [];
  const seen: Observation[] = [];
  const source: Source = {
    name: "shop",
    kind: "test",
    capabilities: allCapabilities,
    introspect: () => Promise.resolve(smallShopSchema),
    compile: (statement) => (compiled.push(statement), statement),
    execute: (command, call) => (
      executed.push([command, call.inputs, call.results]),
      Promise.resolve({ body: `[{"id":12345678901234567890}]`, rows: 1 })
    ),
    transaction: async (options, work) => {
      const result = await work((command, call) => source.execute(command, call)).finally(() => ends.push(options.end));
      return result;
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const face: Interface = {
    name: "test",
    parse: () => ({
      questions: statements.map((statement) => ({ statement, inputs: ["x"] })),
      transaction,
      partial,
      context: undefined,
    }),
    render: (_, results) => ({
      status: 200,
      headers: {},
      body: results.map((result) => ("body" in result ? result.body : result.code)).join("\n"),
    }),
    refuse: (problem, _, authenticated): Reply => ({
      status: authenticated ? 403 : 401,
      headers: {},
      body: problem.code,
    }),
  };
  const { catalog, policies } = smallShop(roles);
  const store = openStore(":memory:");
  let clock = 0;
  const engine = createEngine({
    catalog,
    policies,
    sources: new Map([["shop", source]]),
    authenticate: ({ authorization }) => {
      if (authorization === undefined) return anonymous;
      if (authorization === "bad") throw new Problem({ code: "PGRST301", category: "unauthenticated", message: "no" });
      return user([authorization]);
    },
    idempotency: { ledger: store.idempotency, now: () => 1, hash: (text) => text },
    limits: { rows: 10, depth: 2, concurrency: 1 },
    record: (observation) => void seen.push(observation),
    clock: () => clock++,
  });
  const incoming = (authorization?: string): Incoming => ({
    interface: face,
    request: { id: "r1", method: "GET", path: "/orders", query: "secret=1", headers: {}, body: "", base: "" },
    credentials: authorization === undefined ? {} : { authorization },
    signal: new AbortController().signal,
    received: 0,
    deadline: 1000,
  });
  return { engine, incoming, executed, compiled, ends, seen };
}

describe("the road", () => {
  it("passes the source's text through untouched", async () => {
    const { engine, incoming } = stage([orders], { clerk: { orders: { read: true } } });
    expect((await engine.serve(incoming("clerk"))).body).toBe(`[{"id":12345678901234567890}]`);
  });

  it("answers in part what may be answered in part, and notes the first thing that was not", async () => {
    const hidden: Query = { ...orders, resource: "vault" };
    const { engine, incoming, seen } = stage([orders, hidden], { clerk: { orders: { read: true } } }, "none", true);
    expect(await engine.serve(incoming("clerk"))).toMatchObject({
      status: 200,
      body: `[{"id":12345678901234567890}]\nPGRST205`,
    });
    expect(seen).toMatchObject([{ kind: "request", request: { status: 200, code: "PGRST205" } }]);
  });

  it("executes nothing that is not authorized", async () => {
    const { engine, incoming, executed, compiled } = stage([orders], { clerk: {} });
    expect(await engine.serve(incoming())).toMatchObject({ status: 401, body: "PGRST205" });
    expect(await engine.serve(incoming("clerk"))).toMatchObject({ status: 403, body: "PGRST205" });
    expect(await engine.serve(incoming("bad"))).toMatchObject({ status: 401, body: "PGRST301" });
    expect([executed, compiled]).toEqual([[], []]);
  });

  it("compiles a shape once for all who see the same", async () => {
    const { engine, incoming, compiled, executed } = stage([orders], {
      clerk: { orders: { read: true } },
      boss: { orders: { read: true } },
    });
    for (const role of ["clerk", "clerk", "boss", "clerk"]) await engine.serve(incoming(role));
    expect([compiled.length, executed.length]).toEqual([2, 4]);
  });

  it("records one observation a request, and why it was refused, without values", async () => {
    const { engine, incoming, seen } = stage([orders], { clerk: { orders: { read: true } } });
    await engine.serve(incoming("clerk"));
    await engine.serve(incoming("bad"));
    expect(seen).toMatchObject([
      { kind: "request", request: { id: "r1", principal: "u1", roles: ["clerk"], targets: ["orders"], status: 200 } },
      { kind: "request", request: { status: 401, code: "PGRST301", targets: [] } },
      { kind: "refusal", refusal: { id: "r1", status: 401, code: "PGRST301", target: "/orders" } },
    ]);
    expect(JSON.stringify(seen)).not.toContain("secret");
    expect(seen[0]).toMatchObject({
      request: {
        stages: [
          ["authenticate", expect.any(Number)],
          ["parse", expect.any(Number)],
          ["execute", expect.any(Number)],
          ["render", expect.any(Number)],
        ],
      },
    });
  });

  it("refuses what exceeds the requests in flight, and takes requests again afterwards", async () => {
    const { engine, incoming } = stage([orders], { clerk: { orders: { read: true } } });
    const [first, second] = await Promise.all([engine.serve(incoming("clerk")), engine.serve(incoming("clerk"))]);
    expect([first.status, second.body]).toEqual([200, "ISTHMUS220"]);
    expect((await engine.serve(incoming("clerk"))).status).toBe(200);
    expect(engine.inFlight).toBe(0);
  });

  it("runs several statements in one transaction, where a later one may use what an earlier one returned, digit for digit", async () => {
    const pointing: Statement = {
      kind: "insert",
      resource: "order_items",
      fields: [],
      rows: { kind: "input", index: 0 },
      missing: "null",
      presets: [{ field: "order_id", value: { kind: "result", step: 0, field: "id" } }],
    };
    const { engine, incoming, executed, ends } = stage(
      [orders, pointing],
      { clerk: { orders: { read: true }, order_items: { insert: true } } },
      "commit",
    );
    expect((await engine.serve(incoming("clerk"))).status).toBe(200);
    expect(ends).toEqual(["commit"]);
    expect(executed[1]).toEqual([expect.anything(), ["x"], [{ id: "12345678901234567890" }]]);
  });

  it("undoes what shall be undone", async () => {
    const { engine, incoming, ends } = stage([orders], { clerk: { orders: { read: true } } }, "rollback");
    await engine.serve(incoming("clerk"));
    expect(ends).toEqual(["rollback"]);
  });
});
