// Whose request it is, behind proxies: what trusted neighbours say is read from the right, where the nearest of them has
// written, up to the first address that none of them vouches for. What stands left of it anybody could have sent.

import type { TrustedProxies } from "../core/gateway-configuration.ts";
import { type AddressBits, parseAddress } from "./address.ts";
import { createNetworks } from "./networks.ts";

export interface Client {
  readonly address: AddressBits;
  /** What the outermost trusted proxy was spoken to by: `https`; undefined where none says so. */
  readonly protocol: string | undefined;
  /** The `Host` it was asked by. For comparing alone, never for links. */
  readonly host: string | undefined;
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export type ClientOf = (peer: AddressBits, headers: Headers) => Client;

interface Hop {
  readonly for: string;
  readonly protocol?: string | undefined;
  readonly host?: string | undefined;
}

/** More proxies than these stand in no row. */
const mostHops = 32;

/** @throws Error that names what is no network. */
export function createClientOf(trusted: TrustedProxies | undefined): ClientOf {
  const { from, header = "x-forwarded-for" } =
    typeof trusted === "object" && "from" in trusted ? trusted : { from: trusted ?? 0 };
  const trusts = trustIn(from);
  const hopsOf = header === "forwarded" ? forwardedHops : xForwardedHops;
  return (peer, headers) => {
    let client: Client = { address: peer, protocol: undefined, host: undefined };
    if (!trusts(peer, 0)) return client;
    const hops = hopsOf(headers);
    for (let passed = 0; passed < mostHops && trusts(client.address, passed); passed++) {
      const hop = hops[passed];
      const address = hop === undefined ? undefined : parseAddress(bareAddress(hop.for));
      // Obfuscated names and nonsense: whoever is the last that is known is held to account.
      if (hop === undefined || address === undefined) return client;
      client = { address, protocol: hop.protocol ?? client.protocol, host: hop.host ?? client.host };
    }
    return client;
  };
}

/** The networks that are named, to be looked at ahead of requests. @throws Error that names what is none. */
export function trustedNetworks(trusted: TrustedProxies | undefined): void {
  const from = typeof trusted === "object" && "from" in trusted ? trusted.from : trusted;
  if (typeof from === "object") createNetworks(from);
}

function trustIn(from: number | readonly string[]): (address: AddressBits, passed: number) => boolean {
  if (typeof from === "number") return (_, passed) => passed < from;
  if (from.length === 0) return () => false;
  const networks = createNetworks(from);
  return (address) => networks.has(address);
}

/** The nearest first. The lists of protocols and hosts need not be as long: most proxies write one value. */
function xForwardedHops(headers: Headers): readonly Hop[] {
  const list = (name: string): readonly string[] => fromRight(textOf(headers[name]));
  const protocols = list("x-forwarded-proto");
  const hosts = list("x-forwarded-host");
  return list("x-forwarded-for").map((address, at) => ({
    for: address,
    protocol: protocols.length <= 1 ? protocols[0] : protocols[at],
    host: hosts.length <= 1 ? hosts[0] : hosts[at],
  }));
}

/** RFC 7239. A header that cannot be read says nothing. */
function forwardedHops(headers: Headers): readonly Hop[] {
  return fromRight(textOf(headers["forwarded"])).map((element) => {
    const pairs = new Map<string, string>();
    for (const [, name = "", quoted, plain = ""] of element.matchAll(
      /(?:^|;)\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/g,
    ))
      pairs.set(name.toLowerCase(), quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/g, "$1"));
    return { for: pairs.get("for") ?? "", protocol: pairs.get("proto"), host: pairs.get("host") };
  });
}

function fromRight(text: string): readonly string[] {
  if (text === "") return [];
  // A client may have sent a list of any length; only its end is of interest.
  const end = text.length > 4_096 ? text.slice(-4_096) : text;
  return end
    .split(",")
    .slice(-mostHops)
    .toReversed()
    .map((one) => one.trim());
}

function textOf(value: string | readonly string[] | undefined): string {
  return value === undefined ? "" : typeof value === "string" ? value : value.join(",");
}

/** Without a port and brackets. */
function bareAddress(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text);
  if (bracketed !== null) return bracketed[1] ?? "";
  return /^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(":")) : text;
}
