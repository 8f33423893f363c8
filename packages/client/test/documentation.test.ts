// What the README and the guide show is compiled, so that it can be copied.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeFolder } from "./kit/shop.ts";

const here = import.meta.dirname;
const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const folder = makeFolder();
afterAll(() => folder.remove());

/** What a snippet is shown without: it is imported where it is used. */
const known = [
  [/\bclient\b/, 'import { client } from "./client.ts";'],
  [/\bref\("/, 'import { ref } from "@isthmus/client";'],
  [/\bofflineQueue\(/, 'import { offlineQueue } from "@isthmus/client";'],
  [/\bindexedDbStore\(/, 'import { indexedDbStore } from "@isthmus/client";'],
] as const;

it.each(["packages/client/README.md", "docs/guides/client.md"])("%s compiles", (file) => {
  const text = readFileSync(path.join(here, "../../..", file), "utf8");
  const place = path.join(folder.path, path.basename(path.dirname(file)));
  mkdirSync(place);
  const catalog = readFileSync(path.join(here, "kit/catalog.ts"), "utf8");
  const operation = "operations: { checkout: { parameters: { basket: number[] }; result: { order: number } } };";
  writeFileSync(path.join(place, "isthmus.types.ts"), catalog.replace("operations: {};", operation));
  const blocks = [...text.matchAll(/```(tsx?)\n([^]*?)```/g)];
  expect(blocks.length).toBeGreaterThan(2);
  for (const [index, [, kind, code = ""]] of blocks.entries()) {
    const isClient = code.includes("createClient<");
    const head = isClient ? "" : known.flatMap(([used, line]) => (used.test(code) ? [line] : [])).join("\n");
    writeFileSync(
      path.join(place, isClient ? "client.ts" : `block-${index}.${kind}`),
      `${head}\n${code}\nexport {};\n`,
    );
  }
  const extended = { extends: path.join(here, "tsconfig.json"), include: ["."], exclude: [] };
  writeFileSync(path.join(place, "tsconfig.json"), JSON.stringify(extended));
  const compile = (): string => {
    try {
      return execFileSync(process.execPath, [tsc, "-p", place, "--pretty", "false"], { encoding: "utf8" });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  expect(compile()).toBe("");
});
