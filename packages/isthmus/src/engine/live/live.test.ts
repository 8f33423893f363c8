import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  anonymous,
  Problem,
  type Changed,
  type Interface,
  type Observation,
  type Principal,
  type Query,
  type Reply,
  type RoleConfiguration,
  type Source,
  type Statement,
} from "../../core/index.ts";
import { openStore } from "../../store/index.ts";
import { allCapabilities, smallShop, smallShopSchema, user } from "../../../test/kit/small-shop.ts";
import { createEngine, type Engine, type LiveLimits } from "../index.ts";

const rowsOf = (resource: string, more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource,
  select: [{ kind: "field", as: "id", of: { field: "id" } }],
  answer: { as: "many" },
  ...more,
});
const removal = (resource: string): Statement => ({ kind: "delete", resource });
const insertion = (resource: string): Statement => ({
  kind: "insert",
  resource,
  fields: resource === "product_tags" ? ["tag_id"] : ["id"],
  rows: { kind: "input", index: 0 },
  missing: "null",
});

const engines: Engine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.live.close();
});

type Roles = Readonly<Record<string, RoleConfiguration>>;
const all = { read: true, insert: true, update: true, delete: true } as const;
const everything: Roles = { clerk: { "*": all } };

/** A source that answers with whatever `world.answer` is; a request's body is the statement it asks. */
function stage(roles: Roles = everything, limits: Partial<LiveLimits> = {}) {
  const world = {
    answer: "[1]",
    executed: [] as unknown[],
    stalling: false,
    stopped: 0,
    failing: undefined as Problem | undefined,
    principals: new Map<string, Principal | Problem>(),
    told: undefined as ((changed: Changed) => void) | undefined,
    now: 1_000,
    seen: [] as Observation[],
  };
  const source: Source = {
    name: "shop",
    kind: "test",
    capabilities: allCapabilities,
    introspect: () => Promise.resolve(smallShopSchema),
    compile: (statement) => statement,
    execute: (command, { signal }) => {
      world.executed.push(command);
      if (world.stalling)
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            world.stopped += 1;
            reject(signal.reason as Error);
          });
        });
      return world.failing === undefined
        ? Promise.resolve({ body: world.answer, rows: 1 })
        : Promise.reject(world.failing);
    },
    transaction: (_, work) => work((command, call) => source.execute(command, call)),
    watch: (told) => {
      world.told = told;
      return { ready: Promise.resolve(), stop: () => (world.told = undefined) };
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const face: Interface = {
    name: "test",
    parse: ({ body }) => {
      const [statement, ...inputs] = JSON.parse(body) as [Statement, ...string[]];
      return { questions: [{ statement, inputs }], transaction: "none", context: undefined };
    },
    render: (_, [outcome]) => ({ status: 200, headers: {}, body: (outcome as { body: string }).body }),
    refuse: (problem): Reply => ({ status: 400, headers: {}, body: problem.code }),
  };
  const { catalog, policies } = smallShop(roles);
  const engine = createEngine({
    catalog,
    policies,
    sources: new Map([["shop", source]]),
    authenticate: ({ authorization = "" }) => {
      const found = world.principals.get(authorization) ?? (authorization === "" ? anonymous : user([authorization]));
      if (found instanceof Problem) throw found;
      return found;
    },
    idempotency: { ledger: openStore(":memory:").idempotency, now: () => world.now, hash: (text) => text },
    limits: { rows: 10, depth: 3, concurrency: 10 },
    live: { settle: 5, firstPause: 10, ...limits },
    record: (observation) => void world.seen.push(observation),
    clock: () => performance.now(),
  });
  engines.push(engine);
  const incoming = (statement: Statement, authorization: string, ...inputs: string[]) => ({
    interface: face,
    request: {
      id: "r1",
      method: "POST",
      path: "/",
      query: "",
      headers: {},
      body: JSON.stringify([statement, ...inputs]),
      base: "",
    },
    credentials: { authorization },
    received: performance.now(),
  });
  const listen = (statement: Statement, authorization = "clerk", ...inputs: string[]) => {
    const heard: (string | Buffer | null)[] = [];
    const ends: Problem[] = [];
    const subscription = engine.live.subscribe(incoming(statement, authorization, ...inputs), {
      next: ({ body }) => void heard.push(body),
      end: (_, problem) => void ends.push(problem),
    });
    return { heard, ends, close: subscription.close };
  };
  const ask = (statement: Statement, authorization = "clerk") =>
    engine.serve({
      ...incoming(statement, authorization, "[{}]"),
      signal: new AbortController().signal,
      deadline: performance.now() + 1_000,
    });
  /** Changes, and gives what it led to the time to happen. */
  const change = async (statement: Statement): Promise<void> => {
    expect((await ask(statement)).status).toBe(200);
    world.executed.length = 0;
    await sleep(40);
  };
  return { world, engine, listen, ask, change, replace: engine.replace, catalog, policies, source };
}

