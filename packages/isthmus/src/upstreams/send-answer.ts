// The head of an answer, in whatever HTTP the caller speaks.

import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

/**
 * @param headers Names and values in turn.
 * @throws Error of Node's where one of them cannot be sent; nothing has been sent then.
 */
export function sendAnswer(response: ServerResponse, status: number, headers: readonly string[]): void {
  if (response.req.httpVersionMajor < 2) response.writeHead(status, headers as string[]);
  else response.writeHead(status, byName(headers));
}

const nothing = Buffer.alloc(0);

/** Does not wait for the body's first piece. Node's `flushHeaders` would send them as UTF-8, which is another header then. */
export function sendHead(response: ServerResponse): void {
  if (response.req.httpVersionMajor < 2) response.write(nothing);
  else response.flushHeaders();
}

/** HTTP/2 takes several of one name as a list alone. */
export function byName(headers: readonly string[]): OutgoingHttpHeaders {
  const named: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (let at = 0; at < headers.length; at += 2) {
    const name = (headers[at] ?? "").toLowerCase();
    const value = headers[at + 1] ?? "";
    const before = named[name];
    if (name === "connection") continue;
    named[name] = before === undefined ? value : typeof before === "string" ? [before, value] : [...before, value];
  }
  return named;
}
