// Run once by vitest before all tests: brings up the real servers they use, and ends them. What could not be had is told
// to scripts/test.mjs, which names it at the end.

import { appendFileSync } from "node:fs";
import { startMariadb, startMongodb, startPostgres, type TestServer } from "./servers.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const [postgres, mariadb, mongodb] = await Promise.all([startPostgres(), startMariadb(), startMongodb()]);
  announce("PostgreSQL", "ISTHMUS_TEST_POSTGRES", postgres);
  announce("MariaDB", "ISTHMUS_TEST_MYSQL", mariadb);
  announce("MongoDB", "ISTHMUS_TEST_MONGODB", mongodb);
  return async () => void (await Promise.all([postgres.stop(), mariadb.stop(), mongodb.stop()]));
}

function announce(name: string, variable: string, server: TestServer): void {
  if (server.url !== undefined) {
    process.env[variable] = server.url;
    process.stderr.write(`${name} for the tests: ${server.from}\n`);
    return;
  }
  process.env[`${variable}_MISSING`] = server.reason;
  process.stderr.write(`${name} IS NOT THERE, its tests will fail: ${server.reason}\n`);
  const file = process.env["ISTHMUS_TEST_MISSING_FILE"];
  if (file !== undefined) appendFileSync(file, `everything on ${name}: ${server.reason}\n`);
}
