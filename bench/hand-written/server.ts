// The yardstick: a Fastify server as an expert writes it by hand for exactly the questions of the bench.
// node server.ts <port> <URL, or SQLite file> [policy]

import Fastify from "fastify";
import { jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { openDatabase } from "./databases.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { JWTPayload } from "jose";

const [port = "0", url = "", policy] = process.argv.slice(2);
const hasPolicy = policy === "policy";
const ask = openDatabase(url, hasPolicy);
const idOf = url.startsWith("mongodb") ? String : Number;
const key = new TextEncoder().encode(process.env["BENCH_JWT_SECRET"] ?? "");
const verified = new LRUCache<string, JWTPayload>({ max: 1_000 });
const app = Fastify();

/** The currency the caller may see, as the last value of every statement; none where there is no policy. */
async function claimed(request: FastifyRequest): Promise<readonly string[]> {
  if (!hasPolicy) return [];
  const token = (request.headers.authorization ?? "").slice("Bearer ".length);
  let claims = verified.get(token);
  if (claims === undefined) {
    claims = (await jwtVerify(token, key, { algorithms: ["HS256"] })).payload;
    verified.set(token, claims);
  }
  if ((claims.exp ?? 0) * 1000 < Date.now())
    throw Object.assign(new Error("The token has expired."), { statusCode: 401 });
  return [String(claims["currency"])];
}

function sendJson(reply: FastifyReply, body: string | undefined, status = 200): FastifyReply {
  if (body === undefined) return reply.code(404).send({ message: "There is no such order." });
  return reply.code(status).header("content-type", "application/json; charset=utf-8").send(body);
}

interface List {
  readonly Querystring: { readonly status: string; readonly since: string };
}
interface One {
  readonly Params: { readonly id: string };
  readonly Body: { readonly note: string };
}
interface New {
  readonly Body: { readonly customer_id: number | string; readonly address_id: number | string; readonly note: string };
}

app.get<One>("/orders/:id", async (request, reply) => {
  return sendJson(reply, await ask("byKey", [idOf(request.params.id), ...(await claimed(request))]));
});
app.get<List>("/orders/embedded", async (request, reply) => {
  const { status, since } = request.query;
  return sendJson(reply, await ask("embedded", [status, since, ...(await claimed(request))]));
});
app.get<List>("/orders/list", async (request, reply) => {
  const { status, since } = request.query;
  return sendJson(reply, await ask("list", [status, since, ...(await claimed(request))]));
});
app.get("/heavy", async (_request, reply) => sendJson(reply, await ask("heavy", [])));
app.post<New>("/orders", async (request, reply) => {
  const { customer_id, address_id, note } = request.body;
  return sendJson(reply, await ask("insert", [customer_id, address_id, note, ...(await claimed(request))]), 201);
});
app.patch<One>("/orders/:id", async (request, reply) => {
  await ask("update", [idOf(request.params.id), request.body.note, ...(await claimed(request))]);
  return reply.code(204).send();
});
app.get("/ready", () => "ready");

await app.listen({ host: "127.0.0.1", port: Number(port) });
