// Opens connections to APIs: the only file that imports the HTTP library. Its own `Agent` is used, never the global fetch.

import type { Agent, buildConnector, Dispatcher } from "undici";
import { allowedAddresses, bareHost, isAddress } from "./addresses.ts";
import { blockedAddress, guardLookup, resolveBySystem, type Resolve } from "./guard-lookup.ts";

export interface ConnectOptions {
  /** See `allowedAddresses`. */
  readonly allowPrivate: readonly string[];
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** Most connections to one origin. */
  readonly connections: number;
  /** For the source's own host alone. */
  readonly tls?: TlsOptions & { readonly origin: string };
  readonly resolve?: Resolve;
}

/** PEM texts. */
export interface TlsOptions {
  /** Authorities that are trusted instead of the usual ones. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Milliseconds after which a connection is not used for another call, so that a name's new address is. */
const oldest = 60_000;

export type Transport = Agent;
/** Is told of an answer as it arrives. */
export type Receiver = Dispatcher.DispatchHandler;
export type ReceiverControl = Dispatcher.DispatchController;

export async function connect(options: ConnectOptions): Promise<Transport> {
  const undici = await import("undici");
  return new undici.Agent({
    connect: guarded(options, undici.buildConnector),
    connections: options.connections,
    // Two calls on one connection would share its fate, and the slower its time.
    pipelining: 1,
    allowH2: false,
    clientTtl: oldest,
    maxHeaderSize: 32_768,
    // The pipe has deadlines of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function guarded(options: ConnectOptions, build: typeof buildConnector): buildConnector.connector {
  const allowed = allowedAddresses(options.allowPrivate);
  const settings = {
    timeout: options.connectTimeout,
    allowH2: false,
    minVersion: "TLSv1.2" as const,
    lookup: guardLookup(allowed, options.resolve ?? resolveBySystem),
  };
  const usual = build(settings);
  const { tls } = options;
  const own = tls === undefined ? usual : build({ ...settings, ...certificates(tls) });
  return (asked, done) => {
    const host = bareHost(asked.hostname);
    // The lookup is not called for an address that is written as one.
    if (isAddress(host) && !allowed.permits(host, host)) return done(blockedAddress(host), null);
    const open = tls !== undefined && originOf(asked) === tls.origin ? own : usual;
    open(asked, done);
  };
}

function certificates({ ca, cert, key }: TlsOptions): TlsOptions {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function originOf({ protocol, hostname, port }: buildConnector.Options): string {
  return new URL(`${protocol}//${hostname}${port === "" ? "" : `:${port}`}`).origin;
}
