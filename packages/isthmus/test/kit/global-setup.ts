// Run once by vitest before all tests: brings up the real servers they use, and ends them.

import { startPostgres } from "./servers.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  if (postgres.url !== undefined) process.env["ISTHMUS_TEST_POSTGRES"] = postgres.url;
  else process.env["ISTHMUS_TEST_POSTGRES_MISSING"] = postgres.reason;
  process.stderr.write(`PostgreSQL for the tests: ${postgres.url === undefined ? `NOT THERE: ${postgres.reason}` : postgres.from}\n`);
  return postgres.stop;
}