const answered = (listening: { readonly heard: readonly unknown[] }, ...answers: string[]) =>
  vi.waitFor(() => expect(listening.heard).toEqual(answers), 5_000);

describe("a subscription", () => {
  it("is answered at once, and again when its answer has changed", async () => {
    const { world, listen, change } = stage();
    const orders = listen(rowsOf("orders"));
    await answered(orders, "[1]");
    await change(removal("orders"));
    expect([orders.heard, world.executed.length]).toEqual([["[1]"], 1]);
    world.answer = "[]";
    await change(removal("orders"));
    expect(orders.heard).toEqual(["[1]", "[]"]);
  });

  it("is not asked again for what it does not depend on", async () => {
    const { world, listen, change } = stage();
    const orders = listen(rowsOf("orders"));
    await answered(orders, "[1]");
    await change(insertion("tags"));
    await change(insertion("order_items"));
    expect(world.executed).toEqual([]);
  });

  it("is asked again when a foreign key may have changed its records along", async () => {
    const { world, listen, change } = stage();
    const items = listen(rowsOf("order_items"));
    await answered(items, "[1]");
    await change(removal("customers"));
    expect(world.executed.length).toBe(1);
  });

  it("depends on what it embeds, what its conditions speak of, and what its policies compare with", async () => {
    const roles: Roles = {
      clerk: { "*": all },
      guest: {
        orders: { read: { where: { order_items: { quantity: 1 } } } },
        order_items: { read: true },
      },
    };
    const embedding = rowsOf("products", {
      select: [{ kind: "relation", as: "tags", relation: "tags", join: "left", spread: false, query: rowsOf("tags") }],
    });
    const conditional = rowsOf("products", { where: { kind: "related", relation: "order_items" } });
    for (const [question, who, resource] of [
      [embedding, "clerk", "tags"],
      [embedding, "clerk", "product_tags"],
      [conditional, "clerk", "order_items"],
      [rowsOf("orders"), "guest", "order_items"],
    ] as const) {
      const { world, listen, change } = stage(roles);
      const listening = listen(question, who);
      await answered(listening, "[1]");
      await change(insertion(resource));
      expect([resource, world.executed.length]).toEqual([resource, 1]);
      listening.close();
    }
  });

  it("is refused where the question is, and where it changes something", async () => {
    const { listen } = stage({ ...everything, guest: {} });
    const hidden = listen(rowsOf("orders"), "guest");
    const writing = listen(removal("orders"));
    await vi.waitFor(() => expect([hidden.ends[0]?.code, writing.ends[0]?.code]).toEqual(["PGRST205", "ISTHMUS231"]));
    expect([hidden.heard, writing.heard]).toEqual([[], []]);
  });

  it("is refused where its question is so long that keeping it would be a burden", async () => {
    const { listen } = stage();
    const long = listen(rowsOf("orders"), "clerk", "x".repeat(70_000));
    await vi.waitFor(() => expect(long.ends[0]?.code).toBe("ISTHMUS413"));
  });

  it("tells the log that it began, and nothing of its values", async () => {
    const { world, listen } = stage();
    await answered(listen(rowsOf("orders"), "clerk", "secret"), "[1]");
    expect(world.seen).toMatchObject([
      { kind: "request", request: { method: "SUBSCRIBE", targets: ["orders"], roles: ["clerk"], status: 200 } },
    ]);
    expect(JSON.stringify(world.seen)).not.toContain("secret");
  });
});

