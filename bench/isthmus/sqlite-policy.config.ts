// The bench's shop with a policy: every row is compared with a claim of the caller's token.

import { defineConfig, sqlite } from "isthmus";
import { auth, clerkRoles, server } from "./shared.ts";

export default defineConfig({
  sources: { shop: sqlite({ file: process.env["BENCH_DATABASE"] ?? "bench.db" }) },
  auth,
  roles: clerkRoles,
  server,
});
