// Directus 12 on a database of its own copy of the shop: prepares it, starts it, and registers the relation from an order
// to its items. node directus.mjs <port> <postgres URL>; the token of its administrator is in ADMIN_TOKEN.

import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [port, url] = process.argv.slice(2);
const { hostname, port: databasePort, username, password, pathname } = new URL(url);
const env = {
  ...process.env,
  HOST: "127.0.0.1",
  PORT: port,
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  SECRET: "bench-only-bench-only-bench-only-",
  ADMIN_EMAIL: "bench@example.com",
  ADMIN_PASSWORD: "bench-only-bench",
  DB_CLIENT: "pg",
  DB_HOST: hostname,
  DB_PORT: databasePort,
  DB_DATABASE: pathname.slice(1),
  DB_USER: decodeURIComponent(username),
  DB_PASSWORD: decodeURIComponent(password),
  DB_POOL__MAX: "10",
  LOG_LEVEL: "error",
  TELEMETRY: "false",
  WEBSOCKETS_ENABLED: "false",
  QUERY_LIMIT_MAX: "1000",
};
const cli = join(import.meta.dirname, "node_modules/directus/cli.js");
execFileSync(process.execPath, [cli, "bootstrap"], { env, stdio: ["ignore", "ignore", "inherit"] });
const server = spawn(process.execPath, [cli, "start"], { env, stdio: ["ignore", "ignore", "inherit"] });
server.once("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => server.kill(signal));

const origin = `http://127.0.0.1:${port}`;
const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}`, "content-type": "application/json" };
while (!(await fetch(`${origin}/server/ping`).then((answer) => answer.ok, () => false))) await sleep(100);

async function tell(method, path, body) {
  const answer = await fetch(`${origin}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Directus answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
}
for (const collection of ["orders", "order_items", "customers", "products"]) await tell("PATCH", `/collections/${collection}`, { meta: {} });
await tell("POST", "/fields/orders", { field: "items", type: "alias", meta: { special: ["o2m"], interface: "list-o2m" } });
await tell("PATCH", "/relations/order_items/order_id", { meta: { one_field: "items" } });
