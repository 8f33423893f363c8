// Limits that nodes share by a real Redis, and what becomes of them when it is killed, paused, emptied or slow.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Problem, toProblem } from "../../src/core/index.ts";
import { createGate, createRules, type Gate, openSharedCounts } from "../../src/gateway/index.ts";
import type { RateRule } from "../../src/core/index.ts";
import { type FaultProxy, openFaultProxy } from "../kit/fault-proxy.ts";
import { findRedis, openRedis, type OwnRedis } from "../kit/open-redis.ts";
import { openShop } from "./shop.ts";

const binary = findRedis();
const question = { questions: [{ statement: { kind: "query", resource: "products" }, inputs: [] }] } as never;
const strict: RateRule = { name: "sign-in", per: "address", allow: 5, every: "1h" };

describe.skipIf(binary === undefined)("limits that nodes share", () => {
  let redis: OwnRedis;
  let proxy: FaultProxy;
  const gates: Gate[] = [];
  const warnings: string[] = [];

  beforeAll(async () => {
    redis = await openRedis(binary ?? "");
    proxy = await openFaultProxy({ host: "127.0.0.1", port: redis.port });
  });
  afterEach(async () => {
    await Promise.all(gates.splice(0).map((gate) => gate.close()));
    warnings.length = 0;
    proxy.set({});
    redis.resume();
    if (!(await redis.command("PING").catch(() => "")).startsWith("+PONG")) await redis.start();
    await redis.command("FLUSHALL");
  });
  afterAll(async () => {
    await proxy.close();
    await redis.close();
  });

  async function openGate(rates: readonly RateRule[], port = redis.port): Promise<Gate> {
    const shared = await openSharedCounts({
      url: `redis://127.0.0.1:${port}`,
      warn: (message) => warnings.push(message),
      pause: 200,
    });
    const gate = createGate({ rules: createRules(rates, []), signIn: createRules([strict], []), shared });
    gates.push(gate);
    await settled(gate);
    return gate;
  }

  /** The first connection takes a moment; attempts to sign in are refused until then. */
  async function settled(gate: Gate): Promise<void> {
    const until = performance.now() + 5_000;
    while (
      (await refusalOf(gate.signIn(`nobody ${Math.random()}`)))?.code === "ISTHMUS753" &&
      performance.now() < until
    )
      await sleep(20);
  }

  async function pass(gate: Gate, address = "192.0.2.1"): Promise<boolean> {
    try {
      const passage = gate.enter(address, true);
      passage.identified(anonymous);
      await passage.asks(question);
      return true;
    } catch (thrown) {
      expect(toProblem(thrown).code).toBe("ISTHMUS750");
      return false;
    }
  }

  const passed = async (count: number, gate: (n: number) => Gate): Promise<number> => {
    const all = await Promise.all(Array.from({ length: count }, (_, n) => pass(gate(n))));
    return all.filter(Boolean).length;
  };

  it.each(["bucket", "window"] as const)("are held exactly by two nodes together (%s)", async (by) => {
    const rule: RateRule = { per: "address", allow: 30, every: "1h", by };
    const nodes = [await openGate([rule]), await openGate([rule])] as const;
    expect(await passed(100, (n) => nodes[n % 2 === 0 ? 0 : 1])).toBe(30);
    expect(await pass(nodes[0], "192.0.2.2")).toBe(true);
  });

  it("are asked for in one round trip, however many there are", async () => {
    const names = ["a", "b", "c", "d"];
    const gate = await openGate(names.map((name) => ({ name, per: "address", allow: 100, every: "1h" })));
    const calls = async () =>
      Number(
        /calls=(\d+)/.exec(/cmdstat_evalsha:(.*)/.exec(await redis.command("INFO", "commandstats"))?.[1] ?? "")?.[1] ??
          0,
      );
    await pass(gate);
    const before = await calls();
    expect(await passed(10, () => gate)).toBe(10);
    expect((await calls()) - before).toBe(10);
  });

  it("give no key away: neither addresses nor names stand in Redis", async () => {
    const gate = await openGate([{ name: "secret-name", per: "address", allow: 100, every: "1h" }]);
    await pass(gate);
    const keys = await redis.command("KEYS", "*");
    expect(keys).toContain("{isthmus:limits}:");
    expect(keys).not.toContain("192.0.2.1");
    expect(keys).not.toContain("secret-name");
  });

  it("are this node's own when Redis is killed, with no time lost once that is known; sign-in is closed", async () => {
    const gate = await openGate([{ per: "address", allow: 50, every: "1h" }]);
    expect(await passed(10, () => gate)).toBe(10);
    await redis.kill();
    await passed(5, () => gate);
    await sleep(300);
    const began = performance.now();
    // What was counted with the others is counted here too.
    expect(await passed(60, () => gate)).toBe(35);
    expect((performance.now() - began) / 60).toBeLessThan(5);
    expect(await refusalOf(gate.signIn("192.0.2.9"))).toMatchObject({ code: "ISTHMUS753", category: "unavailable" });
    expect(warnings).toEqual([
      "Redis does not answer in time: limits are counted by this node alone, and nobody can sign in",
    ]);
    await redis.start();
    await eventually(async () => (await refusalOf(gate.signIn("192.0.2.9"))) === undefined);
    expect(warnings).toHaveLength(2);
  });

  it.each([
    ["paused", () => redis.pause(), () => redis.resume(), () => redis.port],
    ["slow by five seconds", () => proxy.set({ latency: 5_000 }), () => proxy.set({}), () => proxy.port],
    ["swallowed by the network", () => proxy.set({ blackHole: true }), () => proxy.set({}), () => proxy.port],
  ])("cost at most the patience while Redis is %s, and nothing once that is known", async (_, spoil, mend, port) => {
    const gate = await openGate([{ per: "address", allow: 1_000, every: "1h" }], port());
    await pass(gate);
    spoil();
    const slowest = async (): Promise<number> => {
      const took = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const began = performance.now();
          await pass(gate);
          return performance.now() - began;
        }),
      );
      return Math.max(...took);
    };
    await slowest();
    await sleep(100);
    expect(await slowest()).toBeLessThan(50);
    expect(await refusalOf(gate.signIn("192.0.2.9"))).toMatchObject({ code: "ISTHMUS753" });
    mend();
    await eventually(async () => (await refusalOf(gate.signIn(`${Math.random()}`))) === undefined);
  });

  it("are held by what this node remembers when Redis is emptied", async () => {
    const gate = await openGate([{ per: "address", allow: 10, every: "1h" }]);
    expect(await passed(6, () => gate)).toBe(6);
    await redis.command("FLUSHALL");
    await redis.command("SCRIPT", "FLUSH");
    expect(await passed(10, () => gate)).toBe(4);
  });

  it("let exactly so many try to sign in, on all nodes together, and of one account", async () => {
    const rules: RateRule[] = [];
    const nodes = [await openGate(rules), await openGate(rules)] as const;
    const tried = await Promise.all(
      Array.from({ length: 40 }, (_, n) => refusalOf(nodes[n % 2 === 0 ? 0 : 1].signIn("192.0.2.77"))),
    );
    expect(tried.filter((one) => one === undefined)).toHaveLength(5);
    expect(new Set(tried.flatMap((one) => one?.code ?? []))).toEqual(new Set(["ISTHMUS750"]));
  });

  it("go on under load while Redis is killed, paused and emptied: nobody gets anything but 200 and 429", async () => {
    const shop = await openShop(
      { rate: [{ per: "address", allow: 1_000_000, every: "1h" }] },
      { redis: { url: redis.url } },
    );
    const seen = new Map<number, number>();
    let asking = true;
    let slowest = 0;
    const caller = async (): Promise<void> => {
      while (asking) {
        const began = performance.now();
        const { status } = await fetch(`${shop.api}/products?id=eq.1`).then(async (one) => (await one.text(), one));
        slowest = Math.max(slowest, performance.now() - began);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
    };
    const callers = Array.from({ length: 8 }, caller);
    await sleep(300);
    await redis.command("FLUSHALL");
    redis.pause();
    await sleep(3_000);
    redis.resume();
    await sleep(300);
    await redis.kill();
    await sleep(500);
    await redis.start();
    await sleep(500);
    asking = false;
    await Promise.all(callers);
    await shop.close();
    expect([...seen.keys()]).toEqual([200]);
    expect(seen.get(200)).toBeGreaterThan(100);
    // Whoever waited for Redis waited for as long as it was paused.
    expect(slowest).toBeLessThan(2_500);
  });
});

async function refusalOf(asked: Promise<void>): Promise<Problem | undefined> {
  return asked.then(
    () => undefined,
    (thrown: unknown) => toProblem(thrown),
  );
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error("not within ten seconds");
    await sleep(50);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
