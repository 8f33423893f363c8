// The yardstick: what passes requests on with Fastify and undici, and does nothing else: no health, no retries, no limits, no
// log, no headers set anew.

import { fastify } from "fastify";
import { Pool } from "undici";

const pool = new Pool(process.env["BENCH_SERVICE"] ?? "", { connections: 128, pipelining: 1 });
const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
app.all("/legacy/*", async (request, reply) => {
  const { connection: _, "keep-alive": __, "transfer-encoding": ___, ...headers } = request.headers;
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const answer = await pool.request({
    method: request.method as "GET",
    path: request.raw.url ?? "/",
    headers,
    body: hasBody ? request.raw : null,
  });
  const { connection: ____, "keep-alive": _____, "transfer-encoding": ______, ...rest } = answer.headers;
  return reply.code(answer.statusCode).headers(rest).send(answer.body);
});
await app.listen({ port: Number(process.env["BENCH_PORT"]), host: "127.0.0.1" });
