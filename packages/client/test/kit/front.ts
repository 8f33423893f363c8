// What stands before a server in production: one origin for the built page, the API and signing in. Counts what is asked,
// holds writes back as long as a test wants, and can play dead.

import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly accept: string;
}

export interface Front {
  readonly url: string;
  /** Requests of `/api`, in order. */
  readonly asked: Asked[];
  /** Milliseconds that writes wait before they go on. */
  delay: number;
  /** Connections are cut instead of answered. */
  dead: boolean;
  /** Cuts the streams that are open. */
  cut(): void;
  close(): Promise<void>;
}

export interface FrontOptions {
  /** Of the server behind it. */
  readonly target: string;
  /** Files by path; anything else that is no API is `/`. */
  readonly files?: ReadonlyMap<string, { readonly type: string; readonly body: string }>;
  /** Answers `/auth/…` in place of the server. */
  readonly auth?: (request: IncomingMessage, response: ServerResponse) => void;
}

export async function openFront({ target, files = new Map(), auth }: FrontOptions): Promise<Front> {
  const asked: Asked[] = [];
  const open = new Set<ServerResponse>();
  const state = { delay: 0, dead: false };

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    asked.push({ method, path: decodeURIComponent(url), accept: headers.accept ?? "" });
    if (state.dead) return void request.socket.destroy();
    if (method !== "GET" && state.delay > 0) await new Promise((resolve) => setTimeout(resolve, state.delay));
    const behind = http.request(
      target + url,
      { method, headers: { ...headers, host: new URL(target).host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        response.on("close", () => answer.destroy());
      },
    );
    behind.on("error", () => response.destroy());
    open.add(response);
    response.on("close", () => open.delete(response));
    request.pipe(behind);
  }

  const server = http.createServer((request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/api/")) return void forward(request, response);
    if (path.startsWith("/auth/")) {
      if (state.dead) return void request.socket.destroy();
      return auth === undefined ? void forward(request, response) : auth(request, response);
    }
    const file = files.get(path) ?? files.get("/");
    if (file === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": file.type }).end(file.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    asked,
    cut: () => open.forEach((response) => response.destroy()),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}
