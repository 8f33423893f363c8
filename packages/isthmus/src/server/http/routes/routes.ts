// Requests for other services, on their way through this server: known, counted, let pass or refused, and told of in the
// log like all others; what is between here and there is the upstream's affair.

import { type IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Principal, Problem } from "../../../core/index.ts";
import { anonymous, toProblem } from "../../../core/index.ts";
import { refusalOf } from "../../../engine/index.ts";
import type { Passage } from "../../../gateway/index.ts";
import { bodyTooLarge, introduce, requestHeaders, type Answered } from "../../../upstreams/index.ts";
import { hasBody } from "../body.ts";
import { exposed } from "../cors.ts";
import { credentialsOf } from "../credentials.ts";
import { isLoopbackAuthority } from "../loopback.ts";
import type { Peer } from "../peers.ts";
import { hostNotLocal } from "../refusals.ts";
import { sendEmpty } from "../send.ts";
import { takeOver } from "../trace-context.ts";
import { sideOf, type Side } from "./canary.ts";
import { createFindRoute } from "./find-route.ts";
import type { Route, RoutesGround, RoutesOptions } from "./options.ts";
import { ambiguousPath, needsCaller, needsRole, notPassedOn, throughHereBefore } from "./problems.ts";
import { refuse, statusFor } from "./refuse.ts";
import { stickyKey } from "./sticky.ts";

export interface Routes {
  /** Whether a route is there, and answers it. */
  takes(message: IncomingMessage, response: ServerResponse, asksFirst: boolean): boolean;
  wantsUpgrade(message: IncomingMessage): boolean;
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly size: number;
  endStreams(): void;
  abandon(): void;
}

