// A listening socket for HTTPS: HTTP/1.1 with all its time limits and upgrades, and HTTP/2 for callers that choose it.

import { createServer as createHttp2, type Http2Session } from "node:http2";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer, type Server as HttpsServer } from "node:https";
import type { TLSSocket } from "node:tls";
import type { Certificates } from "../../gateway/index.ts";
import { guardListener, listenerOptions } from "./listener.ts";
import { type HttpLimits, largestHeader } from "./options.ts";

/** Requests of one connection that may be under way at once. */
const mostStreams = 128;

export function createTlsListener(
  limits: Required<HttpLimits>,
  certificates: Certificates,
  upgrades: (message: IncomingMessage) => boolean,
): Server {
  const server = createServer({
    ...listenerOptions(limits, upgrades),
    ...certificates.options,
    handshakeTimeout: limits.headersTimeout,
  });
  certificates.renewed((context) => server.setSecureContext({ ...certificates.options, ...context }));
  const sessions = addHttp2(server, limits);
  const { closeIdleConnections, closeAllConnections } = server;
  server.closeIdleConnections = () => {
    closeIdleConnections.call(server);
    // Says goodbye; what is under way is finished.
    for (const session of sessions) session.close();
  };
  server.closeAllConnections = () => {
    closeAllConnections.call(server);
    for (const session of sessions) session.destroy();
  };
  // A handshake that fails is the caller's affair.
  server.on("tlsClientError", () => {});
  server.once("close", certificates.close);
  return guardListener(server as unknown as Server, limits);
}

function addHttp2(server: HttpsServer, limits: Required<HttpLimits>): ReadonlySet<Http2Session> {
  const sessions = new Set<Http2Session>();
  const http2 = createHttp2({
    settings: { maxConcurrentStreams: mostStreams, maxHeaderListSize: largestHeader, enableConnectProtocol: false },
    maxSessionMemory: 16,
    maxSendHeaderBlockLength: largestHeader,
  });
  http2.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.setTimeout(limits.keepAlive, () => session.close());
  });
  http2.on("sessionError", () => {});
  for (const event of ["request", "checkContinue"] as const)
    http2.on(event, (message, response) =>
      server.emit(event, message as unknown as IncomingMessage, response as unknown as ServerResponse),
    );
  // Whoever has not chosen HTTP/2 is spoken to as always.
  const speakHttp1 = server.listeners("secureConnection") as ((socket: TLSSocket) => void)[];
  server.removeAllListeners("secureConnection");
  server.on("secureConnection", (socket) => {
    if (socket.alpnProtocol === "h2") http2.emit("connection", socket);
    else for (const speak of speakHttp1) speak.call(server, socket);
  });
  return sessions;
}
