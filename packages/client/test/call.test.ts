// Functions of the server, called by their names.

import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "@isthmus/client";
import { answerQuery } from "../src/query/queries.ts";
import { countingFetch } from "./kit/counting-fetch.ts";
import { openShop, type Shop } from "./kit/shop.ts";

const quote = `import { defineFunction, refuse, z } from "isthmus";
export default defineFunction({
  input: z.object({ product: z.int().min(1), pieces: z.int().min(1).optional() }),
  output: z.object({ pieces: z.number() }),
  effect: "read",
  access: ["anonymous"],
  run({ input }) {
    if (input.product === 13) throw refuse({ message: "Only 2 are left.", status: 409, code: "SOLD_OUT" });
    if (input.product === 14) throw new Error("a secret of the house");
    return { pieces: input.pieces ?? 1 };
  },
});`;

interface Called {
  resources: object;
  operations: {
    quote: { parameters: { product: number; pieces?: number | null }; result: { pieces: number } };
  };
}

let shop: Shop;
beforeAll(async () => {
  shop = await openShop("", { functions: { "quote.ts": quote } });
});
afterAll(() => shop?.remove());

it("answers, says what it was refused for, and keeps the house's secrets", async () => {
  const client = createClient<Called>({ url: shop.url });
  expect(await client.call("quote", { product: 1, pieces: 3 })).toEqual({ pieces: 3 });
  await expect(client.call("quote", { product: 13 })).rejects.toMatchObject({
    code: "SOLD_OUT",
    status: 409,
    message: "Only 2 are left.",
  });
  await expect(client.call("quote", { product: 0 })).rejects.toMatchObject({
    code: "ISTHMUS650",
    status: 400,
    fields: ["product"],
    message: "Something that was entered is not right.",
  });
  const failed = client.call("quote", { product: 14 });
  await expect(failed).rejects.toMatchObject({ status: 500 });
  await expect(failed).rejects.not.toThrow(/secret/);
});

it("that only reads is asked by GET, once in a tick", async () => {
  const { fetch, sent } = countingFetch();
  const client = createClient<Called>({ url: shop.url, fetch });
  const ask = () => client.call("quote", { product: 1, pieces: 2 }, { read: true });
  expect(await Promise.all([ask(), ask()])).toEqual([{ pieces: 2 }, { pieces: 2 }]);
  expect(sent.map(({ method }) => method)).toEqual(["GET"]);
});

it("is in the types as it is called", () => {
  expect(shop.types.replaceAll(/\s+/g, " ")).toMatch(/quote: \{ parameters: \{ product: number[^}]*pieces\?: number/);
});

it("fills the cache as components are given it", async () => {
  const { fetch, sent } = countingFetch();
  const client = createClient<Called>({ url: shop.url, fetch }) as unknown as Parameters<typeof answerQuery>[0];
  const given = { product: 1, pieces: 5 } as never;
  const { queryKey, queryFn } = answerQuery(client, "quote" as never, given, ["products"]);
  expect(queryKey).toEqual(["isthmus", "()", "quote", { product: 1, pieces: 5 }]);
  expect(await queryFn({ signal: new AbortController().signal })).toEqual({ pieces: 5 });
  expect(sent.map(({ method }) => method)).toEqual(["GET"]);
});
