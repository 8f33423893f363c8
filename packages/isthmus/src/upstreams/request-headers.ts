// What of a caller's headers goes on to a service, and what is said of him there: nothing of what he wrote about
// himself, where he comes from, or how the server was reached.

import { hopByHop } from "./hop-by-hop.ts";

export interface Sender {
  /** Text of his address, whole. */
  readonly address: string;
  readonly protocol: "http" | "https";
  /** The public name of this server, as far as it is known. */
  readonly host: string | undefined;
}

export interface RequestHeaderRules {
  /** In lower case, what is set or left out beside the usual. */
  readonly own: Readonly<Record<string, string | false>>;
  /** In lower case: headers that this server alone sets. */
  readonly reserved: ReadonlySet<string>;
  /** Names how this server calls itself to other proxies. */
  readonly via: string;
  /** Tokens and keys of this server are not for the service; its sessions never are. */
  readonly credentials: "kept" | "passed";
  /** `X-Forwarded-Prefix`. */
  readonly prefix: string | undefined;
}

/** What proxies and frameworks take for the truth about a caller; set anew, or not at all. */
const claimed =
  /^(?:forwarded|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip|x-original-(?:url|host|uri)|x-rewrite-url|x-host|x-http-host-override|proxy|x-request-id|via|host|x-isthmus-.*|isthmus-identity)$/;
/** Begins the names of this server's cookies. */
const ownCookie = /^(?:__Secure-|__Host-)?isthmus[.-]/;

export interface Outgoing {
  /** Names and values in turn, without `Host`. */
  readonly headers: string[];
  /** Of the caller's `Via`. */
  readonly via: string | undefined;
}

/**
 * @param raw Names and values in turn, as they came.
 * @param hasBody Else no length is passed on.
 */
export function requestHeaders(
  raw: readonly string[],
  connection: string | undefined,
  hasBody: boolean,
  rules: RequestHeaderRules,
): Outgoing {
  const { own, reserved, credentials } = rules;
  const isHop = hopByHop(connection);
  const headers: string[] = [];
  let via: string | undefined;
  let cookies = "";
  for (let at = 0; at < raw.length; at += 2) {
    const written = raw[at] ?? "";
    const name = written.toLowerCase();
    const value = raw[at + 1] ?? "";
    // Of names with `_` the gateways of most languages make the same as of those with `-`.
    if (name.charCodeAt(0) === colon || name.includes("_") || isHop(name)) continue;
    if (name === "via") via = via === undefined ? value : `${via}, ${value}`;
    if (claimed.test(name) || reserved.has(name) || Object.hasOwn(own, name)) continue;
    if (name === "content-length" && !hasBody) continue;
    if (credentials === "kept" && (name === "x-api-key" || (name === "authorization" && bearer.test(value)))) continue;
    if (name === "cookie") {
      // HTTP/2 may send them one by one; HTTP/1.1 has one header for all.
      const others = withoutOwnCookies(value);
      if (others !== "") cookies = cookies === "" ? others : `${cookies}; ${others}`;
      continue;
    }
    headers.push(written, value);
  }
  if (cookies !== "") headers.push("Cookie", cookies);
  return { headers, via };
}

const colon = 58;
const bearer = /^bearer(?:\s|$)/i;

/** Adds what this server says of the caller. */
export function introduce(
  headers: string[],
  sender: Sender,
  id: string,
  via: string | undefined,
  rules: RequestHeaderRules,
): void {
  const { address, protocol, host } = sender;
  headers.push("X-Forwarded-For", address, "X-Forwarded-Proto", protocol, "X-Request-Id", id);
  if (host !== undefined) headers.push("X-Forwarded-Host", host);
  if (rules.prefix !== undefined) headers.push("X-Forwarded-Prefix", rules.prefix);
  const node = address.includes(":") ? `"[${address}]"` : address;
  headers.push("Forwarded", `for=${node};proto=${protocol}${host === undefined ? "" : `;host=${quoted(host)}`}`);
  headers.push("Via", via === undefined ? rules.via : `${via}, ${rules.via}`);
  for (const name in rules.own) {
    const value = rules.own[name];
    if (typeof value === "string") headers.push(name, value);
  }
}

function quoted(host: string): string {
  return token.test(host) ? host : `"${host.replaceAll(/["\\]/g, "")}"`;
}
const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function withoutOwnCookies(value: string): string {
  if (!value.includes("isthmus")) return value;
  return value
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && !ownCookie.test(pair))
    .join("; ");
}

/** Whether a service tries to set a cookie of this server. */
export function setsOwnCookie(value: string): boolean {
  return ownCookie.test(value.trimStart());
}
