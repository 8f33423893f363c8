// An API that answers, one that never does, and a table beside them.

import { defineConfig, http, sqlite } from "isthmus";

const id = { type: "integer", required: true } as const;
const answer = {
  type: "object",
  properties: {
    id: { type: "string" },
    object: { type: "string" },
    amount: { type: "integer" },
    currency: { type: "string" },
    status: { type: "string" },
    created: { type: "integer" },
    description: { type: "string" },
    customer: { type: "object" },
    metadata: { type: "object" },
    charges: { type: "array", items: { type: "object" } },
  },
} as const;

export default defineConfig({
  sources: {
    shop: sqlite({ file: process.env["BENCH_DATABASE"] ?? "" }),
    payments: http({
      server: process.env["BENCH_API"] ?? "",
      allowPrivate: ["127.0.0.1"],
      calls: {
        item: { request: "GET /items/{id}", input: { id } },
        described: { request: "GET /items/{id}", input: { id }, output: answer },
        kept: { request: "GET /items/{id}", input: { id } },
        slow: { request: "GET /slow/{id}", input: { id } },
      },
      operations: { kept: { cache: { ttl: 3_600_000 } } },
    }),
    silent: http({
      server: process.env["BENCH_SILENT_API"] ?? "",
      allowPrivate: ["127.0.0.1"],
      timeout: 500,
      calls: { never: { request: "GET /items/{id}", input: { id } } },
    }),
  },
  roles: {
    anonymous: {
      notes: { read: true },
      "payments.item": { call: true },
      "payments.described": { call: true },
      "payments.kept": { call: true },
      "payments.slow": { call: true },
      "silent.never": { call: true },
    },
  },
  server: {
    port: Number(process.env["BENCH_PORT"] ?? 4000),
    admin: false,
    store: ":memory:",
    // The hand-written server writes no log of its requests either.
    logLevel: "error",
  },
});
