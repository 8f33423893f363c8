// The headers of a request as interfaces get them: names in lower case, each a text, whatever HTTP they came by.

import type { IncomingMessage } from "node:http";
import type { Request } from "../../core/index.ts";
import { type Compressor, type Encoding, plainTags } from "../../gateway/index.ts";

/** Node's own record, in which everything is text but one header that no request has any business with. */
export function plainHeaders(message: IncomingMessage): Request["headers"] {
  const headers = message.httpVersionMajor < 2 ? message.headers : withoutPseudo(message.headers);
  if (headers["set-cookie"] !== undefined) delete headers["set-cookie"];
  return headers as Request["headers"];
}

/** HTTP/2 has the line of the request among its headers. */
function withoutPseudo(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const plain: IncomingMessage["headers"] = {};
  for (const name in headers) if (!name.startsWith(":")) plain[name] = headers[name];
  plain.host ??= headers[":authority"] as string | undefined;
  return plain;
}

/** Interfaces know the tags of answers as they are, whatever was made of these on their way out. */
export function heldBy(headers: Request["headers"], compressor: Compressor): Encoding | undefined {
  const { "if-none-match": none, "if-match": match } = headers;
  if (none === undefined && match === undefined) return undefined;
  const named = headers as { [name: string]: string };
  if (match !== undefined) named["if-match"] = plainTags(match);
  if (none === undefined) return undefined;
  // Of another encoding he would not be told that what he has still holds.
  const wanted = compressor.wanted(headers["accept-encoding"])?.encoding;
  const plain = wanted === undefined ? none : plainTags(none, wanted);
  named["if-none-match"] = plain;
  return plain === none ? undefined : wanted;
}
