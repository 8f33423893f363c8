// Functions as operations: what they are given, what they answer, what their callers are told of them.

import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineFunction, refuse, z } from "../../src/index.ts";
import { anonymous } from "../../src/core/index.ts";
import { customer, openStage, type Stage } from "./stage.ts";

const item = z.object({ product_id: z.int().min(1), quantity: z.int().min(1).max(9) });
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({
    price: defineFunction({
      description: "What a basket costs.",
      input: z.object({
        items: z.array(item).min(1),
        coupon: z.string().max(8).optional(),
        gift: z.boolean().default(false),
      }),
      output: z.object({ total: z.number(), gift: z.boolean(), lines: z.array(z.string()) }),
      effect: "read",
      access: ["customer"],
      async run({ input, caller }) {
        const ids = input.items.map(({ product_id }) => product_id);
        const products = await caller.read("products", { select: ["id", "name", "price"], where: { id: { in: ids } } });
        const lines = input.items.map(({ product_id, quantity }) => {
          const product = products.find(({ id }) => id === product_id);
          if (product === undefined)
            throw refuse({ code: "NO_PRODUCT", message: `There is no product ${product_id}`, status: 404 });
          return { text: `${quantity} × ${String(product["name"])}`, sum: quantity * Number(product["price"]) };
        });
        // What the output does not name is not answered.
        return {
          total: lines.reduce((sum, one) => sum + one.sum, 0),
          gift: input.gift,
          lines: lines.map(({ text }) => text),
          internal: "no",
        };
      },
    }),
    names: defineFunction({
      input: z.object({ count: z.int().default(2), tags: z.array(z.string()).optional() }),
      output: z.array(z.object({ id: z.int(), name: z.string() })),
      effect: "read",
      access: ["anonymous", "customer"],
      run: ({ input, caller }) => caller.read("products", { order: [{ id: "desc" }], limit: input.count }) as never,
    }),
    lies: defineFunction({
      output: z.object({ n: z.number() }),
      access: ["customer"],
      run: () => ({ n: "secret text" }) as never,
    }),
    breaks: defineFunction({
      access: ["customer"],
      run: () => {
        throw new Error("the password is hunter2");
      },
    }),
    closed: defineFunction({ run: () => undefined }),
    plain: defineFunction({
      input: {
        type: "object",
        properties: { a: { type: "integer" }, b: { type: "string", enum: ["x", "y"] } },
        required: ["a"],
      },
      output: { type: "integer" },
      access: ["customer"],
      run: ({ input }) => Number(input["a"]) + 1,
    }),
    writes: defineFunction({
      effect: "read",
      access: ["customer"],
      run: async ({ asSystem }) =>
        void (await asSystem("to try").update("products", { where: { id: 1 }, set: { stock: 0 } })),
    }),
    hanging: defineFunction({ access: ["customer"], run: () => new Promise<never>(() => {}) }),
    facts: defineFunction({
      output: z.object({ id: z.string(), key: z.string().nullable(), request: z.string(), left: z.number() }),
      access: ["customer"],
      run: ({ principal, idempotencyKey, requestId, deadline, log }) => {
        log.warn("looked", { at: "facts" });
        return { id: principal.id, key: idempotencyKey ?? null, request: requestId, left: deadline - Date.now() };
      },
    }),
  });
});

afterAll(() => stage?.close());

describe("a function's input", () => {
  it("is what its schema makes of it, and its answer is what the output names", async () => {
    const answer = await stage.call("price", { items: [{ product_id: 1, quantity: 2 }] });
    expect(answer).toMatchObject({ status: 200, body: { total: 25, gift: false, lines: ["2 × Lamp"] } });
    expect(answer.body).not.toHaveProperty("internal");
  });

  it("is refused with every wrong field named at once", async () => {
    const answer = await stage.call("price", { items: [{ product_id: 0, quantity: "3" }], cuopon: "A", gift: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "ISTHMUS650" });
    const { details } = answer.body as { readonly details: readonly { readonly field: string }[] };
    expect(details.map(({ field }) => field).toSorted()).toEqual([
      "cuopon",
      "gift",
      "items[0].product_id",
      "items[0].quantity",
    ]);
  });

  it("is refused where nothing was given, and where it is no object", async () => {
    expect((await stage.call("price", {})).body).toMatchObject({ code: "ISTHMUS650", details: [{ field: "items" }] });
    expect((await stage.call("price", [{ items: [] }])).status).toBe(400);
    expect((await stage.ask("POST", "/rpc/price", { body: '{"items":' })).status).toBe(400);
  });

  it("comes by GET too where it only reads, as text", async () => {
    const items = encodeURIComponent('[{"product_id":2,"quantity":1}]');
    expect((await stage.ask("GET", `/rpc/price?items=${items}&gift=true`)).body).toMatchObject({
      total: 80,
      gift: true,
    });
    expect((await stage.ask("GET", "/rpc/names?count=1")).body).toEqual([{ id: 2, name: "Chair" }]);
    expect((await stage.ask("GET", "/rpc/lies")).status).toBe(405);
  });

  it("may be described by JSON Schema", async () => {
    expect((await stage.call("plain", { a: 4 })).body).toBe(5);
    expect((await stage.call("plain", { a: "x", b: "z", c: 1 })).body).toMatchObject({ code: "ISTHMUS650" });
  });

  it("with names of prototypes, or nested deep, does no harm", async () => {
    const proto = await stage.ask("POST", "/rpc/price", { body: '{"__proto__":{"items":1},"constructor":1}' });
    expect(proto.body).toMatchObject({ code: "ISTHMUS650" });
    const deep = await stage.ask("POST", "/rpc/price", { body: `{"items":${"[".repeat(5_000)}${"]".repeat(5_000)}}` });
    expect(deep.status).toBe(400);
    expect(({} as { items?: unknown }).items).toBeUndefined();
  });
});

