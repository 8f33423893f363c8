// An HTTP server on a free port for a test, with an interface that shows what came in, and a client that sends bytes as
// they are. Everything is closed after the test.

import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach } from "vitest";
import type { Interface, Observation, Problem, Request } from "../../src/core/index.ts";
import { createHttpServer, type HttpServer } from "../../src/server/http/create-http-server.ts";
import type { HttpServerOptions } from "../../src/server/http/options.ts";
import type { Serve } from "../../src/server/http/serve.ts";

/** An interface whose refusals show the problem; it never parses, since `serve` answers here in the engine's place. */
export const face: Interface = {
  name: "mirror",
  parse: () => ({ questions: [], transaction: "none", context: undefined }),
  render: () => ({ status: 200, headers: {}, body: null }),
  refuse: (problem: Problem, request: Request) => ({
    status:
      problem.status ??
      { timeout: 504, unavailable: 503, invalid: 400, internal: 500 }[problem.category as string] ??
      400,
    headers: { "content-type": "application/json" },
    body: request.method === "HEAD" ? null : JSON.stringify({ code: problem.code, message: problem.message }),
  }),
};

export const mirror: Serve = ({ request, credentials }) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ ...request, credentials }),
});

const servers: HttpServer[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export interface OpenServer {
  readonly server: HttpServer;
  readonly address: string;
  readonly admin: string | undefined;
  readonly port: number;
  /** The requests that the server itself has recorded. */
  readonly recorded: () => readonly Extract<Observation, { kind: "request" }>["request"][];
}

export async function open(serve: Serve = mirror, more: Partial<HttpServerOptions> = {}): Promise<OpenServer> {
  const seen: Observation[] = [];
  const server = await createHttpServer({
    port: 0,
    mounts: [{ path: "/api", interface: face }],
    serve,
    record: (observation) => seen.push(observation),
    sources: () => [{ name: "shop", up: true }],
    admin: false,
    grace: 2_000,
    ...more,
  });
  servers.push(server);
  const bound = await server.listen();
  const recorded: OpenServer["recorded"] = () => seen.flatMap((one) => (one.kind === "request" ? [one.request] : []));
  return { ...bound, server, recorded, port: Number(new URL(bound.address).port) };
}

/** Sends bytes as they are and gives all that comes back until the server closes the connection, or `ms` have passed. */
export async function raw(port: number, bytes: string | Buffer, ms = 3_000): Promise<string> {
  const socket = dial(port);
  let text = "";
  socket.on("data", (part) => (text += part.toString("latin1")));
  socket.write(bytes);
  await Promise.race([new Promise((resolve) => socket.once("close", resolve)), sleep(ms)]);
  socket.destroy();
  return text;
}

export const get = (path: string, headers = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;
export const bodyOf = (answer: string): Record<string, unknown> =>
  JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as Record<string, unknown>;

/** A connection whose errors are of no interest. */
export function dial(port: number): Socket {
  const socket = connect({ host: "127.0.0.1", port });
  sockets.push(socket);
  return socket.on("error", () => {});
}
