// Plain HTTP beside HTTPS: those who only read are shown the way; others have sent what they should not have, and are told.

import { createServer, type Server } from "node:http";
import { type HttpLimits, largestHeader } from "./options.ts";

/** @param origin The public one, where it is configured; else the name by which it was asked for, on this port. */
export function createRedirectListener(
  limits: Required<HttpLimits>,
  origin: string | undefined,
  port: () => number,
): Server {
  const server = createServer(
    { maxHeaderSize: largestHeader, headersTimeout: limits.headersTimeout, requestTimeout: limits.requestTimeout },
    ({ method, url = "/", headers }, response) => {
      const name = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?=:\d+$|$)/.exec(headers.host ?? "")?.[0];
      const target =
        origin ?? (name === undefined ? undefined : `https://${name}${port() === 443 ? "" : `:${port()}`}`);
      response.setHeader("connection", "close");
      if (target !== undefined && url.startsWith("/") && (method === "GET" || method === "HEAD"))
        return void response.writeHead(308, { location: target + url, "content-length": 0 }).end();
      const body = JSON.stringify({
        code: "ISTHMUS400",
        details: null,
        hint: null,
        message: "This server speaks HTTPS alone",
      });
      response.writeHead(403, { "content-type": "application/json; charset=utf-8" }).end(body);
    },
  );
  server.maxConnections = 1_000;
  return server;
}
