// What choices hold on to: something of the caller that stays the same when he comes again.

import type { IncomingHttpHeaders } from "node:http";
import type { Principal, StickyBy } from "../../../core/index.ts";

export function stickyKey(by: StickyBy, headers: IncomingHttpHeaders, principal: Principal, address: string): string {
  if (by === "address") return address;
  if (by === "principal") return principal.id === "" ? address : `${principal.kind}:${principal.id}`;
  if ("cookie" in by) return cookieOf(headers.cookie, by.cookie) ?? address;
  const value = headers[by.header.toLowerCase()];
  return value === undefined ? address : String(value).slice(0, 1_024);
}

/** The value of the first cookie of this name. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  for (const pair of header.split(";")) {
    const text = pair.trimStart();
    if (text.startsWith(name) && text[name.length] === "=") return text.slice(name.length + 1).trimEnd();
  }
  return undefined;
}
