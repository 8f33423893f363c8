// The suite that every source has to pass.

import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { openEngine } from "../../../test/kit/open-engine.ts";
import { testSource } from "../../../test/suites/source-suite.ts";

const seed = (file: string): string =>
  readFileSync(new URL(`../../../test/golden/seed/${file}`, import.meta.url), "utf8");

describe("the source mysql", () => {
  testSource(() => openEngine("mysql", seed("schema.mysql.sql") + seed("rows.sql"), {}));
});
