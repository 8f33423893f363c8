import { describe, expect, it } from "vitest";
import { type Intent, Problem, type Query, type Result, type Source, type Statement } from "../core/index.ts";
import { allCapabilities, smallShop, smallShopSchema, user } from "../../test/kit/small-shop.ts";
import { isEach, runEach } from "./each.ts";
import { createPrepare } from "./prepare.ts";
import { createViews } from "./view.ts";

const select = (resource: string, field: string, more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource,
  select: [{ kind: "field", as: field, of: { field } }],
  answer: { as: "many" },
  ...more,
});
const broken = new Problem({
  code: "23505",
  category: "conflict",
  message: "orders.note is taken",
  mentions: { tables: [{ name: "orders" }], fields: ["note"], instead: "something is taken" },
});
const one: Result = { body: "{}", rows: 1 };

function setting(answer: (query: Query) => Promise<Result>, signal = new AbortController().signal) {
  const source: Source = {
    name: "shop",
    kind: "test",
    capabilities: allCapabilities,
    introspect: () => Promise.resolve(smallShopSchema),
    compile: (statement) => statement,
    execute: (command) => answer(command as Query),
    transaction: () => Promise.reject(new Error("no transaction")),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const { catalog, policies } = smallShop({ clerk: { orders: { read: { fields: ["id", "status"] } } } });
  const view = createViews(catalog, policies).of(user(["clerk"]));
  const prepare = createPrepare(catalog, new Map([["shop", source]]), { rows: 10, depth: 2 });
  const request = { method: "POST", path: "/", headers: {} };
  const exchange = { principal: user(["clerk"]), signal, deadline: 1, request };
  return (...statements: readonly Statement[]) => runEach(intent(statements), view, prepare, exchange);
}

function intent(statements: readonly Statement[], more: Partial<Intent> = {}): Intent {
  return {
    questions: statements.map((statement) => ({ statement, inputs: [] })),
    transaction: "none",
    partial: true,
    context: undefined,
    ...more,
  };
}

describe("questions that do not need each other", () => {
  it("are asked at the same time, and answered in their order", async () => {
    let running = 0;
    let most = 0;
    const run = setting(async (query) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, query.limit === undefined ? 20 : 1));
      running -= 1;
      return { body: query.limit === undefined ? "slow" : "fast", rows: 1 };
    });
    const outcomes = await run(
      select("orders", "id"),
      select("orders", "id", { limit: { kind: "literal", value: 1 } }),
    );
    expect(outcomes.map((outcome) => "body" in outcome && outcome.body)).toEqual(["slow", "fast"]);
    expect(most).toBe(2);
  });

  it("leave each other's answers alone when one is refused, fails, or is not one", async () => {
    const run = setting((query) =>
      query.limit === undefined ? Promise.resolve({ ...one, rows: 2 }) : Promise.reject(new Error("a bug")),
    );
    const outcomes = await run(
      select("orders", "id"),
      select("orders", "note"),
      select("vault", "id"),
      select("orders", "id", { limit: { kind: "literal", value: 1 } }),
      select("orders", "id", { answer: { as: "one" } }),
    );
    expect(outcomes.map((outcome) => ("code" in outcome ? outcome.code : outcome.body))).toEqual([
      "{}",
      "42703",
      "PGRST205",
      "ISTHMUS500",
      "PGRST116",
    ]);
    expect(outcomes[3]).toMatchObject({ category: "internal", cause: new Error("a bug") });
    expect(JSON.stringify(outcomes[3])).not.toContain("a bug");
  });

  it("an object that may be absent is no failure", async () => {
    const optional = { answer: { as: "one", optional: true } } as const;
    expect(await setting(() => Promise.resolve({ body: "null", rows: 0 }))(select("orders", "id", optional))).toEqual([
      { body: "null", rows: 0 },
    ]);
    const [two] = await setting(() => Promise.resolve({ body: "{}", rows: 2 }))(select("orders", "id", optional));
    expect(two).toMatchObject({ code: "PGRST116" });
  });

  it("tell of a failure only what the caller may see", async () => {
    const [outcome] = await setting(() => Promise.reject(broken))(select("orders", "id"));
    expect(outcome).toMatchObject({ code: "23505", message: "something is taken", cause: broken });
  });

  it("are all given up when the request is", async () => {
    const gone = new Problem({ code: "57014", category: "timeout", message: "left" });
    const run = setting((query) => (query.limit ? Promise.reject(gone) : Promise.resolve(one)), AbortSignal.abort());
    await expect(
      run(select("orders", "id"), select("orders", "id", { limit: { kind: "literal", value: 1 } })),
    ).rejects.toBe(gone);
  });

  it("are none that change something, and none of one transaction", () => {
    const read = select("orders", "id");
    expect(isEach(intent([read, read]))).toBe(true);
    expect(isEach(intent([read], { partial: false }))).toBe(false);
    expect(isEach(intent([read, { kind: "delete", resource: "orders" }]))).toBe(false);
    expect(isEach(intent([read], { transaction: "commit" }))).toBe(false);
    const precondition = { question: { statement: read, inputs: [] }, holds: () => true, problem: broken };
    expect(isEach(intent([read], { precondition }))).toBe(false);
  });
});
