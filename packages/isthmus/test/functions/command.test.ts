// The folder of functions as its user has it: served, checked, locked, typed and taken over while it changes.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { config, createShopFolder, json } from "../../src/server/command/testing/shop-folder.ts";
import { eventually, type Folder } from "../kit/command-line.ts";

let folder: Folder;
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder.path, name)), { recursive: true });
  writeFileSync(path.join(folder.path, name), text);
};
const total = (factor: string) => `
import { defineFunction, z } from "isthmus";
import { sum } from "./_lib/sum.ts";

export default defineFunction({
  description: "What one has bought.",
  input: z.object({ customer_id: z.int().min(1).max(1000), note: z.object({ text: z.string(), kind: z.enum(["a", "b"]) }).optional() }),
  output: z.object({ total: z.number(), currency: z.literal("EUR") }),
  effect: "read",
  access: ["anonymous"],
  async run({ input, asSystem }) {
    const orders = await asSystem("to add up").read("orders", { where: { customer_id: input.customer_id } });
    return { total: ${factor} * sum(orders.map(({ total }) => Number(total))), currency: "EUR" };
  },
});`;
const sum = "export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);";
const call = (api: string, name: string, body: unknown) =>
  json(`${api}/rpc/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

beforeEach(() => {
  folder = createShopFolder();
  folder.write("isthmus.config.ts", config("{ anonymous: { customers: { read: true } } }"));
});
afterEach(() => folder.remove());

describe("the folder of functions", () => {
  it("is served, in TypeScript and in JavaScript, and described", async () => {
    write("functions/total-of.ts", total("1"));
    write("functions/_lib/sum.ts", sum);
    write("functions/plain.js", "export default { access: ['anonymous'], output: { type: 'integer' }, run: () => 7 };");
    write("functions/packed.mjs", "export default { name: 'unpacked', access: ['anonymous'], run: () => {} };");
    write("functions/total-of.test.ts", "throw new Error('tests are no functions');");
    const served = await folder.serve("start");
    expect(served.printed()).toContain("functions (functions): 2 resources, 3 operations");
    expect(await call(served.api, "total-of", { customer_id: 1 })).toEqual({ total: 50, currency: "EUR" });
    expect(await call(served.api, "plain", {})).toBe(7);
    const document = (await json(served.api)) as {
      readonly paths: Readonly<Record<string, { readonly post: unknown }>>;
    };
    const described = JSON.stringify(document.paths["/rpc/total-of"]);
    expect(described).toContain("What one has bought.");
    expect(described).toContain('"enum":["a","b"]');
    expect(document.paths).toHaveProperty("/rpc/unpacked");
    const answer = await fetch(`${served.api.replace(/api$/, "graphql")}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ total_of(args: { customer_id: 2 }) { total currency } }" }),
    });
    expect(await answer.json()).toEqual({ data: { total_of: { total: 70, currency: "EUR" } } });
  });

  it("has the guide's example", async () => {
    const guide = readFileSync(new URL("../../../../docs/guides/functions.md", import.meta.url), "utf8");
    const [, name = "", code = ""] = /```ts\n\/\/ (functions\/\S+)\n([\s\S]*?)```/.exec(guide) ?? [];
    write(name, code);
    folder.sql(
      "shop.db",
      `CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
       CREATE TABLE wishes (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, note TEXT);
       INSERT INTO products VALUES (7, 'Lamp');`,
    );
    const rights = "{ products: { read: true }, wishes: { insert: true } }";
    folder.write("isthmus.config.ts", config(`{ anonymous: ${rights}, customer: {} }`));
    write(name, code.replace('["customer"]', '["anonymous"]'));
    const served = await folder.serve("start");
    expect(await call(served.api, "add-to-wishlist", { product_id: 7, note: "soon" })).toEqual({ id: 7, name: "Lamp" });
    expect(await call(served.api, "add-to-wishlist", { product_id: 8 })).toMatchObject({ code: "NO_PRODUCT" });
  });

  it("is watched by `dev`, what its files import included", async () => {
    const served = await folder.serve("dev");
    expect(await call(served.api, "total-of", {})).toMatchObject({ code: "PGRST202" });
    write("functions/_lib/sum.ts", sum);
    write("functions/total-of.ts", total("1"));
    const ask = () => call(served.api, "total-of", { customer_id: 1 }).catch(() => undefined);
    await eventually(ask, (answer) => (answer as { total?: unknown } | undefined)?.total === 50);
    write("functions/total-of.ts", total("2"));
    await eventually(ask, (answer) => (answer as { total?: unknown } | undefined)?.total === 100);
    write("functions/_lib/sum.ts", "export const sum = (): number => 1;");
    await eventually(ask, (answer) => (answer as { total?: unknown } | undefined)?.total === 2);
    write("functions/total-of.ts", "export default defineFunction({ run( });");
    await eventually(
      async () => served.printed(),
      (text) => text.includes("What was served before is still served."),
    );
    expect(served.printed()).toMatch(/functions\/total-of\.ts: .+\(total-of\.ts, line 1\)/);
    expect(await ask()).toMatchObject({ total: 2 });
  });

  it("is checked: every fault of every file is named", async () => {
    write(
      "functions/a.ts",
      'import { defineFunction } from "isthmus";\nexport default defineFunction({ acces: [], run: 1 } as never);',
    );
    write("functions/b.js", "export const run = 1;");
    write(
      "functions/c.ts",
      'import { z } from "isthmus";\nexport default { input: z.object({ at: z.date() }), run: () => {} };',
    );
    write("functions/d.ts", "enum A { B }\nexport default { run: () => A.B };");
    write("functions/e.js", "\n\nexport default { run: () => { ];");
    write("functions/f.js", "export default { name: 'same', run: () => {} };");
    write("functions/same.js", "export default { run: () => {} };");
    write("functions/g.js", "import './nowhere.js';\nexport default { run: () => {} };");
    const { code, errors } = await folder.run("check");
    expect(code).toBe(1);
    const lines = errors.split("\n");
    const of = (file: string) => lines.filter((line) => line.includes(`functions/${file}:`)).join("\n");
    expect(of("a.ts")).toContain('no such key "acces"');
    expect(of("a.ts")).toContain("`run` is to be a function");
    expect(of("b.js")).toContain("no default export");
    expect(of("c.ts")).toContain("`input` cannot be published");
    expect(of("d.ts")).toContain("enum");
    expect(of("e.js")).toContain("line 3");
    expect(of("same.js")).toContain('functions/f.js is named "same" too');
    expect(of("g.js")).toContain("nowhere.js");
  });

  it("is checked against what there is already: roles, tables, the source's own name", async () => {
    write("functions/orders.js", "export default { access: ['anonymus'], run: () => {} };");
    const found = await folder.run("check");
    expect(found.output).toContain("functions.orders: the source shop has something of this name too");
    expect(found.output).toContain('functions.orders.access: there is no role "anonymus"');
    rmSync(path.join(folder.path, "functions/orders.js"));
    write("functions/fine.js", "export default { access: ['anonymous'], run: () => {} };");
    const fine = await folder.run("check");
    expect(fine.code).toBe(0);
    expect(fine.output).toContain("fine: call");
  });

  it("goes into the lock, and into the types", async () => {
    write("functions/total-of.ts", total("1"));
    write("functions/_lib/sum.ts", sum);
    expect((await folder.run("sync")).output).toContain("+ source functions (functions): 0 resources, 1 operation");
    expect(readFileSync(path.join(folder.path, "isthmus.lock.json"), "utf8")).toContain('"total-of"');
    expect((await folder.run("types")).code).toBe(0);
    const types = readFileSync(path.join(folder.path, "isthmus.types.ts"), "utf8");
    expect(types).toContain(
      '"total-of": { parameters: { customer_id: number; note?: { text: string; kind: "a" | "b" } }; result: { total: number; currency: "EUR" } };',
    );
    // The lock is for reading: what the files say is what is served.
    write("functions/later.js", "export default { access: ['anonymous'], run: () => {} };");
    const served = await folder.serve("start");
    expect(await json(served.api)).toHaveProperty(["paths", "/rpc/later"]);
  });
});
