// Live questions over HTTP: a request that asks for `text/event-stream` is answered again whenever its answer changes.
// Of REST any GET; of GraphQL a subscription, in the "distinct connections" form of GraphQL over SSE.

import type { Problem, Reply, Request } from "../../../core/index.ts";
import type { Exchange } from "../exchange.ts";
import { type Dress, headersOf } from "../send.ts";
import { bodyText, EventStream, eventStreamType, eventText, wantsEvents } from "./event-stream.ts";
import { operationKind } from "./operation-kind.ts";
import type { LiveService, LiveTimes } from "./options.ts";

export interface EventStreams {
  /** How the request is to be answered: as it is, once but as events, or for as long as its caller stays. */
  formOf(request: Request, graphql: boolean): "plain" | "once" | "stream";
  /** `refuse` answers in the ordinary way, where nothing has been sent yet. */
  open(exchange: Exchange, refuse: (reply: Reply) => void): void;
  /** The request of a single answer, which is asked for as JSON. */
  single(request: Request): Request;
  /** A single answer as the events of a stream. */
  wrapped(reply: Reply): Reply;
  readonly size: number;
  /** Ends them all, in a way that makes readers come back. */
  close(): void;
}

/** Headers that shape the answer of a live question. */
const shaping = ["prefer", "range", "range-unit", "accept-profile"] as const;

export function createEventStreams(service: LiveService, times: LiveTimes, dress: Dress): EventStreams {
  const streams = new Map<EventStream, () => void>();
  let beating: NodeJS.Timeout | undefined;

  function beat(): void {
    const now = performance.now();
    for (const [stream, destroy] of streams) {
      if (stream.stuckFor(now) > times.stuck) destroy();
      else stream.beat();
    }
  }

  function begin(exchange: Exchange, refuse: (reply: Reply) => void): void {
    const { response, request, graphql } = exchange;
    const stream = new EventStream(response, () => streamHeaders(exchange, dress));
    const subscription = service.subscribe(
      {
        interface: exchange.interface,
        request: graphql ? asSubscription(request) : asQuestion(request),
        credentials: exchange.credentials,
        received: exchange.received,
        admission: exchange.admission,
        ...(exchange.peer === undefined ? {} : { address: exchange.peer.counted }),
        ...(exchange.trace === undefined ? {} : { trace: exchange.trace }),
      },
      {
        next: (reply) => stream.offer(eventText(graphql ? "next" : undefined, bodyText(reply))),
        end(reply, problem) {
          leave();
          if (!stream.started && (!graphql || isUnknown(problem))) refuse(reply);
          else stream.end(graphql ? finalEvents(reply) : eventText("error", bodyText(reply)));
        },
      },
    );
    const leave = (): void => {
      streams.delete(stream);
      subscription.close();
      if (streams.size > 0) return;
      clearInterval(beating);
      beating = undefined;
    };
    streams.set(stream, () => response.destroy());
    response.once("close", leave);
    beating ??= setInterval(beat, Math.min(times.heartbeat, times.stuck)).unref();
  }

  return {
    formOf({ method, headers, body, query }, graphql) {
      if (!wantsEvents(headers["accept"])) return "plain";
      if (!graphql) return method === "GET" ? "stream" : "plain";
      return kindOf(method, body, query) === "subscription" ? "stream" : "once";
    },
    open: begin,
    single: (request) => ({ ...request, headers: { ...request.headers, accept: graphqlHeaders["accept"] } }),
    wrapped: (reply) => ({
      status: reply.status === 401 || reply.status === 403 ? reply.status : 200,
      headers: { "Content-Type": eventStreamType, "Cache-Control": "no-store" },
      body: finalEvents(reply),
    }),
    get size() {
      return streams.size;
    },
    close() {
      for (const [stream] of streams) stream.end();
      clearInterval(beating);
    },
  };
}

function finalEvents(reply: Reply): string {
  return eventText("next", bodyText(reply)) + eventText("complete", "");
}

/** Who he is could not be told: the status says it better than an event. */
function isUnknown({ category }: Problem): boolean {
  return category === "unauthenticated";
}

function asSubscription({ id, path, base, body, query, method }: Request): Request {
  const text = method === "GET" ? fromQuery(query) : body;
  return { id, method: "SUBSCRIBE", path, query: "", headers: graphqlHeaders, body: text, base };
}

export const graphqlHeaders: Request["headers"] = {
  "content-type": "application/json",
  accept: "application/graphql-response+json",
};

function asQuestion({ headers, ...request }: Request): Request {
  const kept: { [name: string]: string } = { accept: "application/json" };
  for (const name of shaping) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...request, headers: kept };
}

function kindOf(method: string, body: string, query: string) {
  try {
    const asked: unknown = JSON.parse(method === "GET" ? fromQuery(query) : body);
    if (typeof asked !== "object" || asked === null || !("query" in asked) || typeof asked.query !== "string") return;
    const name = "operationName" in asked && typeof asked.operationName === "string" ? asked.operationName : undefined;
    return operationKind(asked.query, name);
  } catch {
    // The interface says what is wrong with it.
    return undefined;
  }
}

/** The parameters of a GET as the JSON body of a POST. @throws SyntaxError when one that holds JSON does not. */
function fromQuery(query: string): string {
  const given = new URLSearchParams(query);
  const json = (name: string): unknown => {
    const text = given.get(name);
    return text === null ? undefined : JSON.parse(text);
  };
  return JSON.stringify({
    query: given.get("query") ?? undefined,
    operationName: given.get("operationName") ?? undefined,
    variables: json("variables"),
    extensions: json("extensions"),
  });
}

const streamReply = {
  headers: { "content-type": eventStreamType, "cache-control": "no-store", "x-accel-buffering": "no" },
};

function streamHeaders(exchange: Exchange, dress: Dress): readonly string[] {
  return headersOf(exchange, streamReply, { ...dress, timing: false, compressor: undefined }, false);
}
