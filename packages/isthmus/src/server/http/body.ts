// Reads a request body as text: whole, within its limit, strictly UTF-8.

import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Problem } from "../../core/index.ts";
import { bodyEncoded, bodyNotUtf8, bodyTooLarge } from "./refusals.ts";

/**
 * Bytes behind the limit that are still read (and dropped), so that the caller, who is busy writing, gets to see why he
 * was refused; a connection closed under his hands would show him a network error instead.
 */
const drained = 4_194_304;

export interface BodyReader {
  done(text: string): void;
  /** `close`: there is more to come that will not be read. */
  refused(problem: Problem, close: boolean): void;
}

/** Whether a body is announced. */
export function hasBody(message: IncomingMessage): boolean {
  const { headers } = message;
  // In HTTP/2 a body need not be announced: it is there unless the headers were all.
  if (message.httpVersionMajor > 1)
    return (
      (message as unknown as Http2ServerRequest).stream.endAfterHeaders !== true && headers["content-length"] !== "0"
    );
  return (
    headers["transfer-encoding"] !== undefined ||
    (headers["content-length"] !== undefined && headers["content-length"] !== "0")
  );
}

/** The reason why the body need not even be read. */
export function refusedByHeaders(message: IncomingMessage, limit: number): Problem | undefined {
  const encoding = message.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return bodyEncoded();
  return Number(message.headers["content-length"] ?? 0) > limit ? bodyTooLarge(limit) : undefined;
}

/** Calls one of the reader's functions, once; neither when the caller leaves meanwhile. */
export function readBody(message: IncomingMessage, limit: number, reader: BodyReader): void {
  const parts: Buffer[] = [];
  let size = 0;
  let refusal = refusedByHeaders(message, limit);
  let over = false;
  message.on("data", (part: Buffer) => {
    size += part.length;
    if (refusal === undefined && size > limit) {
      refusal = bodyTooLarge(limit);
      parts.length = 0;
    }
    if (refusal === undefined) parts.push(part);
    else if (size > limit + drained && !over) {
      over = true;
      reader.refused(refusal, true);
    }
  });
  message.on("end", () => {
    if (over) return;
    if (refusal !== undefined) return reader.refused(refusal, false);
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, size);
    if (isUtf8(bytes)) reader.done(bytes.toString("utf8"));
    else reader.refused(bodyNotUtf8(), false);
  });
  // A connection that breaks is noticed by its own "close"; without a listener the error would end the process.
  message.on("error", () => {});
}
