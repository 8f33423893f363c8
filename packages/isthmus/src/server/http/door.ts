// The way in: from a request on the socket to the engine and back. This is the hot path, so it stands directly on the
// socket's events; only what is not an interface's goes on to Fastify.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Interface, Problem, Record, Reply, Request } from "../../core/index.ts";
import { toProblem } from "../../core/index.ts";
import { hasBody, readBody, refusedByHeaders } from "./body.ts";
import type { Cors } from "./cors.ts";
import { Exchange } from "./exchange.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { isLoopbackAuthority } from "./loopback.ts";
import type { HttpLimits, Mount } from "./options.ts";
import { bodyLate, callerLeft, deadlinePassed, hostNotLocal, serverStops, tooManyBodies } from "./refusals.ts";
import { createRequestIds } from "./request-id.ts";
import { send, sendEmpty } from "./send.ts";
import type { Serve } from "./serve.ts";
import { takeOver } from "./trace-context.ts";

export interface DoorOptions {
  readonly mounts: readonly Mount[];
  readonly serve: Serve;
  readonly record: Record;
  readonly limits: Required<HttpLimits>;
  readonly cors: Cors;
  readonly loopbackHostOnly: boolean;
  /** Answers carry `Server-Timing`. */
  readonly timing: boolean;
  /** Paths that are not an interface's even where they lie under its mount. */
  readonly fixed: ReadonlySet<string>;
  /** Takes everything that is not an interface's. */
  readonly otherwise: (message: IncomingMessage, response: ServerResponse) => void;
  /** Public origin; known once the server listens. */
  readonly origin: () => string;
  readonly stopping: () => boolean;
}

export interface Door {
  readonly inFlight: InFlight;
  enter(message: IncomingMessage, response: ServerResponse): void;
  /** A caller that asks before it sends its body (`Expect: 100-continue`). */
  enterAsking(message: IncomingMessage, response: ServerResponse): void;
  /** Answers whatever is still under way with a refusal, and ends the work for it. */
  abandon(): void;
}

interface Target {
  readonly interface: Interface;
  readonly base: string;
  readonly path: string;
  readonly query: string;
}

/** Milliseconds behind the deadline within which the engine, whose signal was aborted, answers by itself. */
const patience = 1_000;

