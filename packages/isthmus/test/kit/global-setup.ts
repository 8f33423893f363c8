// Run once by vitest before all tests: brings up the real servers they use, and ends them. What could not be had is told
// to scripts/test.mjs, which names it at the end.

import { appendFileSync } from "node:fs";
import { startPostgres } from "./servers.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  if (postgres.url !== undefined) {
    process.env["ISTHMUS_TEST_POSTGRES"] = postgres.url;
    process.stderr.write(`PostgreSQL for the tests: ${postgres.from}\n`);
  } else {
    process.env["ISTHMUS_TEST_POSTGRES_MISSING"] = postgres.reason;
    process.stderr.write(`PostgreSQL IS NOT THERE, its tests will fail: ${postgres.reason}\n`);
    const file = process.env["ISTHMUS_TEST_MISSING_FILE"];
    if (file !== undefined) appendFileSync(file, `everything on PostgreSQL: ${postgres.reason}\n`);
  }
  return postgres.stop;
}
