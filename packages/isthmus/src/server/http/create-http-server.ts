// The HTTP server as a whole: the main listener with its door and fixed routes, the admin listener, and their end.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Problem } from "../../core/index.ts";
import { revealed } from "../../core/secret.ts";
import { type AnswerHeaders, answerHeaders, createCompressor, openCertificates } from "../../gateway/index.ts";
import { refusedByHeaders } from "./body.ts";
import { boundBody } from "./bound-body.ts";
import { createCors } from "./cors.ts";
import { credentialsOf } from "./credentials.ts";
import { createDoor } from "./door.ts";
import { createFindTarget } from "./find-target.ts";
import { createGatekeeper } from "./gatekeeper.ts";
import { createFlows } from "./flow/flows.ts";
import { createFixedRoutes, type FixedRoutes } from "./fixed-routes.ts";
import { addressText, createListener, listen, stopAccepting } from "./listener.ts";
import { createEventStreams } from "./live/event-streams.ts";
import { defaultLiveTimes } from "./live/options.ts";
import { createSockets } from "./live/sockets.ts";
import { isLoopback } from "./loopback.ts";
import { type AdminOptions, type Beside, defaultLimits, type HttpServerOptions } from "./options.ts";
import type { Dress } from "./send.ts";
import { createRedirectListener } from "./redirect-listener.ts";
import { createRoutes } from "./routes/routes.ts";
import { createTlsListener } from "./tls-listener.ts";
import { createRequestIds } from "./request-id.ts";

export interface HttpServer {
  /** @throws Problem with one sentence that says what to do when an address cannot be had. */
  listen(): Promise<{ readonly address: string; readonly admin: string | undefined }>;
  /** Takes no new connections, lets running requests finish within the grace, then cuts off what is left. */
  close(): Promise<void>;
  /** Requests under way, arriving bodies included. */
  readonly inFlight: number;
}

/** Milliseconds idle connections are kept open at a stop, so that a request that is on its way is still answered. */
const linger = 200;
/** Milliseconds the last refusals are given to leave the machine. */
const lastWords = 100;
const shortestToken = 16;
/** Seconds. */
const halfAYear = 15_552_000;

