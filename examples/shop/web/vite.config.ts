// The storefront: built into `dist`, which the shop's own server serves; `npm run web` develops it beside a running shop.

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const shop = process.env["SHOP"] ?? "http://127.0.0.1:4000";
const served = ["/api", "/auth", "/graphql", "/sandbox"];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The client's own source, as the rest of this workspace uses it.
  resolve: { conditions: ["isthmus-source", "module", "browser", "development|production"] },
  build: { target: "es2023", outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0 },
  server: { host: "127.0.0.1", proxy: Object.fromEntries(served.map((path) => [path, { target: shop }])) },
});
