// The bench's shop without a policy.

import { defineConfig } from "isthmus";
import { openRoles, server, shop } from "./shared.ts";

export default defineConfig({ sources: { shop: shop() }, roles: openRoles, server });
