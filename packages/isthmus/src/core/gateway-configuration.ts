// The gate's part of the configuration: how much who may ask, from where, and how answers leave.

import type { Secret } from "./configuration.ts";
import type { TlsOptions } from "./tls-options.ts";

/** A number and its unit: `"250ms"`, `"10s"`, `"1m"`, `"2h"`, `"1d"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/**
 * Whose requests are counted together. `address`: an IPv4 address, or the /64 of an IPv6 one. `principal`: a user, a key or
 * a service; strangers have no identity, and are counted by their address. `key`: an API key; others are not counted.
 * `role`: all callers with the same roles. `everyone`: all there are.
 */
export type CountedBy = "address" | "principal" | "key" | "role" | "everyone";

export type Verb = "read" | "insert" | "update" | "delete" | "call";

/** Which requests a rule is about; everything that is named must fit. Default: all. */
export interface RuleScope {
  /** Shown to callers who come to its end, and in `RateLimit`. Default: made of the rule. */
  readonly name?: string;
  readonly per: CountedBy;
  /** Callers that have one of these roles. */
  readonly role?: string | readonly string[];
  /** API keys, by id. */
  readonly key?: string | readonly string[];
  /** Resources that are asked for, or changed, at the root of the question. */
  readonly resource?: string | readonly string[];
  /** Operations that are called. */
  readonly operation?: string | readonly string[];
  readonly verb?: Verb | readonly Verb[];
}

/** So many questions in so much time. Each part of a batch and each field at the root of a GraphQL operation counts. */
export interface RateRule extends RuleScope {
  readonly allow: number;
  readonly every: Duration;
  /**
   * `bucket`: what is not used is saved up to `burst` questions, and comes back evenly. `window`: no span of `every` sees
   * more than `allow`, by the usual estimate from two windows. Default: `bucket`.
   */
  readonly by?: "bucket" | "window";
  /** Of a bucket: most questions at once. Default: `allow`. */
  readonly burst?: number;
}

/** So many questions in a day or a month of the calendar. */
export interface QuotaRule extends RuleScope {
  readonly allow: number;
  readonly every: "day" | "month";
  /** Where the day begins, e.g. `Europe/Berlin`. Default: `UTC`. */
  readonly timeZone?: string;
}

/** What several nodes share: counts of limits. Without it each node counts by itself. */
export interface RedisConfiguration {
  /** `redis://user:password@host:port/0`, or `rediss://` for TLS. */
  readonly url: Secret | string;
  /** How TLS is looked at; with it there is TLS whatever the address begins with. Default: fully, with `rediss://`. */
  readonly tls?: boolean | (Omit<TlsOptions, "key"> & { readonly key?: Secret | string | undefined });
  /** Milliseconds an answer may take; then the node counts by itself, and looks again every second. Default: 40. */
  readonly timeout?: number;
  /** Of all keys. Default: `isthmus`. */
  readonly prefix?: string;
}

/**
 * Which neighbours may say whose request they pass on: networks (`10.0.0.0/8`, `fd00::/8`), addresses, `loopback` or
 * `private`; or a number of proxies, where nobody can reach this server but through them.
 */
export type TrustedProxies =
  | number
  | readonly string[]
  | {
      readonly from: number | readonly string[];
      /**
       * The one header that they write. The other is never looked at: a proxy passes on what it does not write itself.
       * Default: `x-forwarded-for`, with `x-forwarded-proto` and `x-forwarded-host`.
       */
      readonly header?: "x-forwarded-for" | "forwarded";
    };

export interface AddressesConfiguration {
  /** Networks or addresses that may call. Default: all. */
  readonly allow?: readonly string[];
  /** Networks or addresses that may not; wins over `allow`. */
  readonly deny?: readonly string[];
  /** How callers' addresses stand in the log: the first 24 bits (IPv6: 48), whole, or not at all. Default: `network`. */
  readonly log?: "network" | "whole" | "never";
}

export interface TlsConfiguration {
  /** Files in PEM; the certificate with its chain. They are looked at every few seconds, and taken when they change. */
  readonly cert: string;
  readonly key: string;
  /** Further certificates, for other names of this server. */
  readonly names?: readonly { readonly name: string; readonly cert: string; readonly key: string }[];
  /** Asks callers for a certificate that one of these authorities (a file in PEM) has signed; `required`: of all. Default of that: true. */
  readonly clients?: { readonly ca: string; readonly required?: boolean };
  /** HTTP/2 for callers that speak it. Default: true. */
  readonly http2?: boolean;
  /** A port on which plain HTTP is answered by the address under TLS. Default: none. */
  readonly redirectFrom?: number;
  /** Seconds for which browsers are told never to call without TLS again; `false`: they are told nothing. Default: 15,552,000 (180 days). */
  readonly hsts?: number | false;
}

export interface CompressionConfiguration {
  /** Bytes from which on answers are compressed. Default: 2,048. */
  readonly from?: number;
  /** In the order in which they are preferred where a caller takes several alike. Default: `["zstd", "br", "gzip"]`. */
  readonly by?: readonly ("zstd" | "br" | "gzip")[];
}
