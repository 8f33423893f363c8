// Writes a reply to the socket, with the headers that every answer has. The body goes as it is, in one piece.

import type { ServerResponse } from "node:http";
import type { Reply } from "../../core/index.ts";
import { type Cors, exposed } from "./cors.ts";
import type { Exchange } from "./exchange.ts";

/** `timed`: with `Server-Timing`. @throws TypeError when a header of the reply cannot be sent (a line break in it); nothing has been sent then. */
export function send(exchange: Exchange, reply: Reply, cors: Cors, close: boolean, timed: boolean): void {
  end(exchange.response, exchange.request.method, reply, headersOf(exchange, reply, cors, close, timed));
}

/** Of a reply whose body follows as well. */
export function headersOf(
  exchange: Exchange,
  reply: Pick<Reply, "headers">,
  cors: Cors,
  close: boolean,
  timed: boolean,
): string[] {
  const { request } = exchange;
  const headers: string[] = [];
  let vary: string | undefined;
  for (const name in reply.headers) {
    const value = reply.headers[name];
    if (value === undefined) continue;
    if (cors.varies && (name === "vary" || name === "Vary"))
      vary = typeof value === "string" ? value : value.join(", ");
    else if (typeof value === "string") headers.push(name, value);
    else for (const one of value) headers.push(name, one);
  }
  headers.push("x-request-id", request.id, "x-content-type-options", "nosniff");
  if (timed) headers.push("server-timing", timing(exchange));
  if (exchange.traceparent !== undefined) headers.push("traceparent", exchange.traceparent);
  if (exchange.origin !== undefined) pushOrigin(headers, exchange.origin, cors);
  if (cors.varies) headers.push("vary", vary === undefined ? "Origin" : vary === "*" ? vary : `${vary}, Origin`);
  if (close) headers.push("connection", "close");
  return headers;
}

/** Answers with the status and headers alone. */
export function sendEmpty(response: ServerResponse, status: number, headers: readonly string[]): void {
  response.writeHead(status, headers as string[]);
  response.end();
}

function end(response: ServerResponse, method: string, { status, body }: Reply, headers: string[]): void {
  if (status === 204 || status === 304) {
    response.writeHead(status, headers);
    response.end();
  } else if (body === null) {
    if (method !== "HEAD") headers.push("content-length", "0");
    response.writeHead(status, headers);
    response.end();
  } else {
    headers.push("content-length", String(typeof body === "string" ? Buffer.byteLength(body) : body.length));
    response.writeHead(status, headers);
    response.end(method === "HEAD" ? undefined : body);
  }
}

function pushOrigin(headers: string[], origin: string, cors: Cors): void {
  const allowed = cors.allow(origin);
  if (allowed !== undefined)
    headers.push("access-control-allow-origin", allowed, "access-control-expose-headers", exposed);
}

/** The stages of the road in milliseconds (https://www.w3.org/TR/server-timing/); their names need no quotes. */
function timing({ stages, received }: Exchange): string {
  let text = "";
  for (const [stage, ms] of stages) text += `${stage};dur=${hundredths(ms)}, `;
  return `${text}total;dur=${hundredths(performance.now() - received)}`;
}

/** Made of whole numbers, whose texts cost a fraction of what those of other numbers do. */
function hundredths(ms: number): string {
  const all = (ms * 100 + 0.5) | 0;
  const whole = (all / 100) | 0;
  const rest = all - whole * 100;
  return rest === 0 ? `${whole}` : `${whole}.${rest < 10 ? "0" : ""}${rest}`;
}
