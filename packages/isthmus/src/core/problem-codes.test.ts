// Codes are a promise to callers: each is tabled, and the committed page says what the table says.

import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { errorsPage } from "../../../../scripts/docs/errors-page.ts";
import { dialectCodes } from "./dialect-codes.ts";
import { ownCodes } from "./own-codes.ts";

const source = path.join(import.meta.dirname, "..");
const texts = globSync("**/*.ts", { cwd: source })
  .filter((file) => !file.endsWith(".test.ts"))
  .toSorted()
  .map((file) => readFileSync(path.join(source, file), "utf8"));

describe("the table of problem codes", () => {
  it("has every code of ours and of the dialect that the code has", () => {
    const used = texts.flatMap(
      (text) => text.match(/(?<=")(?:PGRST\d{3}|ISTHMUS\d{3}[A-Z]?|ISTHMUS_(?:CONFIG|MIGRATION))(?=")/g) ?? [],
    );
    expect(used.length).toBeGreaterThan(50);
    expect([...new Set(used)].filter((code) => !(code in ownCodes) && !(code in dialectCodes))).toEqual([]);
  });

  it("is what the committed reference page says", () => {
    const page = path.join(source, "../../../docs/reference/errors.md");
    expect(readFileSync(page, "utf8"), "run `npm run docs`").toBe(errorsPage(texts));
  });
});
