// The way in: from a request on the socket to the engine and back. This is the hot path, so it stands directly on the
// socket's events; only what is not an interface's goes on to Fastify.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem, Record, Reply, Request } from "../../core/index.ts";
import { toProblem } from "../../core/index.ts";
import { refusalOf } from "../../engine/index.ts";
import { hasBody, readBody, refusedByHeaders } from "./body.ts";
import { credentialsOf } from "./credentials.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import { Exchange } from "./exchange.ts";
import type { Flows } from "./flow/flows.ts";
import type { FindTarget, Target } from "./find-target.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { wantsEvents } from "./live/event-stream.ts";
import type { EventStreams } from "./live/event-streams.ts";
import { isLoopbackAuthority } from "./loopback.ts";
import type { HttpLimits } from "./options.ts";
import {
  answerTooLarge,
  bodyLate,
  callerLeft,
  deadlinePassed,
  hostNotLocal,
  serverStops,
  tooManyBodies,
} from "./refusals.ts";
import { type Dress, send, sendEmpty } from "./send.ts";
import type { Serve } from "./serve.ts";
import { heldBy, plainHeaders } from "./request-headers.ts";
import { takeOver } from "./trace-context.ts";

export interface DoorOptions {
  readonly findTarget: FindTarget;
  /** A new id where the caller's own is not well-formed. */
  readonly requestId: (given: string | undefined) => string;
  readonly serve: Serve;
  /** Absent: nobody listens. */
  readonly streams: EventStreams | undefined;
  /** Absent: there are no imports and exports. */
  readonly flows?: Flows | undefined;
  readonly record: Record;
  readonly limits: Required<HttpLimits>;
  readonly dress: Dress;
  readonly keeper: Gatekeeper;
  readonly loopbackHostOnly: boolean;
  /** Takes everything that is not an interface's; `asksFirst`: its caller waits for a word before it sends its body. */
  readonly otherwise: (message: IncomingMessage, response: ServerResponse, asksFirst: boolean) => void;
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

/** Milliseconds behind the deadline within which the engine, whose signal was aborted, answers by itself. */
const patience = 1_000;

export function createDoor(options: DoorOptions): Door {
  const { dress, keeper, limits, record, findTarget, requestId, streams, flows } = options;
  const { cors, compressor } = dress;
  const inFlight = createInFlight({ late, left });
  const plain: Dress = { ...dress, compressor: undefined };
  let arriving = 0;

  function enter(message: IncomingMessage, response: ServerResponse): void {
    if (keeper.selects && !keeper.passes(message, response)) return;
    const target = findTarget(message.url ?? "/");
    if (target === undefined) options.otherwise(message, response, false);
    else if (!preflight(message, response)) begin(open(message, response, target));
  }

  function open(message: IncomingMessage, response: ServerResponse, target: Target): Exchange {
    const received = performance.now();
    const headers = plainHeaders(message);
    const id = requestId(headers["x-request-id"]);
    const traceparent = headers["traceparent"];
    const held = compressor && heldBy(headers, compressor);
    const exchange = new Exchange({
      message,
      response,
      interface: target.interface,
      graphql: target.graphql,
      request: {
        id,
        method: message.method ?? "GET",
        path: target.path,
        query: target.query,
        headers,
        body: "",
        base: target.base,
      },
      credentials: credentialsOf(headers, message.method ?? "GET"),
      received,
      deadline: received + limits.requestTimeout,
      trace: traceparent === undefined ? undefined : takeOver(traceparent),
      peerOf: keeper.peerOf,
    });
    exchange.held = held;
    return exchange;
  }

  function begin(exchange: Exchange): void {
    inFlight.add(exchange);
    // On one connection of HTTP/2 there are many callers' lives.
    if (exchange.message.httpVersionMajor > 1) exchange.response.once("close", () => gone(exchange));
    if (options.loopbackHostOnly && !isLoopbackAuthority(exchange.request.headers["host"] ?? "")) {
      return refuse(exchange, hostNotLocal(), hasBody(exchange.message));
    }
    if (keeper.counts && !admitted(exchange)) return;
    if (flows !== undefined && exchange.interface.flows?.kind(exchange.request) !== undefined)
      return handFlow(exchange, flows);
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

  function admitted(exchange: Exchange): boolean {
    exchange.peer = keeper.peerOf(exchange.message);
    try {
      exchange.admission = keeper.admit(exchange.peer, exchange.credentials);
      return true;
    } catch (thrown) {
      refuse(exchange, toProblem(thrown), hasBody(exchange.message));
      return false;
    }
  }

  function hand(exchange: Exchange): void {
    if (streams !== undefined && wantsEvents(exchange.request.headers["accept"]))
      return handListener(exchange, streams);
    work(exchange, asItIs);
  }

  /** Who listens is under way no more: his answer has no end. */
  function handListener(exchange: Exchange, { open: begin, formOf, single, wrapped }: EventStreams): void {
    const form = formOf(exchange.request, exchange.graphql);
    if (form === "plain") return work(exchange, asItIs);
    if (form === "once") {
      exchange.request = single(exchange.request);
      return work(exchange, wrapped);
    }
    advance(exchange, "done");
    inFlight.delete(exchange);
    exchange.peer ??= keeper.peerOf(exchange.message);
    begin(exchange, (reply) => {
      const sending = send(exchange, reply, dress, options.stopping());
      if (sending !== undefined) sending.catch(() => exchange.response.destroy());
    });
  }

  /** Nor is he whose rows come or go as long as there are any: he is held to a time for each chunk. */
  function handFlow(exchange: Exchange, { open: begin }: Flows): void {
    const refusal = refusedByHeaders(exchange.message, Number.POSITIVE_INFINITY);
    if (refusal !== undefined) return refuse(exchange, refusal, true);
    advance(exchange, "done");
    inFlight.delete(exchange);
    begin(exchange, options.stopping);
  }

  function work(exchange: Exchange, shaped: (reply: Reply) => Reply): void {
    advance(exchange, "serving");
    let answer: Promise<Reply> | Reply;
    try {
      answer = options.serve(exchange);
    } catch (thrown) {
      return refuse(exchange, toProblem(thrown), false);
    }
    if (answer instanceof Promise) {
      answer.then(
        (reply) => finish(exchange, shaped(reply), false),
        (thrown: unknown) => refuse(exchange, toProblem(thrown), false),
      );
    } else finish(exchange, shaped(answer), false);
  }

  function finish(exchange: Exchange, reply: Reply, close: boolean): void {
    if (exchange.phase === "done") return;
    advance(exchange, "done");
    inFlight.delete(exchange);
    if (exchange.response.destroyed) return;
    const last = close || (options.stopping() && !inFlight.hasOther(exchange));
    // A header that cannot be sent. What replaces the reply is made of our own words alone.
    const instead = (thrown: unknown): void => {
      const problem = toProblem(thrown);
      observe(exchange, problem, problem.status ?? 500);
      void send(exchange, exchange.interface.refuse(problem, exchange.request, false), plain, last);
    };
    if (reply.body !== null && reply.body.length > limits.answer) return instead(answerTooLarge(limits.answer));
    try {
      const sending = send(exchange, reply, dress, last);
      if (sending !== undefined) sending.catch(instead);
    } catch (thrown) {
      instead(thrown);
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

  function gone(exchange: Exchange): void {
    if (exchange.phase === "done") return;
    inFlight.delete(exchange);
    left(exchange);
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

  function observe(exchange: Exchange, problem: Problem, status: number): void {
    const { code, cause } = problem;
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
    const refusal = refusalOf(exchange, "", [], status, problem);
    if (refusal !== undefined) record({ kind: "refusal", refusal });
  }

  return {
    inFlight,
    enter,
    enterAsking(message, response) {
      if (keeper.selects && !keeper.passes(message, response)) return;
      const target = findTarget(message.url ?? "/");
      if (target === undefined) return options.otherwise(message, response, true);
      if (refusedByHeaders(message, limits.body) === undefined) {
        response.writeContinue();
        return enter(message, response);
      }
      const exchange = open(message, response, target);
      const endless = flows !== undefined && target.interface.flows?.kind(exchange.request) !== undefined;
      const refusal = refusedByHeaders(message, endless ? Number.POSITIVE_INFINITY : limits.body);
      if (refusal === undefined) {
        response.writeContinue();
        return begin(exchange);
      }
      refuse(exchange, refusal, true);
    },
    abandon() {
      for (const exchange of inFlight.all()) {
        exchange.abort(serverStops());
        refuse(exchange, serverStops(), true);
      }
    },
  };
}

const asItIs = (reply: Reply): Reply => reply;

function withBody({ id, method, path, query, headers, base }: Request, body: string): Request {
  return { id, method, path, query, headers, body, base };
}
