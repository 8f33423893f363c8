// A listening socket for HTTP/1.1, with the time limits that keep slow and idle connections from piling up.

import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from "node:http";
import { type AddressInfo, Server as NetServer, type Socket } from "node:net";
import { Problem } from "../../core/index.ts";
import { type HttpLimits, largestHeader } from "./options.ts";

/**
 * Bytes the parser may have seen of one connection are bounded; nothing here answers a request.
 *
 * @param upgrades Which requests become sockets ("upgrade" is then emitted); all others are answered as they stand.
 */
export function createListener(
  limits: Required<HttpLimits>,
  upgrades: (message: IncomingMessage) => boolean = () => false,
): Server {
  return guardListener(createServer(listenerOptions(limits, upgrades)), limits);
}

export function listenerOptions(
  limits: Required<HttpLimits>,
  upgrades: (message: IncomingMessage) => boolean,
): ServerOptions {
  return {
    shouldUpgradeCallback: upgrades,
    maxHeaderSize: largestHeader,
    headersTimeout: limits.headersTimeout,
    // How long a body may take is for who reads it to say: that of an import has no bound.
    requestTimeout: 0,
    keepAliveTimeout: limits.keepAlive,
    connectionsCheckingInterval: 1_000,
    // Of two headers of one name neither is dropped in silence; joined, they fail whatever check the one would pass.
    joinDuplicateHeaders: true,
    noDelay: true,
  };
}

export function guardListener(server: Server, limits: Required<HttpLimits>): Server {
  server.maxConnections = limits.connections;
  // A caller that takes nothing off our hands for so long is gone.
  server.setTimeout(limits.requestTimeout + 30_000, (socket) => void socket.destroy());
  server.on("clientError", answerMalformed);
  return server;
}

/** Rejects with a Problem that says what to do when the address cannot be had. */
export function listen(server: Server, host: string, port: number, what: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(cannotListen(error, host, port, what));
    server.once("error", failed);
    server.listen({ host, port }, () => {
      server.off("error", failed);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** Takes no more connections, but leaves those that are open as they are, which `server.close` would not. */
export function stopAccepting(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}

export function addressText({ address, family, port }: AddressInfo, scheme: "http" | "https" = "http"): string {
  const host = address === "0.0.0.0" || address === "::" ? "localhost" : family === "IPv6" ? `[${address}]` : address;
  return `${scheme}://${host}:${port}`;
}

const malformed: Readonly<Record<string, readonly [line: string, code: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "ISTHMUS431",
    `The request's address and headers are longer than ${largestHeader} bytes`,
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ["413 Content Too Large", "ISTHMUS413", "The chunk extensions are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "ISTHMUS408", "The request did not arrive in time"],
};

/** What is no HTTP is answered as an error and its connection closed; what follows on it could not be told apart. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  const answering = (socket as { _httpMessage?: ServerResponse })._httpMessage;
  if (error.code === "ECONNRESET" || !socket.writable || answering?.headersSent === true) {
    socket.destroy();
    return;
  }
  const [line, code, message] = malformed[error.code ?? ""] ?? [
    "400 Bad Request",
    "ISTHMUS400",
    "The request is not valid HTTP",
  ];
  const body = JSON.stringify({ code, details: null, hint: null, message });
  const head = `HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.end(head + body);
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number, what: string): Problem {
  // npm takes options for itself unless they stand behind two hyphens.
  const start = process.env["npm_lifecycle_event"] === "start" ? "npm start -- --port 4100" : "--port 4100";
  const [option, flag] =
    what === "admin"
      ? ["server.admin.port", ` (default: the port after the server's, so \`${start}\` moves it too)`]
      : ["server.port", ` or start with \`${start}\``];
  const message: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken by another program; choose another with ${option} in the configuration${flag}`,
    EACCES: `Port ${port} may not be opened by this user; choose one above 1023 with ${option} in the configuration${flag}`,
    EADDRNOTAVAIL: `This machine has no address ${host}; choose another host in the configuration`,
    ENOTFOUND: `The host name ${host} is not known; choose another host in the configuration`,
  };
  const text = message[error.code ?? ""] ?? `Cannot listen on ${host} port ${port}: ${error.code ?? error.message}`;
  return new Problem({ code: "ISTHMUS114", category: "unavailable", message: text, cause: error });
}
