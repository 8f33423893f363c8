// Platformatic DB 3, REST and GraphQL. node platformatic.mjs <port> <postgres URL>

import { create } from "@platformatic/db";

const [port, connectionString] = process.argv.slice(2);
const folder = process.cwd();
const app = await create(folder, {
  server: { hostname: "127.0.0.1", port: Number(port), logger: { level: "error" } },
  db: { connectionString, poolSize: 10, graphql: true, openapi: true, schemalock: false, limit: { max: 1000 } },
  watch: false,
});
await app.start({ listen: true });
