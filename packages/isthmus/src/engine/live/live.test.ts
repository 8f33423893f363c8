import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Problem } from "../../core/index.ts";
import { user } from "../../../test/kit/small-shop.ts";
import { type Roles, all, answered, everything, insertion, removal, rowsOf, stage } from "./testing/stage.ts";

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
