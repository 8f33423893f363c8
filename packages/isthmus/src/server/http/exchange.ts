// One request that is under way, from its headers to its answer. It is what the engine is handed (`Incoming`), and
// carries the signal that ends its work when the caller leaves or the time is up.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Chained, Interface, Problem, Request } from "../../core/index.ts";
import type { Encoding, Passage } from "../../gateway/index.ts";
import type { Peer, PeerOf } from "./peers.ts";
import type { Incoming } from "./serve.ts";
import type { TraceContext } from "./trace-context.ts";

/** `arriving`: its body is being read. */
type Phase = "new" | "arriving" | "serving" | "done";

export class Exchange implements Incoming, Chained<Exchange> {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly interface: Interface;
  /** It is asked in GraphQL. */
  readonly graphql: boolean;
  readonly credentials: Incoming["credentials"];
  readonly received: number;
  readonly deadline: number;
  readonly traceparent: string | undefined;
  readonly origin: string | undefined;
  readonly trace?: string;
  readonly stages: NonNullable<Incoming["stages"]> = [];
  /** Without its body until that has arrived. */
  request: Request;
  phase: Phase = "new";
  peer: Peer | undefined = undefined;
  admission: Passage | undefined = undefined;
  /** The caller holds an answer in this encoding, and asks whether it still holds. */
  held: Encoding | undefined = undefined;
  previous: Exchange | undefined = undefined;
  next: Exchange | undefined = undefined;
  chained = false;
  readonly #peerOf: PeerOf;
  readonly #controller = new AbortController();

  constructor(fields: {
    message: IncomingMessage;
    response: ServerResponse;
    interface: Interface;
    graphql: boolean;
    request: Request;
    credentials: Incoming["credentials"];
    received: number;
    deadline: number;
    trace: TraceContext | undefined;
    peerOf: PeerOf;
  }) {
    this.#peerOf = fields.peerOf;
    this.message = fields.message;
    this.response = fields.response;
    this.interface = fields.interface;
    this.graphql = fields.graphql;
    this.request = fields.request;
    this.credentials = fields.credentials;
    this.received = fields.received;
    this.deadline = fields.deadline;
    this.traceparent = fields.trace?.parent;
    this.origin = fields.request.headers["origin"];
    if (fields.trace !== undefined) this.trace = fields.trace.trace;
  }

  get from(): string | undefined {
    return this.#peerOf(this.message).logged;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the work that is done for this request. */
  abort(reason: Problem): void {
    this.#controller.abort(reason);
  }
}
