// The bench's shop with a policy: every row is compared with a claim of the caller's token.

import { defineConfig, postgres } from "isthmus";
import { auth, clerkRoles, server } from "./shared.ts";

export default defineConfig({
  sources: { shop: postgres({ url: process.env["BENCH_DATABASE"] ?? "" }) },
  auth,
  roles: clerkRoles,
  server,
});
