// Writes a reply to the socket, with the headers that every answer has. The body goes in one piece, as it is or made smaller.

import type { ServerResponse } from "node:http";
import type { Reply } from "../../core/index.ts";
import type { AnswerHeaders, Compressor, Encoding } from "../../gateway/index.ts";
import { tagOf } from "../../gateway/index.ts";
import { type Cors, exposed } from "./cors.ts";
import type { Exchange } from "./exchange.ts";

/** What all answers of a server have in common. */
export interface Dress {
  readonly cors: Cors;
  /** With `Server-Timing`. */
  readonly timing: boolean;
  readonly headers: AnswerHeaders;
  /** People sign in by cookies: the same request may be answered otherwise to each. Default: false. */
  readonly cookies?: boolean | undefined;
  /** Absent: nothing is compressed. */
  readonly compressor?: Compressor | undefined;
}

/**
 * A promise where the body has to be made smaller first; it rejects as this throws.
 *
 * @throws TypeError when a header of the reply cannot be sent (a line break in it); nothing has been sent then.
 */
export function send(exchange: Exchange, reply: Reply, dress: Dress, close: boolean): Promise<void> | void {
  const { compressor } = dress;
  const headers = headersOf(exchange, reply, dress, close);
  if (compressor === undefined) return end(exchange, reply, headers);
  const encoding = encodingFor(exchange, reply, compressor);
  if (encoding === undefined || reply.body === null) {
    if (reply.status === 304 && exchange.held !== undefined) retag(headers, exchange.held);
    return end(exchange, reply, headers);
  }
  headers.push("content-encoding", encoding);
  retag(headers, encoding);
  return compressor.compress(reply.body, encoding).then((body) => {
    if (!exchange.response.destroyed) end(exchange, { ...reply, body }, headers);
  });
}

/** Of a reply whose body follows as well. */
export function headersOf(
  exchange: Exchange,
  reply: Pick<Reply, "headers">,
  { cors, cookies = false, timing: timed, headers: common, compressor }: Dress,
  close: boolean,
): string[] {
  const { request, admission } = exchange;
  const headers: string[] = [];
  const { own } = common;
  let vary: string | undefined;
  let kept = own.has("cache-control");
  for (const name in reply.headers) {
    const value = reply.headers[name];
    if (value === undefined || (own.size > 0 && own.has(name.toLowerCase()))) continue;
    if (name.length === 13 && name.toLowerCase() === "cache-control") kept = true;
    if (name === "vary" || name === "Vary") vary = typeof value === "string" ? value : value.join(", ");
    else if (typeof value === "string") headers.push(name, value);
    else for (const one of value) headers.push(name, one);
  }
  headers.push("x-request-id", request.id, ...common.pairs);
  if (timed) headers.push("server-timing", timing(exchange));
  if (exchange.traceparent !== undefined) headers.push("traceparent", exchange.traceparent);
  if (exchange.origin !== undefined) pushOrigin(headers, exchange.origin, cors);
  if (admission !== undefined && reply.headers["ratelimit"] === undefined) headers.push(...admission.fields());
  const shown = !kept && isShown(exchange.credentials);
  // What one caller is shown is in no cache for others, and in his own only until it is asked for again (RFC 9111, 3.5).
  if (shown) headers.push("cache-control", "private, no-cache");
  // What strangers are shown is kept by caches, and must not be handed to whoever has signed in.
  if (shown || cookies) vary = varying(vary, "Authorization, Cookie, X-API-Key, X-Tenant");
  if (cors.varies) vary = varying(vary, "Origin");
  if (compressor?.varies(typeOf(reply)) === true) vary = varying(vary, "Accept-Encoding");
  if (vary !== undefined) headers.push("vary", vary);
  if (close && exchange.message.httpVersionMajor < 2) headers.push("connection", "close");
  return headers;
}

function isShown({ authorization, apiKey, request }: Exchange["credentials"]): boolean {
  return authorization !== undefined || apiKey !== undefined || request !== undefined;
}

/** Answers with the status and headers alone. */
export function sendEmpty(response: ServerResponse, status: number, headers: readonly string[]): void {
  response.writeHead(status, headers as string[]);
  response.end();
}

function end({ response, request: { method } }: Exchange, { status, body }: Reply, headers: string[]): void {
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

function encodingFor({ request }: Exchange, reply: Reply, compressor: Compressor): Encoding | undefined {
  const { body, headers } = reply;
  if (body === null || request.method === "HEAD" || reply.status === 204 || reply.status === 304) return undefined;
  const wanted = compressor.wanted(request.headers["accept-encoding"]);
  if (wanted === undefined || !compressor.worth(typeOf(reply), body.length, wanted)) return undefined;
  if (headers["content-encoding"] !== undefined || headers["Content-Encoding"] !== undefined) return undefined;
  // Lengths must tell nothing of secrets to a page that has somebody else's browser ask (BREACH).
  return request.headers["sec-fetch-site"] === "cross-site" && request.headers["cookie"] !== undefined
    ? undefined
    : wanted.encoding;
}

function typeOf({ headers }: Pick<Reply, "headers">): string {
  const type = headers["content-type"] ?? headers["Content-Type"];
  return typeof type === "string" ? type : "";
}

function retag(headers: string[], encoding: Encoding): void {
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]?.length === 4 && headers[at]?.toLowerCase() === "etag")
      headers[at + 1] = tagOf(headers[at + 1] ?? "", encoding);
  }
}

function varying(vary: string | undefined, name: string): string {
  return vary === undefined ? name : vary === "*" ? vary : `${vary}, ${name}`;
}

function pushOrigin(headers: string[], origin: string, cors: Cors): void {
  const allowed = cors.allow(origin);
  if (allowed === undefined) return;
  headers.push("access-control-allow-origin", allowed, "access-control-expose-headers", exposed);
  if (cors.credentials) headers.push("access-control-allow-credentials", "true");
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
