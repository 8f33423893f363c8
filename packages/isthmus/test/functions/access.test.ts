// What functions read, write and call: under their caller's policies, as the system, and in transactions.

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "../../src/core/index.ts";
import { type CatalogTypes, type FunctionContext, refuse, z } from "../../src/index.ts";
import { databases } from "../kit/open-engine.ts";
import { customer, openStage, type Stage } from "./stage.ts";

type Context = FunctionContext<CatalogTypes, Readonly<Record<string, unknown>>>;

const asks = (run: (context: Context) => unknown): unknown => ({
  input: z.looseObject({}),
  output: z.json(),
  access: ["customer"],
  run,
});

/** Milliseconds; the transactions of the tests are held this long. */
const held = 300;
const release: { now: () => void } = { now: () => {} };

describe.each(databases)("on %s", (database) => {
  let stage: Stage;
  const stock = async (id: number) => {
    const { body } = await stage.ask("GET", `/products?id=eq.${id}&select=stock`);
    return (body as readonly { readonly stock: number }[])[0]?.stock;
  };

  beforeAll(async () => {
    stage = await openStage(
      {
        mine: asks(({ caller }) =>
          caller.read("orders", {
            select: ["id", { order_items: { select: ["quantity", { product: ["name"] }], order: ["id"] } }],
            order: ["id"],
          }),
        ),
        everyone: asks(({ asSystem }) => asSystem("to count").read("orders", { select: ["id"], order: ["id"] })),
        hidden: asks(({ caller }) => caller.read("products", { select: ["secret"] })),
        hiddenWhere: asks(({ caller }) => caller.read("products", { select: ["id"], where: { secret: "cost 3" } })),
        forbidden: asks(({ caller }) => caller.update("products", { where: { id: 1 }, set: { stock: 0 } })),
        nobodys: asks(({ caller }) => caller.read("customers")),
        missing: asks(({ caller }) => caller.read("products", { where: { id: undefined as never, name: "Lamp" } })),
        take: asks(async ({ input, asSystem }) => {
          const quantity = Number(input["quantity"]);
          const where = { id: Number(input["id"]), stock: { gte: quantity } };
          return asSystem("to reserve").update("products", { where, increment: { stock: -quantity } });
        }),
        order: asks(async ({ input, principal, transaction }) =>
          transaction(async (tx) => {
            await tx.insert("orders", { id: Number(input["id"]), customer_id: Number(principal.id) });
            const taken = await tx.asSystem("to reserve").update("products", {
              where: { id: 2, stock: { gte: 1 } },
              increment: { stock: -1 },
              returning: ["stock"],
            });
            const seen = await tx.one("orders", { select: ["id", "status"], where: { id: Number(input["id"]) } });
            if (input["fail"] === true) throw refuse({ code: "NO", message: "No", status: 409 });
            if (input["hang"] === true) await new Promise(() => {});
            return { taken, seen };
          }),
        ),
        swallows: asks(async ({ transaction }) =>
          transaction(async (tx) => {
            const system = tx.asSystem("to try");
            await system.update("products", { where: { id: 1 }, set: { stock: 99 } });
            await system.insert("products", { id: 1, name: "again", price: 1, stock: 1 }).catch(() => {});
            return "swallowed";
          }),
        ),
        beside: asks(async ({ transaction, asSystem }) =>
          transaction(async (tx) => {
            await tx.asSystem("within").update("products", { where: { id: 1 }, increment: { stock: 1 } });
            await asSystem("beside").update("products", { where: { id: 1 }, increment: { stock: 1 } });
          }),
        ),
        late: asks(async ({ transaction }) => {
          let kept: { update: (...given: never[]) => Promise<unknown> } | undefined;
          await transaction(async (tx) => {
            await tx.read("products", { limit: 1 });
            kept = tx.asSystem("to be late") as never;
          });
          return kept?.update(...(["products", { where: { id: 1 }, set: { stock: 0 } }] as never[]));
        }),
        behind: asks(({ asSystem }) => {
          const system = asSystem("not awaited");
          setTimeout(() => void system.update("products", { where: { id: 1 }, set: { stock: 0 } }), 30);
          return "gone";
        }),
        slow: asks(async ({ transaction }) =>
          transaction(
            async (tx) => {
              await tx.asSystem("slow").update("products", { where: { id: 1 }, increment: { stock: -1 } });
              await new Promise<void>((resolve) => (release.now = resolve));
              await tx.asSystem("slow").update("products", { where: { id: 1 }, increment: { stock: 1 } });
            },
            { timeout: held },
          ),
        ),
        outer: asks(async ({ input, transaction }) =>
          transaction(async (tx) => {
            await tx.asSystem("outer").update("products", { where: { id: 1 }, increment: { stock: 5 } });
            return tx.call("inner", { fail: input["fail"] === true });
          }),
        ),
        inner: asks(async ({ input, transaction }) =>
          transaction(async (tx) => {
            const [row] = await tx
              .asSystem("inner")
              .update("products", { where: { id: 1 }, increment: { stock: 1 }, returning: ["stock"] });
            if (input["fail"] === true) throw refuse({ message: "inner failed" });
            return row ?? null;
          }),
        ),
        endless: asks(({ caller }) => caller.call("endless", {})),
      },
      { database },
    );
  });

  afterAll(() => stage?.close());

  it("the caller's policies hold, along relations too", async () => {
    expect((await stage.call("mine", {})).body).toEqual([
      {
        id: 1,
        order_items: [
          { quantity: 2, product: { name: "Lamp" } },
          { quantity: 1, product: { name: "Chair" } },
        ],
      },
    ]);
    expect((await stage.call("mine", {}, { principal: customer(2) })).body).toMatchObject([{ id: 2 }]);
  });

  it("what is hidden from the caller looks as if it were not there", async () => {
    for (const [name, code] of [
      ["hidden", "42703"],
      ["hiddenWhere", "42703"],
      ["nobodys", "PGRST205"],
    ] as const) {
      // What a function names is its author's affair: its caller learns that it failed, and the log says why.
      expect((await stage.call(name, {})).body).toMatchObject({ code: "ISTHMUS651" });
      expect(stage.causes.at(-1)).toMatchObject({ code });
    }
    expect(await stage.call("forbidden", {})).toMatchObject({ status: 403, body: { code: "42501" } });
  });

  it("as the system everything is seen, and the log says why", async () => {
    expect((await stage.call("everyone", {})).body).toEqual([{ id: 1 }, { id: 2 }]);
    const said = stage.observed.filter((one) => one.kind === "function" && one.message === "as the system: to count");
    expect(said).toMatchObject([{ operation: "everyone", request: "r1", principal: "1", level: "info" }]);
  });

  it("a value that is missing does not widen a condition", async () => {
    expect((await stage.call("missing", {})).status).toBe(500);
    expect(stage.causes.at(-1)).toMatchObject({ code: "22004", message: "where.id is undefined" });
  });

  it("a hundred who take one of ten at once are ten who get one", async () => {
    const taken = await Promise.all(Array.from({ length: 100 }, () => stage.call("take", { id: 1, quantity: 1 })));
    expect(taken.filter(({ status, body }) => status === 200 && body === 1)).toHaveLength(10);
    expect(taken.filter(({ status, body }) => status === 200 && body === 0)).toHaveLength(90);
    expect(await stock(1)).toBe(0);
  });

  it("a transaction sees what it wrote, and is kept as a whole", async () => {
    const answer = await stage.call("order", { id: 10 });
    expect(answer.body).toEqual({ taken: [{ stock: 4 }], seen: { id: 10, status: "open" } });
    expect(await stock(2)).toBe(4);
  });

  it("nothing is kept of one that throws, is given up or whose caller leaves", async () => {
    expect(await stage.call("order", { id: 11, fail: true })).toMatchObject({ status: 409, body: { code: "NO" } });
    expect((await stage.call("order", { id: 12, hang: true }, { patience: 250 })).status).toBeGreaterThanOrEqual(500);
    const leaving = new AbortController();
    const left = stage.call("order", { id: 13, hang: true }, { signal: leaving.signal });
    await sleep(100);
    leaving.abort();
    await left;
    expect(await stock(2)).toBe(4);
    const { body } = await stage.ask("GET", "/orders?id=in.(11,12,13)&select=id");
    expect(body).toEqual([]);
  });

  it("a statement that fails dooms it, were it caught or not", async () => {
    expect((await stage.call("swallows", {})).status).toBeGreaterThanOrEqual(400);
    expect(await stock(1)).toBe(0);
  });

  it("a change beside one's own open transaction is refused at once, and does not wait for ever", async () => {
    const began = performance.now();
    expect((await stage.call("beside", {})).status).toBe(500);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect((stage.causes.at(-1) as Problem).message).toContain("beside the transaction");
    expect(await stock(1)).toBe(0);
  });

  it("what comes behind the end of a transaction, or of the function, is refused", async () => {
    expect((await stage.call("late", {})).status).toBe(500);
    expect((await stage.call("behind", {})).body).toBe("gone");
    await sleep(100);
    expect(await stock(1)).toBe(0);
  });

  it("others are served while one is held open, and it ends at its time", async () => {
    const slow = stage.call("slow", {});
    await sleep(held / 4);
    const began = performance.now();
    expect(await stock(2)).toBe(4);
    expect(performance.now() - began).toBeLessThan(held / 2);
    const waiting = stage.call("take", { id: 2, quantity: 1 });
    expect((await slow).status).toBe(504);
    release.now();
    expect((await waiting).body).toBe(1);
    expect(await stock(1)).toBe(0);
    expect(await stock(2)).toBe(3);
  });

  it("functions called within one are part of it", async () => {
    expect((await stage.call("outer", { fail: true })).status).toBe(400);
    expect(await stock(1)).toBe(0);
    expect((await stage.call("outer", {})).body).toEqual({ stock: 6 });
    expect(await stock(1)).toBe(6);
  });

  it("functions that call themselves come to an end", async () => {
    expect((await stage.call("endless", {})).status).toBe(500);
  });

  it("what a function changes reaches those who listen", async () => {
    const heard: unknown[] = [];
    const listener = {
      next: (reply: { readonly body: unknown }) => void heard.push(JSON.parse(String(reply.body))),
      end: () => {},
    };
    const listening = stage.listen("/products?id=eq.2&select=stock", customer(), listener as never);
    await until(() => heard.length > 0);
    await stage.call("take", { id: 2, quantity: 1 });
    await until(() => heard.length > 1);
    await stage.call("order", { id: 20 });
    await until(() => heard.length > 2);
    listening.close();
    expect(JSON.stringify(heard)).toContain('"stock":1');
  });
});

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; !done(); tries++) {
    if (tries > 500) throw new Error("it has not come within five seconds");
    await sleep(10);
  }
}
