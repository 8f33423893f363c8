// From an HTTP request to a socket: only on a mount that speaks GraphQL, only for pages that may call us, and only as
// many as there may be connections.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocketServer } from "ws";
import type { Interface } from "../../../core/index.ts";
import type { Credentials } from "../../../engine/index.ts";
import type { Passage } from "../../../gateway/index.ts";
import type { Cors } from "../cors.ts";
import { isLoopbackAuthority } from "../loopback.ts";
import type { Peer, PeerOf } from "../peers.ts";
import type { Serve } from "../serve.ts";
import { closings, subprotocol } from "./messages.ts";
import type { LiveService, LiveTimes } from "./options.ts";
import { openSession, type Session } from "./session.ts";

export interface SocketsOptions {
  readonly service: LiveService;
  readonly serve: Serve;
  readonly times: LiveTimes;
  readonly cors: Cors;
  readonly loopbackHostOnly: boolean;
  readonly requestTimeout: number;
  /** Bytes of one message. */
  readonly largestMessage: number;
  readonly requestId: () => string;
  readonly find: (url: string) => Place | undefined;
  readonly credentials: (message: IncomingMessage) => Credentials;
  readonly peerOf: PeerOf;
  /** Throws a Problem where the peer has come to the end of a limit. */
  readonly admit: (peer: Peer, credentials: Credentials) => Passage | undefined;
}

export interface Place {
  readonly interface: Interface;
  readonly base: string;
  readonly path: string;
}

export interface Sockets {
  /** Whether this request may become a socket here; any other is a request like all others. */
  wants(message: IncomingMessage): boolean;
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly size: number;
  /** Says goodbye to all, and cuts off who does not answer. */
  close(): Promise<void>;
}

export function createSockets(options: SocketsOptions): Sockets {
  const { times, find, cors } = options;
  const sessions = new Set<Session>();
  let loading: Promise<WebSocketServer> | undefined;
  let server: WebSocketServer | undefined;
  let beating: NodeJS.Timeout | undefined;
  let closed = false;

  function load(): Promise<WebSocketServer> {
    // Whoever has no sockets pays nothing for them.
    loading ??= import("ws").then(({ WebSocketServer: Server }) => {
      server = new Server({
        noServer: true,
        clientTracking: true,
        perMessageDeflate: false,
        maxPayload: options.largestMessage,
        handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
      });
      return server;
    });
    return loading;
  }

  function refusal(message: IncomingMessage): string | undefined {
    const { origin, host = "" } = message.headers;
    if (closed) return "503 Service Unavailable";
    const peer = options.peerOf(message);
    if (!peer.allowed) return "403 Forbidden";
    if (options.loopbackHostOnly && !isLoopbackAuthority(host)) return "421 Misdirected Request";
    // A browser opens sockets for pages of any origin, and asks nobody first.
    if (origin !== undefined && cors.allow(origin) === undefined && !isSameOrigin(origin, host)) return "403 Forbidden";
    try {
      options.admit(peer, options.credentials(message));
      return undefined;
    } catch {
      return "429 Too Many Requests";
    }
  }

  async function welcome(message: IncomingMessage, socket: Duplex, head: Buffer, place: Place): Promise<void> {
    const accepting = await load();
    if (closed) return refuse(socket, "503 Service Unavailable");
    accepting.handleUpgrade(message, socket, head, (opened) => {
      if (opened.protocol !== subprotocol) {
        opened.on("error", () => {});
        return opened.close(...closings.subprotocol);
      }
      const peer = options.peerOf(message);
      const session = openSession({
        ...options,
        address: peer.counted,
        admit: (given) => options.admit(peer, given),
        socket: opened,
        interface: place.interface,
        base: place.base,
        path: place.path,
        credentials: options.credentials(message),
      });
      sessions.add(session);
      beating ??= setInterval(beat, Math.min(times.heartbeat, times.stuck)).unref();
      opened.once("close", () => {
        sessions.delete(session);
        if (sessions.size > 0) return;
        clearInterval(beating);
        beating = undefined;
      });
    });
  }

  function beat(): void {
    const now = performance.now();
    for (const session of sessions) session.beat(now);
  }

  return {
    wants: (message) =>
      message.headers.upgrade?.toLowerCase() === "websocket" && find(message.url ?? "/") !== undefined,
    upgrade(message, socket, head) {
      socket.on("error", () => socket.destroy());
      const place = find(message.url ?? "/");
      const no = place === undefined ? "404 Not Found" : refusal(message);
      if (no !== undefined || place === undefined) return refuse(socket, no ?? "404 Not Found");
      welcome(message, socket, head, place).catch(() => socket.destroy());
    },
    get size() {
      return sessions.size;
    },
    async close() {
      closed = true;
      clearInterval(beating);
      if (server === undefined) return;
      for (const session of sessions) session.close(...closings.goingAway);
      const { clients } = server;
      const gone = Promise.all([...clients].map((one) => new Promise<void>((resolve) => one.once("close", resolve))));
      const late = setTimeout(() => clients.forEach((one) => one.terminate()), times.farewell);
      await gone;
      clearTimeout(late);
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The page came from this server itself. */
function isSameOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && host !== "" && new URL(origin).host === host.toLowerCase();
}
