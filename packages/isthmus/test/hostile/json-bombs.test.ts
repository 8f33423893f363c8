// Questions that would cost far more to answer than to ask: each is refused before anything is executed, in no time.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { principals, roles } from "../golden/roles.ts";
import { readFileSync } from "node:fs";
import { databases, openEngine, type Asked, type OpenEngine } from "../kit/open-engine.ts";

const seed = (file: string): string => readFileSync(new URL(`../golden/seed/${file}`, import.meta.url), "utf8");
const json = { "Content-Type": "application/json" };
const post = (target: string, body: string, headers: Asked["headers"] = json) => ({
  target,
  asked: { method: "POST", headers, body },
});
const times = (text: string, count: number, between = ","): string =>
  Array.from({ length: count }, () => text).join(between);
const nested = (levels: number): string =>
  `/products?select=id${",tags(id,products(id".repeat(levels)}${"))".repeat(levels)}`;

const bombs: readonly (readonly [name: string, question: { readonly target: string; readonly asked?: Asked }])[] = [
  ["a body of 100,000 nested arrays", post("/orders", "[".repeat(100_000) + "]".repeat(100_000))],
  ["a body of 100,000 nested objects", post("/orders", '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000))],
  ["a megabyte of opening brackets", post("/orders", "[".repeat(1_000_000))],
  ["a megabyte of opening braces", post("/orders", '{"":'.repeat(250_000))],
  ["a megabyte of one unclosed text", post("/orders", `{"status":"${"x".repeat(1_000_000)}`)],
  [
    "a value of 100,000 nested arrays",
    post("/products", `{"id":-1,"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  ],
  ["a list of 10,001 items", { target: `/orders?id=in.(${times("1", 10_001)})` }],
  ["a list of a million items", { target: `/orders?id=in.(${times("1", 1_000_000)})` }],
  ["10,000 conditions", { target: `/orders?${times("id=eq.1", 10_000, "&")}` }],
  ["a tree of 10,000 conditions", { target: `/orders?or=(${times("id.eq.1", 10_000)})` }],
  ["a tree of 10,000 levels", { target: `/orders?and=${"(and".repeat(10_000)}(id.eq.1)${")".repeat(10_000)}` }],
  ["10,000 negations", { target: `/orders?id=${"not.".repeat(10_000)}eq.1` }],
  [
    "2,000 embeds",
    { target: `/products?select=id,${Array.from({ length: 2_000 }, (_, at) => `a${at}:tags(id)`).join()}` },
  ],
  ["embeds 100 levels deep", { target: nested(50) }],
  ["embeds 1,000 levels deep", { target: nested(500) }],
  ["a select of 100,000 items", { target: `/orders?select=${times("id", 100_000)}` }],
  ["a select of 3,000 short items", { target: `/orders?select=${times("id", 3_000)}` }],
  ["a select of 60,000 commas", { target: `/orders?select=${",".repeat(60_000)}` }],
  ["an order of 10,000 terms", { target: `/orders?order=${times("id", 10_000)}` }],
  ["a JSON path of 10,000 steps", { target: `/products?select=data${"->a".repeat(10_000)}` }],
  [
    "a batch of 1,000 operations",
    post(
      "/batch",
      JSON.stringify({ operations: Array.from({ length: 1_000 }, () => ({ method: "GET", path: "/orders" })) }),
    ),
  ],
  [
    "a batch of batches",
    post(
      "/batch",
      JSON.stringify({
        operations: Array.from({ length: 50 }, () => ({
          method: "POST",
          path: "/batch",
          body: { operations: [{ method: "POST", path: "/batch", body: {} }] },
        })),
      }),
    ),
  ],
  ["a batch of 20,000 keys", post("/batch", `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join()}}`)],
  [
    "1,500 preferences",
    { target: "/orders", asked: { headers: { Prefer: `handling=strict,${times("a=b", 1_500)}` } } },
  ],
  ["1,500 media types", { target: "/orders", asked: { headers: { Accept: times("a/b;q=0.1", 1_500) } } }],
  ["a cursor of 60,000 letters", { target: `/orders?order=id&limit=1&after=${"W".repeat(60_000)}` }],
  [
    "a cursor of nested arrays",
    { target: `/orders?order=id&limit=1&after=${Buffer.from("[".repeat(40_000)).toString("base64url")}` },
  ],
  [
    "rows with 2,000 unknown keys",
    post("/orders", `[${times(`{${Array.from({ length: 2_000 }, (_, at) => `"k${at}":1`).join()}}`, 10)}]`),
  ],
  [
    "a CSV of 10,000 columns",
    post("/orders", `${times("a", 10_000)}\n${times("1", 10_000)}\n`, { "Content-Type": "text/csv" }),
  ],
  [
    "a CSV with a quote that never ends",
    post("/orders", `id,status\n1,"${"a\n".repeat(400_000)}`, { "Content-Type": "text/csv" }),
  ],
];

/** Milliseconds; the best of ten, since a machine that tests is busy with other things too. */
const soon = 50;

describe.each(databases)("a question that would cost too much, on %s", (database) => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine(database, seed(`schema.${database}.sql`) + seed("rows.sql"), roles);
    await opened.ask("/orders", principals.staff);
  });
  afterAll(() => opened?.close());

  it.each(bombs)("is refused at once: %s", async (_name, { target, asked }) => {
    let best = Number.POSITIVE_INFINITY;
    let answer = "";
    for (let turn = 0; turn < 10 && best > soon; turn++) {
      const began = performance.now();
      const { status, body } = await opened.ask(target, principals.staff, asked);
      best = Math.min(best, performance.now() - began);
      answer = `${status} ${body?.toString().slice(0, 300)}`;
    }
    expect(answer).toMatch(/^4\d\d /);
    expect(answer.slice(0, 3)).not.toBe("499");
    expect(best, answer).toBeLessThan(soon);
  });

  it("a key that stands twice in a body is refused, and __proto__ is a name like any other", async () => {
    const returning = { ...json, Prefer: "return=representation" };
    const twice = await opened.ask("/tags?select=id,label", principals.staff, {
      method: "POST",
      headers: returning,
      body: '{"id":50,"label":"first","label":"last"}',
    });
    expect(twice).toMatchObject({ status: 400, body: expect.stringContaining("A key stands twice in an object") });
    for (const body of [
      '{"id":51,"label":"x","__proto__":{"polluted":true}}',
      '{"__proto__":{"id":52,"label":"inherited"}}',
      '{"id":53,"constructor":{"prototype":{"polluted":true}}}',
    ]) {
      const { status } = await opened.ask("/tags", principals.staff, { method: "POST", headers: json, body });
      expect(status, body).toBe(400);
    }
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
    expect((await opened.ask("/tags?id=gt.50", principals.staff)).body?.toString()).toBe("[]");
    await opened.ask("/tags?id=eq.50", principals.staff, { method: "DELETE" });
  });
});
