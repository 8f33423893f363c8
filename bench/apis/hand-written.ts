// The yardstick: a Fastify route that asks the API by undici over one pool, and passes the text on.
// node hand-written.ts <port> <origin of the API>

import Fastify from "fastify";
import { Pool } from "undici";

const [port = "0", origin = ""] = process.argv.slice(2);
const pool = new Pool(origin, { connections: 64 });
const app = Fastify();

interface One {
  readonly Querystring: { readonly id: string };
}

app.get<One>("/item", async (request, reply) => {
  const path = `/items/${encodeURIComponent(request.query.id)}`;
  const { statusCode, body } = await pool.request({ method: "GET", path, headers: { accept: "application/json" } });
  return reply
    .code(statusCode)
    .header("content-type", "application/json; charset=utf-8")
    .send(await body.text());
});
app.get("/ready", () => "ready");

await app.listen({ host: "127.0.0.1", port: Number(port) });
