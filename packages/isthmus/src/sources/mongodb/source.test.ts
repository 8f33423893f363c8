// The suite that every source has to pass.

import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { openMongodbEngine } from "../../../test/kit/open-mongodb.ts";
import { testSource } from "../../../test/suites/source-suite.ts";

const seed = (file: string): string =>
  readFileSync(new URL(`../../../test/golden/seed/${file}`, import.meta.url), "utf8");

describe("the source mongodb", () => {
  testSource(() => openMongodbEngine(seed("schema.sqlite.sql") + seed("rows.sql"), {}));
});
