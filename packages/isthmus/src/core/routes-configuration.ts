// `routes` of the configuration: other services that speak HTTP (Django, Rails, Laravel, Node) behind the same door.

import type { Secret } from "./configuration.ts";

/** One instance of a service: an origin, such as `http://10.0.0.7:8000`. */
export type Target =
  | string
  | { readonly url: string; /** Its share, against the others'. Default: 1. */ readonly weight?: number };

/** What a choice holds on to, so that a caller who comes again is treated alike. */
export type StickyBy = "address" | "principal" | { readonly header: string } | { readonly cookie: string };

/** Every duration is in milliseconds, unless it says otherwise. */
export interface UpstreamOptions {
  readonly targets: Target | readonly Target[];
  /**
   * `least-pending`: to whom has least to do, by weight. `round-robin`: in turn. `hash`: callers alike to one instance, as
   * long as it is there; of the others none is sent elsewhere when it goes. Default: `least-pending`.
   */
  readonly balance?: "least-pending" | "round-robin" | { readonly hash: StickyBy };
  /** A part of the callers is sent to other instances: those of the next version. */
  readonly canary?: CanaryOptions;
  readonly health?: HealthOptions;
  readonly timeout?: UpstreamTimeouts;
  /** Requests that an instance does not answer go to another, where that is safe. `false`: none does. */
  readonly retries?: RetryOptions | false;
  /** Roles that may pass; `anonymous` is one of them. Default: everybody may, and the service decides by itself. */
  readonly access?: readonly string[];
  /**
   * Callers are known by their tokens, keys and sessions here, which the service does not get to see. `false`: the tokens and
   * keys a caller shows are for the service alone. Default: true, where the configuration has `auth`.
   */
  readonly authenticate?: boolean;
  /** Who asks is told to the service, signed. Default: it is not told. */
  readonly identity?: IdentityOptions;
  readonly rewrite?: RewriteOptions;
  /**
   * `Host` as the service gets it: that of its own address, the public one (of `server.origin`, or what the caller wrote), or
   * this text. Default: `upstream`; the public one stands in `X-Forwarded-Host`.
   */
  readonly host?: "upstream" | "public" | (string & {});
  /** Headers by name; `false` leaves one out. */
  readonly headers?: {
    readonly request?: Readonly<Record<string, string | false>>;
    readonly answer?: Readonly<Record<string, string | false>>;
    /** Of every answer of this server (`server.headers`), where the service says nothing of that name. Default: true. */
    readonly common?: boolean;
  };
  /** `server.cors` holds here as well, in place of what the service says. Default: false; the service answers for itself. */
  readonly cors?: boolean;
  /** Bytes of a request's body. Default: 1,073,741,824 (1 GiB). */
  readonly body?: number;
  /** Connections to one instance. Default: 128. */
  readonly connections?: number;
  /** Requests of one instance that are under way or waiting; more are answered 503. Default: 1,024. */
  readonly concurrency?: number;
  /** For targets that begin with `https:`. */
  readonly tls?: UpstreamTls;
}

export interface CanaryOptions {
  readonly targets: Target | readonly Target[];
  /** From 0 to 1: 0.1 for one caller in ten. */
  readonly share: number;
  /** Whoever is on one side stays there. Default: a cookie of this server, `isthmus-canary`. */
  readonly sticky?: StickyBy | "cookie";
}

export interface HealthOptions {
  /** Asked of each instance all the time; any answer below 400 is a good one. Default: nobody is asked. */
  readonly path?: string;
  /** Default: 5,000. */
  readonly interval?: number;
  /** Of one such question. Default: 2,000. */
  readonly timeout?: number;
  /** Good answers in a row after which an instance is sent requests again. Default: 2. */
  readonly healthy?: number;
  /** Bad ones after which it is sent none. Default: 3. */
  readonly unhealthy?: number;
  /** Failures of requests in a row (broken connections, 500 and above) after which an instance is left out. Default: 5. */
  readonly failures?: number;
  /** For how long at first; doubled each time, up to a minute. One that refuses connections is left out at once. Default: 2,000. */
  readonly pause?: number;
  /** Over how long an instance that comes back gets its whole share again. Default: 10,000. */
  readonly slowStart?: number;
}

export interface UpstreamTimeouts {
  /** Default: 2,000. */
  readonly connect?: number;
  /** Until an answer begins, counted from the last piece of the request. Default: 30,000. */
  readonly headers?: number;
  /** Without a byte, either way. Default: 60,000. */
  readonly idle?: number;
  /** The same of WebSockets and event streams. Default: 3,600,000. */
  readonly quiet?: number;
}

export interface RetryOptions {
  /** In all, the first included. Default: 3. */
  readonly attempts?: number;
  /** Most repeats in relation to requests, so that a service in trouble gets little more. Default: 0.2. */
  readonly share?: number;
  /** Answers that are asked for elsewhere, where there is another instance. Default: 502, 503, 504. */
  readonly statuses?: readonly number[];
}

/** One of `secret` and `key`. */
export interface IdentityOptions {
  /** At least 32 characters, which the service knows too: tokens are signed by HS256. */
  readonly secret?: Secret | string;
  /**
   * A private key in PEM: P-256 signs by ES256, Ed25519 by EdDSA. The public part is at
   * `/.well-known/isthmus-identity/jwks.json`.
   */
  readonly key?: Secret | string;
  /** `aud`: the service this is meant for, which must insist on it. */
  readonly audience: string;
  /** `iss`. Default: `server.origin`, or `isthmus`. */
  readonly issuer?: string;
  /** Name of the header. Default: `isthmus-identity`. */
  readonly header?: string;
  /** Seconds a token lives. Default: 60. */
  readonly expires?: number;
  /** A token is good for its own method (`htm`) and path (`htp`) alone. Default: false. */
  readonly bound?: boolean;
  /** Claims of the caller that are passed on, beside `sub`, `kind`, `roles` and `tenant`. Default: none. */
  readonly claims?: readonly string[];
}

export interface RewriteOptions {
  /** What stands before `*` is taken away; the service finds it in `X-Forwarded-Prefix`. Default: false. */
  readonly strip?: boolean;
  /** Put before what is left, e.g. `/app`. */
  readonly prefix?: string;
}

/** PEM texts. */
export interface UpstreamTls {
  /** Authorities that are trusted instead of the usual ones. */
  readonly ca?: string;
  /** What this server shows of itself. */
  readonly cert?: string;
  readonly key?: Secret | string;
  /** The name in the instances' certificates. Default: their host. */
  readonly name?: string;
}