describe("equal subscriptions", () => {
  it("are answered by one execution, and those of other inputs or other claims are not among them", async () => {
    const { world, engine, listen, change } = stage({
      ...everything,
      customer: { orders: { read: { where: { customer_id: { eq: { kind: "claim", path: ["sub"] } } } } } },
    });
    for (const sub of ["1", "2"])
      world.principals.set(`c${sub}`, { ...user(["customer"], { sub, iat: sub }), id: sub });
    world.principals.set("c1'", { ...user(["customer"], { sub: "1", iat: "other" }), id: "1" });
    const limited = rowsOf("orders", { limit: { kind: "input", index: 0 } });
    const some = [
      ...[1, 2, 3].map(() => listen(limited, "clerk", "5")),
      listen(limited, "clerk", "6"),
      listen(rowsOf("orders"), "c1"),
      listen(rowsOf("orders"), "c1'"),
      listen(rowsOf("orders"), "c2"),
    ];
    await Promise.all(some.map((one) => answered(one, "[1]")));
    expect([engine.live.size, engine.live.questions]).toEqual([7, 4]);
    await change(removal("orders"));
    expect(world.executed.length).toBe(4);
    for (const one of some) one.close();
    expect([engine.live.size, engine.live.questions, world.told]).toEqual([0, 0, undefined]);
  });

  it("are asked once for many changes that come together", async () => {
    const { world, listen, ask } = stage(everything, { settle: 30 });
    await answered(listen(rowsOf("orders")), "[1]");
    for (let n = 0; n < 10; n++) await ask(insertion("orders"));
    world.executed.length = 0;
    await sleep(80);
    expect(world.executed.length).toBe(1);
  });
});

describe("the source", () => {
  it("is watched only while somebody listens, and what it tells is asked for again", async () => {
    const { world, listen } = stage();
    expect(world.told).toBeUndefined();
    const orders = listen(rowsOf("orders"));
    await answered(orders, "[1]");
    world.answer = "[2]";
    world.told?.([{ schema: "main", name: "tags" }]);
    await sleep(30);
    expect(orders.heard).toEqual(["[1]"]);
    world.told?.([{ schema: "main", name: "orders" }]);
    await answered(orders, "[1]", "[2]");
    world.answer = "[3]";
    world.told?.("everything");
    await answered(orders, "[1]", "[2]", "[3]");
  });

  it("that is away is asked again until it is back; who has no answer yet is told", async () => {
    const { world, listen } = stage();
    const early = listen(rowsOf("orders"));
    await answered(early, "[1]");
    world.failing = new Problem({ code: "PGRST000", category: "unavailable", message: "down" });
    world.told?.("everything");
    await sleep(30);
    const late = listen(rowsOf("orders"));
    await vi.waitFor(() => expect(late.ends[0]?.code).toBe("PGRST000"));
    world.failing = undefined;
    world.answer = "[2]";
    await answered(early, "[1]", "[2]");
    expect(early.ends).toEqual([]);
  });

  it("that does not answer in time is asked again, and the work for its late answer is ended", async () => {
    const { world, listen } = stage(everything, { patience: 20 });
    const orders = listen(rowsOf("orders"));
    await answered(orders, "[1]");
    world.stalling = true;
    world.told?.("everything");
    await vi.waitFor(() => expect(world.stopped).toBeGreaterThan(0));
    world.stalling = false;
    world.answer = "[2]";
    await answered(orders, "[1]", "[2]");
  });

  it("that refuses ends the subscription", async () => {
    const { world, listen } = stage();
    const orders = listen(rowsOf("orders"));
    await answered(orders, "[1]");
    world.failing = new Problem({ code: "22P02", category: "invalid", message: "no number" });
    world.told?.("everything");
    await vi.waitFor(() => expect(orders.ends[0]?.code).toBe("22P02"));
  });
});