describe("a function's answer", () => {
  it("that is rows can be chosen from", async () => {
    const answer = await stage.ask("GET", "/rpc/names?select=name&order=name&limit=1");
    expect(answer.body).toEqual([{ name: "Chair" }]);
  });

  it("that is not what was declared is an error, told in the log alone", async () => {
    const answer = await stage.call("lies", {});
    expect(answer).toMatchObject({ status: 500, body: { code: "ISTHMUS651" } });
    expect(JSON.stringify(answer.body)).not.toContain("secret text");
    expect(String((stage.causes.at(-1) as Error).message)).toContain("n: ");
  });

  it("that is a refusal is told as the function words it", async () => {
    const answer = await stage.call("price", { items: [{ product_id: 77, quantity: 1 }] });
    expect(answer).toMatchObject({ status: 404, body: { code: "NO_PRODUCT", message: "There is no product 77" } });
  });

  it("that is any other failure is not told", async () => {
    const answer = await stage.call("breaks", {});
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain("hunter2");
    expect(String(stage.causes.at(-1))).toContain("hunter2");
  });

  it("is given up at the deadline, whatever the function does", async () => {
    const answer = await stage.call("hanging", {}, { patience: 200 });
    expect(answer.status).toBeGreaterThanOrEqual(500);
  });
});

describe("who may call", () => {
  it("is said by `access`, and nobody else may", async () => {
    expect((await stage.ask("GET", "/rpc/names", { principal: anonymous })).status).toBe(200);
    const answer = await stage.call("price", {}, { principal: anonymous });
    expect(answer).toMatchObject({ status: 404, body: { code: "PGRST202" } });
    expect((await stage.call("closed", {})).body).toMatchObject({ code: "PGRST202" });
  });
});

describe("a function that only reads", () => {
  it("cannot change anything, not even as the system", async () => {
    expect((await stage.call("writes", {})).status).toBe(500);
    expect(String(stage.causes.at(-1))).toContain("declared to read");
    expect((await stage.ask("GET", "/products?id=eq.1&select=stock")).body).toEqual([{ stock: 10 }]);
  });
});

describe("in GraphQL", () => {
  const graph = async (query: string) => stage.ask("POST", "/", { face: stage.graph, body: JSON.stringify({ query }) });

  it("what reads is a query, and what writes a mutation", async () => {
    const read = await graph("{ price(args: { items: [{ product_id: 1, quantity: 2 }], gift: true }) { total gift } }");
    expect(read.body).toEqual({ data: { price: { total: 25, gift: true } } });
    const written = await graph("mutation { plain(args: { a: 7 }) }");
    expect(written.body).toEqual({ data: { plain: 8 } });
  });

  it("a wrong input is told in the same words", async () => {
    const answer = await graph("{ price(args: { items: [{ product_id: 1, quantity: 99 }] }) { total } }");
    expect(JSON.stringify(answer.body)).toContain("items[0].quantity");
  });

  it("two functions that write in one document are refused before any of them runs", async () => {
    const answer = await graph("mutation { a: plain(args: { a: 7 }) b: breaks }");
    expect(JSON.stringify(answer.body)).toContain("not supported");
  });
});

describe("the OpenAPI document", () => {
  it("is valid, and has each function's input and output as their schemas say", async () => {
    const { body } = await stage.ask("GET", "/");
    expect(await new Validator().validate(body as never)).toEqual({ valid: true });
    const { paths } = body as { readonly paths: Readonly<Record<string, unknown>> };
    expect(paths).not.toHaveProperty("/rpc/closed");
    expect(JSON.stringify(paths["/rpc/price"])).toContain('"minItems":1');
    expect(paths["/rpc/price"]).toHaveProperty("get");
    expect(paths["/rpc/plain"]).not.toHaveProperty("get");
  });
});

describe("what a function is told", () => {
  it("is who asks, under which key, until when; and what it says stands in the log", async () => {
    const answer = await stage.call("facts", {}, { principal: customer(2), headers: { "idempotency-key": "k1" } });
    expect(answer.body).toMatchObject({ id: "2", key: "k1", request: "r1" });
    expect((answer.body as { left: number }).left).toBeGreaterThan(10_000);
    expect(stage.observed).toContainEqual({
      kind: "function",
      level: "warn",
      operation: "facts",
      request: "r1",
      principal: "2",
      message: "looked",
      details: { at: "facts" },
    });
  });
});