/** @throws Problem when the options cannot be: an open admin listener, a path that is none, an origin with a path. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const host = options.host ?? "127.0.0.1";
  const port = options.port ?? 4000;
  const grace = options.grace ?? 10_000;
  const limits = { ...defaultLimits, ...options.limits };
  check(options);
  let stopping = false;
  let origin = options.origin ?? "";
  const { tls } = options;
  const upgrades = (message: IncomingMessage): boolean =>
    sockets?.wants(message) === true || services?.wantsUpgrade(message) === true;
  const warn = (message: string): void => options.record({ kind: "warning", message });
  const main =
    tls === undefined
      ? createListener(limits, upgrades)
      : createTlsListener(limits, openCertificates(tls, { warn, every: options.certificatesEvery }), upgrades);
  const shared = { sources: options.sources, stopping: () => stopping };
  const mounts = options.mounts.map(({ path }) => path);
  const headers = headersFor(options);
  const routes = await createFixedRoutes({
    ...shared,
    server: main,
    pages: options.pages ?? [],
    mounts,
    headers,
    site: options.site,
  });
  const cors = createCors(options.cors, isLoopback(host), options.cookies);
  const keeper = createGatekeeper(options.gate ?? {}, options.record);
  const loopbackHostOnly = options.loopbackHostOnly ?? false;
  const findTarget = createFindTarget({ mounts: options.mounts, fixed: routes.paths, origin: () => origin });
  const requestId = createRequestIds();
  const times = { ...defaultLiveTimes, ...options.liveTimes };
  const dress: Dress = {
    cookies: options.cookies,
    cors,
    timing: options.timing ?? true,
    headers,
    compressor: options.compression && createCompressor(options.compression),
  };
  const streams = options.live && createEventStreams(options.live, times, dress);
  const sockets =
    options.live &&
    createSockets({
      service: options.live,
      serve: options.serve,
      times,
      cors,
      loopbackHostOnly,
      requestTimeout: limits.requestTimeout,
      largestMessage: limits.body,
      requestId: () => requestId(undefined),
      find: (url) => {
        const target = findTarget(url);
        return target?.graphql === true && target.path === "/" ? target : undefined;
      },
      // A socket may do whatever a request may; browsers open it for any page.
      credentials: ({ headers }) => credentialsOf(headers, "CONNECT"),
      peerOf: keeper.peerOf,
      admit: keeper.admit,
    });
  const services =
    options.routes &&
    createRoutes(options.routes, {
      keeper,
      requestId,
      cors,
      headers,
      record: options.record,
      origin: options.origin,
      loopbackHostOnly,
      stopping: () => stopping,
      fixed: routes.paths,
      taken: (message) => findTarget(message.url ?? "/") !== undefined,
    });
  const flows = options.flow && createFlows({ serve: options.flow, dress, patience: limits.requestTimeout });
  const door = createDoor({
    findTarget,
    requestId,
    serve: options.serve,
    streams,
    flows,
    record: options.record,
    limits,
    dress,
    keeper,
    loopbackHostOnly,
    otherwise: (message, response, asksFirst) => {
      if (services?.takes(message, response, asksFirst) === true) return;
      if (asksFirst && refusedByHeaders(message, limits.body) === undefined) response.writeContinue();
      boundBody(message, limits.requestTimeout);
      routes.handle(message, response);
    },
    stopping: () => stopping,
  });
  const signIn = async (message: IncomingMessage, response: ServerResponse, to: Beside): Promise<void> => {
    if (await keeper.signsIn(message, response)) to.handle(message, response, keeper.peerOf(message).counted);
  };
  const { beside, local } = options;
  main.on("request", (message, response) => {
    const url = message.url ?? "/";
    if (local?.wants(url) === true) local.handle(message, response);
    else if (beside?.wants(url) === true) void signIn(message, response, beside);
    else door.enter(message, response);
  });
  main.on("checkContinue", door.enterAsking);
  if (sockets !== undefined || services !== undefined)
    main.on("upgrade", (message: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (sockets?.wants(message) === true) sockets.upgrade(message, socket, head);
      else services?.upgrade(message, socket, head);
    });
  main.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) =>
    socket.once("close", () => door.inFlight.leave(socket)),
  );

  let admin: { readonly server: Server; readonly routes: FixedRoutes; readonly options: AdminOptions } | undefined;
  if (options.admin !== false) {
    const server = createListener({ ...limits, connections: 100 });
    const adminRoutes = await createFixedRoutes({ ...shared, server, pages: [], mounts: [], admin: options.admin });
    server.on("request", adminRoutes.handle);
    admin = { server, routes: adminRoutes, options: options.admin };
  }

  let closing: Promise<void> | undefined;
  const redirect =
    tls?.redirectFrom === undefined
      ? undefined
      : createRedirectListener(limits, options.origin, () => (main.address() as AddressInfo | null)?.port ?? port);

  const close = async (): Promise<void> => {
    stopping = true;
    streams?.close();
    flows?.close();
    services?.endStreams();
    const abandon = (): void => {
      door.abandon();
      services?.abandon();
    };
    await Promise.all([sockets?.close(), drain(main, grace, abandon)]);
    door.inFlight.close();
    await routes.close();
    if (redirect !== undefined) await drain(redirect, 0, () => {});
    if (admin === undefined) return;
    await drain(admin.server, 0, () => {});
    await admin.routes.close();
  };

  return {
    async listen() {
      try {
        const bound = await listen(main, host, port, "main");
        const address = addressText(bound, tls === undefined ? "http" : "https");
        if (options.origin === undefined) origin = address;
        if (redirect !== undefined) await listen(redirect, host, tls?.redirectFrom ?? 80, "redirect");
        const adminPort = admin?.options.port ?? (port === 0 ? 0 : port + 1);
        const adminBound = admin && (await listen(admin.server, admin.options.host ?? "127.0.0.1", adminPort, "admin"));
        return { address, admin: adminBound && addressText(adminBound) };
      } catch (problem) {
        await (closing ??= close());
        throw problem;
      }
    },
    close: () => (closing ??= close()),
    get inFlight() {
      return door.inFlight.size + (flows?.size ?? 0) + (services?.size ?? 0);
    },
  };
}

async function drain(server: Server, grace: number, abandon: () => void): Promise<void> {
  if (!server.listening) return;
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  stopAccepting(server);
  const timers = [
    setTimeout(() => server.closeIdleConnections(), Math.min(linger, grace)),
    setTimeout(abandon, grace),
    setTimeout(() => server.closeAllConnections(), grace + lastWords),
  ];
  await ended;
  timers.forEach(clearTimeout);
}

function check({ mounts, origin, pages = [], admin }: HttpServerOptions): void {
  for (const path of [...mounts, ...pages].map((one) => one.path)) {
    if (!/^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?$/.test(path)) {
      throw impossible(
        `A path begins with "/", does not end with it and needs no encoding; found ${JSON.stringify(path)}`,
      );
    }
  }
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).origin === origin)) {
    throw impossible(
      `server.origin: expected an origin such as "https://api.shop.example", without a path; found ${JSON.stringify(origin)}`,
    );
  }
  if (admin === false) return;
  const token = admin.token === undefined ? undefined : revealed(admin.token);
  if (token !== undefined && token.length < shortestToken) {
    throw impossible(`server.admin.token: has ${token.length} characters; a token needs at least ${shortestToken}`);
  }
  if (token === undefined && !isLoopback(admin.host ?? "127.0.0.1")) {
    throw impossible(
      `server.admin.host: on ${admin.host} others can reach it, so it needs server.admin.token; or leave the host out`,
    );
  }
}

function headersFor({ headers, tls }: HttpServerOptions): AnswerHeaders {
  try {
    return answerHeaders(headers, tls === undefined || tls.hsts === false ? undefined : (tls.hsts ?? halfAYear));
  } catch (thrown) {
    throw impossible(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function impossible(message: string): Problem {
  return new Problem({ code: "ISTHMUS115", category: "invalid", message });
}
