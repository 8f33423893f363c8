// The same service behind Isthmus, with everything a route has by default.

import { defineConfig, upstream } from "isthmus";

export default defineConfig({
  sources: {},
  routes: { "/legacy/*": upstream(process.env["BENCH_SERVICE"] ?? "") },
  server: { port: Number(process.env["BENCH_PORT"]), admin: false, store: ":memory:" },
});