describe("credentials", () => {
  it("end the subscription when they expire, and nothing is told from then on", async () => {
    const { world, listen } = stage();
    world.principals.set("brief", user(["clerk"], { exp: 2 }));
    const brief = listen(rowsOf("orders"), "brief");
    await answered(brief, "[1]");
    world.now = 2_000;
    world.answer = "[2]";
    world.told?.("everything");
    await vi.waitFor(() => expect(brief.ends[0]?.code).toBe("PGRST303"));
    expect(brief.heard).toEqual(["[1]"]);
  });

  it("are looked at again: a key that was withdrawn ends it, a role that was taken away shows at once", async () => {
    const { world, listen } = stage(
      { ...everything, guest: { orders: { read: { where: { id: 1 } } } } },
      { recheck: 1 },
    );
    world.principals.set("key", user(["clerk"]));
    world.principals.set("other", user(["clerk"]));
    const withdrawn = listen(rowsOf("orders"), "key");
    const demoted = listen(rowsOf("orders"), "other");
    await Promise.all([answered(withdrawn, "[1]"), answered(demoted, "[1]")]);
    world.now += 10;
    world.principals.set("key", new Problem({ code: "ISTHMUS401", category: "unauthenticated", message: "gone" }));
    world.principals.set("other", user(["guest"]));
    world.answer = "[7]";
    await vi.waitFor(() => expect(withdrawn.ends[0]?.code).toBe("ISTHMUS401"), 3_000);
    await answered(demoted, "[1]", "[7]");
    expect(JSON.stringify(world.executed.at(-1))).toContain('"literal"');
  });

  it("of which one holds too many subscriptions are refused more, and get more when some have ended", async () => {
    const { engine, listen } = stage(everything, { subscriptionsPerPrincipal: 2, subscriptions: 4 });
    const [first, second] = [listen(rowsOf("orders")), listen(rowsOf("tags"))];
    await Promise.all([answered(first, "[1]"), answered(second, "[1]")]);
    const third = listen(rowsOf("tags"));
    await vi.waitFor(() => expect(third.ends[0]?.code).toBe("ISTHMUS230"));
    first.close();
    await answered(listen(rowsOf("tags")), "[1]");
    expect(engine.live.size).toBe(2);
  });
});

describe("a new catalog", () => {
  it("ends what it does not allow any more, and goes on with the rest without a word", async () => {
    const { world, listen, replace, source } = stage();
    const orders = listen(rowsOf("orders"));
    const tags = listen(rowsOf("tags"));
    await Promise.all([answered(orders, "[1]"), answered(tags, "[1]")]);
    const { catalog, policies } = smallShop({ clerk: { orders: all } });
    replace({ catalog, policies, sources: new Map([["shop", source]]) });
    await vi.waitFor(() => expect(tags.ends[0]?.code).toBe("PGRST205"));
    await sleep(30);
    expect(orders.heard).toEqual(["[1]"]);
    world.answer = "[2]";
    world.told?.("everything");
    await answered(orders, "[1]", "[2]");
  });

  it("that comes with new keys ends those whose key is not among them, before anything more is told", async () => {
    const { world, listen, replace, source, catalog, policies } = stage();
    world.principals.set("key", user(["clerk"]));
    const orders = listen(rowsOf("orders"), "key");
    await answered(orders, "[1]");
    world.principals.set("key", new Problem({ code: "ISTHMUS401", category: "unauthenticated", message: "gone" }));
    world.answer = "[2]";
    replace({ catalog, policies, sources: new Map([["shop", source]]) });
    world.told?.("everything");
    await vi.waitFor(() => expect(orders.ends[0]?.code).toBe("ISTHMUS401"));
    await sleep(30);
    expect([orders.heard, world.told]).toEqual([["[1]"], undefined]);
  });
});
