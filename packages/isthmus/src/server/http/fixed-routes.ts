// Everything that is the same for every caller: health, documentation pages, and on the admin listener metrics. Served
// by Fastify, as is the answer to paths at which there is nothing.

import { timingSafeEqual, createHash } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { fastify, type FastifyInstance, type FastifyReply } from "fastify";
import { toProblem } from "../../core/index.ts";
import { revealed } from "../../core/secret.ts";
import type { AnswerHeaders } from "../../gateway/index.ts";
import type { AdminOptions, Page, SourceHealth } from "./options.ts";
import { addSite, isPageOfSite, sendIndex, type SiteOptions } from "./site.ts";

export interface FixedRoutes {
  readonly paths: ReadonlySet<string>;
  readonly handle: (message: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

export interface FixedRoutesOptions {
  readonly server: Server;
  readonly sources: () => readonly SourceHealth[];
  readonly stopping: () => boolean;
  readonly pages: readonly Page[];
  /** Where the interfaces are, named to whoever looks elsewhere. */
  readonly mounts: readonly string[];
  readonly admin?: AdminOptions;
  /** A website whose files are served wherever nothing else is. */
  readonly site?: SiteOptions | undefined;
  /** Of every answer. */
  readonly headers?: AnswerHeaders;
}

/** The server's connections and life are not Fastify's business here: it is handed requests one by one. */
export async function createFixedRoutes(options: FixedRoutesOptions): Promise<FixedRoutes> {
  let handle: FixedRoutes["handle"] | undefined;
  const app = fastify({
    serverFactory: (handler) => {
      handle = handler as FixedRoutes["handle"];
      return options.server;
    },
    bodyLimit: 1024,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 256 },
    // The server's own listener answers these; two would answer twice.
    clientErrorHandler: () => {},
  });
  app.addHook("onSend", async (request, reply) => {
    reply
      .header("x-content-type-options", "nosniff")
      .header("referrer-policy", "no-referrer")
      .header("x-frame-options", "DENY");
    if (options.headers !== undefined) adorn(reply, options.headers);
    if (options.stopping() && request.raw.httpVersionMajor < 2) reply.header("connection", "close");
  });
  if (options.admin?.token !== undefined) requireToken(app, revealed(options.admin.token));
  addHealth(app, options);
  for (const page of options.pages) addPage(app, page);
  const { admin, site } = options;
  if (site !== undefined) await addSite(app, site);
  if (admin !== undefined) {
    app.get("/metrics", async (_request, reply) =>
      reply.type("text/plain; version=0.0.4; charset=utf-8").send(await admin.metrics()),
    );
  }
  if (admin?.explain !== undefined) {
    const { explain } = admin;
    app.post("/access/explain", { bodyLimit: 65_536 }, async (request, reply) => {
      try {
        return await reply.header("cache-control", "no-store").send(explain(request.body));
      } catch (thrown) {
        const { code, message, category } = toProblem(thrown);
        return refuse(reply, category === "internal" ? 500 : 400, code, message);
      }
    });
  }
  const where = options.mounts.length === 0 ? "" : `; the API is at ${options.mounts.join(", ")}`;
  app.setNotFoundHandler((request, reply) =>
    site !== undefined && isPageOfSite(request)
      ? sendIndex(reply)
      : refuse(reply, 404, "ISTHMUS404", `There is nothing at this path${where}`),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    const text = status < 500 ? (error as Error).message : "The server met an unexpected condition";
    return refuse(reply, status, `ISTHMUS${status}`, text);
  });
  await app.ready();
  if (handle === undefined) throw new Error("Fastify has not given its request handler");
  const paths = new Set(["/health/live", "/health/ready", ...options.pages.map(({ path }) => path)]);
  return { paths, handle, close: () => app.close() };
}

function adorn(reply: FastifyReply, { pairs, own }: AnswerHeaders): void {
  for (const name of own) reply.removeHeader(name);
  for (let at = 0; at < pairs.length; at += 2) reply.header(pairs[at] ?? "", pairs[at + 1]);
}

type Answering = { code(status: number): Answering; type(type: string): Answering; send(body: string): unknown };

function refuse(reply: Answering, status: number, code: string, message: string): unknown {
  const body = JSON.stringify({ code, details: null, hint: null, message });
  return reply.code(status).type("application/json; charset=utf-8").send(body);
}

/** Alive is who answers at all; ready is who can do all of its work. */
function addHealth(app: FastifyInstance, { sources, stopping }: FixedRoutesOptions): void {
  const options = { logLevel: "silent" } as const;
  app.get("/health/live", options, async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ok" }),
  );
  app.get("/health/ready", options, async (_request, reply) => {
    const states = sources();
    const ready = !stopping() && states.every(({ up }) => up);
    const status = stopping() ? "stopping" : ready ? "ok" : "unavailable";
    const named = Object.fromEntries(states.map(({ name, up }) => [name, up ? "up" : "down"]));
    return reply
      .code(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status, sources: named });
  });
}

function addPage(app: FastifyInstance, { path, type, body, headers }: Page): void {
  let content: Promise<string | Buffer> | undefined;
  app.get(path, async (_request, reply) => {
    // A failed try is not kept.
    content ??= Promise.resolve(typeof body === "function" ? body() : body).catch((failure: unknown) => {
      content = undefined;
      throw failure;
    });
    const text = await content;
    return reply
      .headers(headers ?? {})
      .type(type)
      .send(text);
  });
}

function requireToken(app: FastifyInstance, token: string): void {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const expected = digest(`Bearer ${token}`);
  app.addHook("onRequest", async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) return;
    reply.header("www-authenticate", "Bearer");
    await refuse(reply, 401, "ISTHMUS401", "The admin listener asks for its token");
  });
}
