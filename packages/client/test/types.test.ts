// What the compiler refuses and infers (typed.ts), over the types that the command line writes.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openShop, type Shop } from "./kit/shop.ts";

const here = import.meta.dirname;
const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.remove());

it("wrong names and values are compile errors, and right ones have their types", () => {
  const compile = (): string =>
    execFileSync(process.execPath, [tsc, "-p", here, "--pretty", "false"], { encoding: "utf8" });
  expect(compile()).toBe("");
});

it("the catalog those tests are written with is what `isthmus types` writes", () => {
  const plain = (text: string): string =>
    text
      .slice(text.indexOf("export interface Catalog"))
      .replaceAll(/\s+/g, "")
      .replaceAll(/[;,](?=[}\]>)])/g, "")
      .replaceAll(/([=<(,:])\|/g, "$1");
  const [written, kept] = [plain(shop.types), plain(readFileSync(path.join(here, "kit/catalog.ts"), "utf8"))];
  const at = [...written].findIndex((letter, index) => letter !== kept[index]);
  expect(kept.slice(Math.max(0, at - 60), at + 60)).toBe(written.slice(Math.max(0, at - 60), at + 60));
  expect(kept.length).toBe(written.length);
});