interface Upgrade {
  readonly protocol: string;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** One request, with what is known of it so far. */
interface Passing {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: Route;
  readonly path: string | undefined;
  readonly id: string;
  readonly received: number;
  readonly asksFirst: boolean;
  readonly upgrade: Upgrade | undefined;
  readonly peer: Peer;
  readonly trace: ReturnType<typeof takeOver>;
  admission: Passage | undefined;
  principal: Principal;
  authenticated: number;
}

export function createRoutes(options: RoutesOptions, ground: RoutesGround): Routes {
  const { authenticate, routes, via } = options;
  const { keeper, cors, record } = ground;
  const find = createFindRoute(routes, ground.fixed);
  const publicly = ground.origin === undefined ? undefined : new URL(ground.origin);

  function takes(message: IncomingMessage, response: ServerResponse, asksFirst: boolean): boolean {
    const found = find(message.url ?? "/");
    if (found === undefined) return false;
    enter(message, response, found.route, found.path, asksFirst, undefined);
    return true;
  }

  function enter(
    message: IncomingMessage,
    response: ServerResponse,
    route: Route,
    path: string | undefined,
    asksFirst: boolean,
    upgrade: Upgrade | undefined,
  ): void {
    if (route.cors && preflight(message, response)) return;
    const { headers } = message;
    const traceparent = headers["traceparent"];
    const passing: Passing = {
      message,
      response,
      route,
      path,
      id: ground.requestId(headers["x-request-id"] as string | undefined),
      received: performance.now(),
      asksFirst,
      upgrade,
      peer: keeper.peerOf(message),
      trace: typeof traceparent === "string" ? takeOver(traceparent) : undefined,
      admission: undefined,
      principal: anonymous,
      authenticated: 0,
    };
    try {
      look(passing);
      const method = upgrade === undefined ? (message.method ?? "GET") : "CONNECT";
      const credentials = credentialsOf(headers, method);
      if (keeper.counts) passing.admission = keeper.admit(passing.peer, credentials);
      const principal = route.authenticate ? authenticate(credentials) : anonymous;
      if (principal instanceof Promise)
        principal.then((known) => go(passing, known)).catch((thrown: unknown) => fail(passing, thrown));
      else {
        const passed = go(passing, principal);
        if (passed !== undefined) passed.catch((thrown: unknown) => fail(passing, thrown));
      }
    } catch (thrown) {
      fail(passing, thrown);
    }
  }

  /** @throws Problem where the request is not to be passed on, whoever asks. */
  function look({ message, path, route }: Passing): void {
    const { method, headers } = message;
    if (ground.loopbackHostOnly && !isLoopbackAuthority(hostOf(message) ?? "")) throw hostNotLocal();
    if (method === "TRACE" || method === "CONNECT") throw notPassedOn(method);
    if (path === undefined) throw ambiguousPath();
    if (headers.via?.includes(via) === true) throw throughHereBefore();
    const length = Number(headers["content-length"] ?? 0);
    if (length > route.largestBody) throw bodyTooLarge(route.largestBody);
  }

  function go(passing: Passing, principal: Principal): Promise<void> | void {
    const { route, admission } = passing;
    passing.principal = principal;
    passing.authenticated = performance.now();
    if (admission !== undefined) admission.identified(principal);
    if (route.access !== undefined && !principal.roles.some((role) => route.access?.has(role)))
      throw principal.kind === "anonymous" ? needsCaller() : needsRole();
    const passed = admission?.asks(questionsOf(route));
    if (passed === undefined) return pass(passing);
    return passed.then(() => pass(passing));
  }

  function pass(passing: Passing): void {
    const { message, response, route, path = "/", upgrade, peer, principal, id } = passing;
    const { headers } = message;
    const method = message.method ?? "GET";
    if (response.destroyed) return;
    const connection = headers.connection;
    const body = upgrade === undefined && hasBody(message);
    const outgoing = requestHeaders(message.rawHeaders, connection, body, route.request);
    const sender = {
      address: peer.whole(),
      protocol: (publicly === undefined ? peer.secure : publicly.protocol === "https:") ? "https" : "http",
      host: publicly === undefined ? plainHost(hostOf(message)) : publicly.host,
    } as const;
    introduce(outgoing.headers, sender, id, outgoing.via, route.request);
    if (passing.trace !== undefined) replace(outgoing.headers, "traceparent", passing.trace.parent);
    const token = route.identity?.of(principal, method, path);
    if (route.identity !== undefined && token !== undefined) outgoing.headers.push(route.identity.header, token);
    const side = sideOf(route, headers, principal, sender.address, sender.protocol === "https");
    route.upstream.relay(
      {
        message,
        response,
        method,
        path,
        headers: outgoing.headers,
        host: route.host === "upstream" ? undefined : route.host === "public" ? sender.host : route.host,
        hasBody: body,
        asksFirst: passing.asksFirst,
        upgrade,
        key: route.key === undefined ? "" : stickyKey(route.key, headers, principal, sender.address),
        adorn: (answered) => adorn(passing, answered, side),
        refuse: (problem) => answer(passing, problem),
        done: (status, problem) => observe(passing, status, problem),
      },
      side.side,
    );
  }

  function adorn(passing: Passing, answered: Answered, { cookie }: Side): void {
    const { headers, names } = answered;
    if (cookie !== undefined) headers.push("set-cookie", cookie);
    for (const [name, value] of common(passing)) {
      if (!names.has(name) || name === "access-control-allow-origin") headers.push(name, value);
    }
    headers.push("via", passing.route.request.via);
    const { message } = passing;
    if (passing.route.cors && cors.varies) headers.push("vary", "Origin");
    if (ground.stopping() && message.httpVersionMajor < 2 && passing.upgrade === undefined)
      headers.push("connection", "close");
  }

  /** What answers have in common here. */
  function common({ id, admission, route, message }: Passing): [string, string][] {
    const all: [string, string][] = [["x-request-id", id]];
    if (route.common) pairsInto(all, ground.headers.pairs);
    if (admission !== undefined) pairsInto(all, admission.fields());
    const { origin } = message.headers;
    const allowed = route.cors && origin !== undefined ? cors.allow(origin) : undefined;
    if (allowed !== undefined) {
      all.push(["access-control-allow-origin", allowed], ["access-control-expose-headers", exposed]);
      if (cors.credentials) all.push(["access-control-allow-credentials", "true"]);
    }
    return all;
  }

  function fail(passing: Passing, thrown: unknown): void {
    const problem = toProblem(passing.admission === undefined ? thrown : passing.admission.failed(thrown));
    observe(passing, statusFor(problem, passing.principal.kind !== "anonymous"), problem);
    answer(passing, problem);
  }

  function answer(passing: Passing, problem: Problem): void {
    const { message, response, principal, asksFirst, upgrade } = passing;
    const status = statusFor(problem, principal.kind !== "anonymous");
    const close = asksFirst || upgrade !== undefined || ground.stopping();
    refuse({ message, response, problem, status, headers: common(passing).flat(), close });
  }

  function observe(passing: Passing, status: number, problem: Problem | undefined): void {
    const { id, route, message, principal, received, authenticated, trace } = passing;
    const now = performance.now();
    const stages: (readonly [string, number])[] = [];
    if (authenticated > 0) stages.push(["authenticate", authenticated - received], ["upstream", now - authenticated]);
    record({
      kind: "request",
      request: {
        id,
        trace: trace?.trace,
        interface: "route",
        method: message.method ?? "",
        targets: [route.pattern],
        principal: principal.id,
        roles: principal.roles,
        status,
        code: problem?.code,
        cause: problem?.cause,
        stages,
        ms: now - received,
      },
    });
    if (problem === undefined) return;
    const incoming = { request: { id, path: route.pattern }, from: passing.peer.logged };
    const refusal = refusalOf(
      incoming as Parameters<typeof refusalOf>[0],
      principal.id,
      [route.pattern],
      status,
      problem,
    );
    if (refusal !== undefined) record({ kind: "refusal", refusal });
  }

  function preflight(message: IncomingMessage, response: ServerResponse): boolean {
    const { origin, "access-control-request-method": asked, "access-control-request-headers": names } = message.headers;
    if (message.method !== "OPTIONS" || origin === undefined || asked === undefined) return false;
    const allowed = cors.allow(origin);
    sendEmpty(response, allowed === undefined ? 403 : 204, [
      ...(allowed === undefined ? [] : cors.preflight(allowed, names)),
      "vary",
      "Origin, Access-Control-Request-Headers",
    ]);
    return true;
  }

  const all = [...new Set(routes.map((route) => route.upstream))];
  return {
    takes,
    wantsUpgrade: (message) =>
      // Of other protocols some would begin a conversation that nobody here understands (HTTP/2 in plain text).
      message.headers.upgrade?.toLowerCase() === "websocket" &&
      message.method === "GET" &&
      !ground.taken(message) &&
      find(message.url ?? "/") !== undefined,
    upgrade(message, socket, head) {
      socket.on("error", () => socket.destroy());
      const found = find(message.url ?? "/");
      if (found === undefined) return void socket.destroy();
      const response = new ServerResponse(message);
      response.assignSocket(socket as Socket);
      response.once("finish", () => socket.end());
      if (keeper.selects && !keeper.passes(message, response)) return;
      enter(message, response, found.route, found.path, false, { protocol: "websocket", socket, head });
    },
    get size() {
      return all.reduce((sum, one) => sum + one.size, 0);
    },
    endStreams: () => all.forEach((one) => one.endStreams()),
    abandon: () => all.forEach((one) => one.abandon()),
  };
}

const asked = new WeakMap<Route, Parameters<Passage["asks"]>[0]>();

/** Limits know a route as an operation that goes by its pattern. */
function questionsOf(route: Route): Parameters<Passage["asks"]>[0] {
  let questions = asked.get(route);
  if (questions === undefined) {
    const statement = { kind: "call", operation: route.pattern };
    questions = { questions: [{ statement }] } as unknown as Parameters<Passage["asks"]>[0];
    asked.set(route, questions);
  }
  return questions;
}

function hostOf(message: IncomingMessage): string | undefined {
  return message.headers.host ?? (message as unknown as Http2ServerRequest).authority;
}

/** What is no name of a host is not passed on as one. */
function plainHost(host: string | undefined): string | undefined {
  return host !== undefined && /^[\w.-]{1,255}(?::\d{1,5})?$|^\[[0-9a-f:.]{2,45}\](?::\d{1,5})?$/i.test(host)
    ? host
    : undefined;
}

function pairsInto(all: [string, string][], pairs: readonly string[]): void {
  for (let at = 0; at < pairs.length; at += 2) all.push([pairs[at] ?? "", pairs[at + 1] ?? ""]);
}

function replace(headers: string[], name: string, value: string): void {
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() !== name) continue;
    headers[at + 1] = value;
    return;
  }
}
