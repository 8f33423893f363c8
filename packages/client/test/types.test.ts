// What the compiler refuses and infers (typed.ts), by the types that the command line writes for the shop as it is now.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
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
  const place = path.join(shop.folder, "typed");
  mkdirSync(path.join(place, "kit"), { recursive: true });
  copyFileSync(path.join(here, "typed.ts"), path.join(place, "typed.ts"));
  writeFileSync(path.join(place, "kit/catalog.ts"), shop.types);
  const extended = { extends: path.join(here, "tsconfig.json"), include: ["."], exclude: [] };
  writeFileSync(path.join(place, "tsconfig.json"), JSON.stringify(extended));
  let complaints = "";
  try {
    execFileSync(process.execPath, [tsc, "-p", place, "--pretty", "false"], { encoding: "utf8" });
  } catch (error) {
    complaints = (error as { stdout: string }).stdout;
  }
  expect(complaints).toBe("");
});
