// The bench's shop with a policy: every row is compared with a claim of the caller's token.

import { defineConfig } from "isthmus";
import { auth, clerkRoles, server, shop } from "./shared.ts";

export default defineConfig({ sources: { shop: shop() }, auth, roles: clerkRoles, server });
