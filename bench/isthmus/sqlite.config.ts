// The bench's shop without a policy.

import { defineConfig, sqlite } from "isthmus";
import { openRoles, server } from "./shared.ts";

export default defineConfig({
  sources: { shop: sqlite({ file: process.env["BENCH_DATABASE"] ?? "bench.db" }) },
  roles: openRoles,
  server,
});
