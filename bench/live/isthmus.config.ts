// Notes of many owners: one question that all share, and one that is everybody's own.

import { claim, defineConfig, postgres, secret, sqlite } from "isthmus";

const database = process.env["BENCH_DATABASE"] ?? "";

export default defineConfig({
  sources: { notes: database.startsWith("postgres") ? postgres({ url: database }) : sqlite({ file: database }) },
  auth: { jwt: { secret: secret("BENCH_JWT_SECRET") } },
  roles: {
    anonymous: { notes: { read: true, update: true } },
    owner: { notes: { read: { where: { owner: claim("sub") } } } },
  },
  server: {
    port: Number(process.env["BENCH_PORT"] ?? 4000),
    admin: false,
    store: ":memory:",
    logLevel: "warn",
  },
});