export function createDoor(options: DoorOptions): Door {
  const { cors, limits, record } = options;
  const requestId = createRequestIds();
  const findTarget = createFindTarget(options);
  const inFlight = createInFlight({ late, left });
  let arriving = 0;

  function enter(message: IncomingMessage, response: ServerResponse): void {
    const target = findTarget(message.url ?? "/");
    if (target === undefined) options.otherwise(message, response);
    else if (!preflight(message, response)) begin(open(message, response, target));
  }

  function open(message: IncomingMessage, response: ServerResponse, target: Target): Exchange {
    const received = performance.now();
    const headers = plainHeaders(message);
    const id = requestId(headers["x-request-id"]);
    const traceparent = headers["traceparent"];
    return new Exchange({
      message,
      response,
      interface: target.interface,
      request: {
        id,
        method: message.method ?? "GET",
        path: target.path,
        query: target.query,
        headers,
        body: "",
        base: target.base,
      },
      credentials: credentialsOf(headers),
      received,
      deadline: received + limits.requestTimeout,
      trace: traceparent === undefined ? undefined : takeOver(traceparent),
    });
  }

  function begin(exchange: Exchange): void {
    inFlight.add(exchange);
    if (options.loopbackHostOnly && !isLoopbackAuthority(exchange.request.headers["host"] ?? "")) {
      return refuse(exchange, hostNotLocal(), hasBody(exchange.message));
    }
    if (!hasBody(exchange.message)) return hand(exchange);
    if (arriving >= limits.concurrency) return refuse(exchange, tooManyBodies(), true);
    advance(exchange, "arriving");
    readBody(exchange.message, limits.body, {
      done(body) {
        if (exchange.phase !== "arriving") return;
        exchange.request = withBody(exchange.request, body);
        hand(exchange);
      },
      refused: (problem, close) => refuse(exchange, problem, close),
    });
  }

  function hand(exchange: Exchange): void {
    advance(exchange, "serving");
    let answer: Promise<Reply> | Reply;
    try {
      answer = options.serve(exchange);
    } catch (thrown) {
      return refuse(exchange, toProblem(thrown), false);
    }
    if (answer instanceof Promise) {
      answer.then(
        (reply) => finish(exchange, reply, false),
        (thrown: unknown) => refuse(exchange, toProblem(thrown), false),
      );
    } else finish(exchange, answer, false);
  }

  function finish(exchange: Exchange, reply: Reply, close: boolean): void {
    if (exchange.phase === "done") return;
    advance(exchange, "done");
    inFlight.delete(exchange);
    if (exchange.response.destroyed) return;
    const last = close || (options.stopping() && !inFlight.hasOther(exchange));
    try {
      send(exchange, reply, cors, last, options.timing);
    } catch (thrown) {
      // A header that cannot be sent. What replaces the reply is made of our own words alone.
      const problem = toProblem(thrown);
      observe(exchange, problem, 500);
      send(exchange, exchange.interface.refuse(problem, exchange.request, false), cors, last, options.timing);
    }
  }

  function refuse(exchange: Exchange, problem: Problem, close: boolean): void {
    if (exchange.phase === "done") return;
    const reply = exchange.interface.refuse(problem, exchange.request, false);
    observe(exchange, problem, reply.status);
    finish(exchange, reply, close);
  }

  function advance(exchange: Exchange, phase: Exchange["phase"]): void {
    if (exchange.phase === "arriving") arriving -= 1;
    if (phase === "arriving") arriving += 1;
    exchange.phase = phase;
  }

  function left(exchange: Exchange): void {
    advance(exchange, "done");
    exchange.abort(callerLeft());
  }

  function late(exchange: Exchange, now: number): void {
    if (exchange.phase === "arriving") return refuse(exchange, bodyLate(limits.requestTimeout), true);
    if (!exchange.signal.aborted) exchange.abort(deadlinePassed(limits.requestTimeout));
    else if (now > exchange.deadline + patience) refuse(exchange, deadlinePassed(limits.requestTimeout), false);
  }

  function preflight(message: IncomingMessage, response: ServerResponse): boolean {
    if (message.method !== "OPTIONS") return false;
    const {
      origin,
      "access-control-request-method": method,
      "access-control-request-headers": asked,
    } = message.headers;
    if (origin === undefined || method === undefined) return false;
    const allowed = cors.allow(origin);
    const headers = allowed === undefined ? [] : cors.preflight(allowed, asked);
    sendEmpty(response, allowed === undefined ? 403 : 204, [
      ...headers,
      "vary",
      "Origin, Access-Control-Request-Headers",
    ]);
    return true;
  }

  function observe(exchange: Exchange, { code, cause }: Problem, status: number): void {
    const { id, method } = exchange.request;
    const {
      interface: { name },
      trace,
    } = exchange;
    const ms = performance.now() - exchange.received;
    const observed = {
      id,
      trace,
      interface: name,
      method,
      targets: [],
      principal: "",
      roles: [],
      status,
      code,
      cause,
      stages: [],
      ms,
    };
    record({ kind: "request", request: observed });
  }

  return {
    inFlight,
    enter,
    enterAsking(message, response) {
      if (refusedByHeaders(message, limits.body) === undefined) {
        response.writeContinue();
        return enter(message, response);
      }
      const target = findTarget(message.url ?? "/");
      if (target === undefined) return options.otherwise(message, response);
      const exchange = open(message, response, target);
      const refusal = refusedByHeaders(message, limits.body);
      if (refusal !== undefined) refuse(exchange, refusal, true);
    },
    abandon() {
      for (const exchange of inFlight.all()) {
        exchange.abort(serverStops());
        refuse(exchange, serverStops(), true);
      }
    },
  };
}

/** Splits the request's target; path and query stay as they came, whatever is encoded in them. */
function createFindTarget({ mounts, fixed, origin }: DoorOptions): (url: string) => Target | undefined {
  const ordered = mounts
    .map(({ path, interface: face }) => ({ root: path === "/" ? "" : path, face }))
    .sort((a, b) => b.root.length - a.root.length);
  return (given) => {
    const url = given.startsWith("/") ? given : given.replace(/^https?:\/\/[^/?]*/i, "");
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    for (const { root, face } of ordered) {
      if (!path.startsWith(root) || (path.length > root.length && path.charCodeAt(root.length) !== slash)) continue;
      if (fixed.has(path)) return undefined;
      const rest = path.length === root.length ? "/" : path.slice(root.length);
      return { interface: face, base: origin() + root, path: rest, query: mark < 0 ? "" : url.slice(mark + 1) };
    }
    return undefined;
  };
}

const slash = 47;

/** Node's own record, in which everything is text but one header that no request has any business with. */
function plainHeaders(message: IncomingMessage): Request["headers"] {
  const headers = message.headers;
  if (headers["set-cookie"] !== undefined) delete headers["set-cookie"];
  return headers as Request["headers"];
}

function credentialsOf(headers: Request["headers"]): Exchange["credentials"] {
  const authorization = headers["authorization"];
  const apiKey = headers["x-api-key"];
  if (apiKey === undefined) return authorization === undefined ? none : { authorization };
  return authorization === undefined ? { apiKey } : { authorization, apiKey };
}

const none: Exchange["credentials"] = {};

function withBody({ id, method, path, query, headers, base }: Request, body: string): Request {
  return { id, method, path, query, headers, body, base };
}
