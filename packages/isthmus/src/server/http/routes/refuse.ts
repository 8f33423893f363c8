// Answers in a service's place, in the words that all interfaces have for what went wrong.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "../../../core/index.ts";
import { statusOf } from "../../../interfaces/rest/errors.ts";
import { byName } from "../../../upstreams/index.ts";

/** Milliseconds a body is still taken that nobody wants, so that its sender gets to see why. */
const drained = 2_000;

export interface Refusing {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly problem: Problem;
  readonly status: number;
  /** Names and values in turn, of every answer. */
  readonly headers: readonly string[];
  /** Nothing is to follow on this connection. */
  readonly close: boolean;
}

export function statusFor(problem: Problem, known: boolean): number {
  return statusOf(problem, known);
}

export function refuse({ message, response, problem, status, headers: common, close }: Refusing): void {
  if (response.headersSent || response.destroyed) return;
  const { code, details, hint, message: text, retryAfter } = problem;
  const body = JSON.stringify({ code, details, hint, message: text });
  const headers = ["content-type", "application/json; charset=utf-8", "cache-control", "no-store", ...common];
  for (const [name, value] of Object.entries(problem.headers)) headers.push(name, value);
  if (status === 401 && !Object.hasOwn(problem.headers, "www-authenticate")) headers.push("www-authenticate", "Bearer");
  if (retryAfter !== undefined) headers.push("retry-after", String(Math.ceil(retryAfter)));
  headers.push("content-length", String(Buffer.byteLength(body)));
  if (message.httpVersionMajor > 1) response.writeHead(status, byName(headers));
  else response.writeHead(status, close ? [...headers, "connection", "close"] : headers);
  response.end(message.method === "HEAD" ? undefined : body);
  if (message.complete || close) return;
  message.on("error", () => {}).resume();
  const timer = setTimeout(() => void (message.complete || message.destroy()), drained).unref();
  message.once("close", () => clearTimeout(timer));
}
