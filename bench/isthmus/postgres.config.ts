// The bench's shop without a policy.

import { defineConfig, postgres } from "isthmus";
import { openRoles, server } from "./shared.ts";

export default defineConfig({
  sources: { shop: postgres({ url: process.env["BENCH_DATABASE"] ?? "" }) },
  roles: openRoles,
  server,
});
