// The configuration as its user writes it, after `defineConfig`; checked by server/configuration, resolved by catalog.

import type {
  AddressesConfiguration,
  CompressionConfiguration,
  QuotaRule,
  RateRule,
  RedisConfiguration,
  TlsConfiguration,
  TrustedProxies,
} from "./gateway-configuration.ts";
import type { RoleLimits } from "./role-limits.ts";
import type { UpstreamOptions } from "./routes-configuration.ts";
import type { Value } from "./statement.ts";
import type { UsersConfiguration } from "./users-configuration.ts";
import type { MessagesConfiguration, ValidateConfiguration } from "./validation-configuration.ts";

export interface Configuration {
  /** The first source's resources go by their own names, those of the others by `source.name`. */
  readonly sources: Readonly<Record<string, SourceConfiguration>>;
  /** Default: nobody may do anything. */
  readonly roles?: Readonly<Record<string, RoleConfiguration>>;
  /** Relations the databases do not declare, by `resource.relation`. */
  readonly relations?: Readonly<Record<string, RelationConfiguration>>;
  /** The folder of the back end's own functions; `false`: there are none. Default: `functions`, where it is there. */
  readonly functions?: string | false;
  readonly auth?: AuthConfiguration;
  readonly server?: ServerConfiguration;
  readonly limits?: LimitsConfiguration;
  /** `false`: GraphQL is not served. */
  readonly graphql?: GraphqlConfiguration | false;
  /** What several nodes share, e.g. `secret("REDIS_URL")`. Default: each node counts limits by itself. */
  readonly redis?: RedisConfiguration | Secret | string;
  /** What must hold of values that are written, by `resource.field`. Default: what the database's types say. */
  readonly validate?: ValidateConfiguration;
  /** Translations of what is said of wrong values. Default: English alone. */
  readonly messages?: MessagesConfiguration;
  /** Other services behind this server, by path: `"/legacy/*": upstream(["http://127.0.0.1:8000"])`. */
  readonly routes?: Readonly<Record<string, UpstreamOptions>>;
}

export interface GraphqlConfiguration {
  /** Whether `__schema` and `__type` are answered; a caller sees there what he may use, and nothing else. Default: true. */
  readonly introspection?: boolean;
  /** Whether errors name what may have been meant. Default: true. */
  readonly suggestions?: boolean;
  /** A page to ask by, at `/graphiql`. Default: in development alone. */
  readonly graphiql?: boolean;
  readonly persisted?: {
    /** A directory of `.graphql` files, or documents by the SHA-256 of their texts. */
    readonly documents?: string | ReadonlyMap<string, string>;
    /** Nothing but these documents is carried out. Default: false. */
    readonly only?: boolean;
    /** Callers may have the server remember a document by its hash. Default: true, unless `only`. */
    readonly automatic?: boolean;
  };
  readonly limits?: {
    /** Tokens of a document. Default: 10,000. */
    readonly tokens?: number;
    /** Levels of fields. Default: 15. */
    readonly depth?: number;
    /** Aliases, with fragments written out. Default: 500. */
    readonly aliases?: number;
    /** Fields at the root of an operation. Default: 50. */
    readonly rootFields?: number;
    /** A field costs 1, and what is below a list ten times what it costs once. Default: 50,000. */
    readonly cost?: number;
  };
}

/** Made by `sqlite({…})`, `postgres({…})`. */
export interface SourceConfiguration {
  readonly kind: string;
  readonly options: unknown;
  /** Of a connector: its options → those of `kind`, when secrets have been read. Throws where one of them is wrong. */
  readonly expand?: (options: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Of a connector: the simulator that stands in for its API, and options that stand there for secrets. */
  readonly sandbox?: {
    readonly simulator: string | { readonly title: string };
    readonly options?: Readonly<Record<string, unknown>>;
  };
}

export interface RelationConfiguration {
  readonly to: string;
  /** Field here → field there. */
  readonly match: Readonly<Record<string, string>>;
  /** Default: false; at most one record there matches. */
  readonly one?: boolean;
}

/** `extends` adds the policies of other roles; `"*"` stands for every resource that is not named. */
export type RoleConfiguration = { readonly extends?: readonly string[] } & Readonly<
  Record<string, ResourceRules | readonly string[]>
>;

export interface ResourceRules {
  readonly read?: boolean | ReadRules;
  readonly insert?: boolean | InsertRules;
  readonly update?: boolean | UpdateRules;
  readonly delete?: boolean | DeleteRules;
  /** For operations. */
  readonly call?: boolean;
}

export interface ReadRules {
  /** Default: all. */
  readonly fields?: readonly string[];
  /** All but these, and but computed fields: they are functions over the row, which may read these. Name them in `fields`. */
  readonly except?: readonly string[];
  readonly where?: Where;
  readonly maxRows?: number;
  readonly maxDepth?: number;
  /** Default: false. Sums, averages and grouped counts over the visible rows. */
  readonly aggregate?: boolean;
  /** Default: false. All the rows there are, in one answer that `maxRows` and `limits.rows` do not end. */
  readonly export?: boolean;
}

export interface InsertRules {
  readonly fields?: readonly string[];
  readonly except?: readonly string[];
  /** Fields the server sets; the caller cannot. */
  readonly set?: Readonly<Record<string, PolicyValue>>;
  /** What must hold of the row after the write. */
  readonly check?: Where;
}

export interface UpdateRules extends InsertRules {
  readonly where?: Where;
}

export interface DeleteRules {
  readonly where?: Where;
}

export type Scalar = string | number | boolean | null;
/** A claim is the `claim` kind of a statement's value. */
export type PolicyValue = Scalar | Extract<Value, { kind: "claim" }>;

/**
 * `{ field: value }`, `{ field: { gt: value, in: [...] } }`, `{ relation: { …where of the target… } }` (at least one
 * related record), `and`, `or`, `not`. Several keys must all hold.
 */
export interface Where {
  readonly and?: readonly Where[];
  readonly or?: readonly Where[];
  readonly not?: Where;
  readonly [fieldOrRelation: string]: PolicyValue | Tests | Where | readonly Where[] | undefined;
}

export interface Tests {
  readonly eq?: PolicyValue;
  readonly neq?: PolicyValue;
  readonly gt?: PolicyValue;
  readonly gte?: PolicyValue;
  readonly lt?: PolicyValue;
  readonly lte?: PolicyValue;
  readonly like?: PolicyValue;
  readonly ilike?: PolicyValue;
  readonly in?: readonly Scalar[] | Extract<Value, { kind: "claim" }>;
}

export interface AuthConfiguration {
  readonly jwt?: JwtConfiguration;
  /** Keys are given as their hashes (`isthmus key create` prints both). */
  readonly apiKeys?: readonly ApiKeyConfiguration[];
  /** People who sign in, at `/auth/…`. Default: nobody does. */
  readonly users?: UsersConfiguration;
}

/** A text that is read from the environment when the server starts and never printed. */
export interface Secret {
  readonly secret: string;
}

export interface JwtConfiguration {
  /** HS256 secret (≥ 32 bytes), or … */
  readonly secret?: Secret | string;
  /** … a JWKS document or public keys, or … */
  readonly keys?: readonly {
    readonly kid?: string;
    readonly alg: "HS256" | "RS256" | "ES256" | "EdDSA";
    readonly key: Secret | string | object;
  }[];
  /** … the address of a JWKS. */
  readonly jwks?: { readonly url: string; readonly algorithms?: readonly ("RS256" | "ES256" | "EdDSA")[] };
  readonly issuer?: string;
  /** A token must name one of these in `aud`; one that names none is refused. Default: `aud` is not looked at. */
  readonly audience?: string | readonly string[];
  /** Path of the claim that names the role or roles. Default: `role`. */
  readonly roleClaim?: string;
  /** Seconds of clock skew that are forgiven. Default: 30. */
  readonly leeway?: number;
}

export interface ApiKeyConfiguration {
  readonly id: string;
  /** `sha256:<hex>` of the key. */
  readonly hash: string;
  readonly roles: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly expires?: string;
}

export interface ServerConfiguration {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 4000. */
  readonly port?: number;
  /** Public origin, e.g. `https://api.shop.example`; links are made from it. Default: the listening address. */
  readonly origin?: string;
  /** Where REST is served. Default: `/api`. */
  readonly restPath?: string;
  /** Where GraphQL is served. Default: `/graphql`. */
  readonly graphqlPath?: string;
  /** Health and metrics. Default: 127.0.0.1 and the port after the server's. */
  readonly admin?:
    | {
        readonly host?: string;
        readonly port?: number;
        /** Needed on an address that is not loopback; callers send it as a bearer. */ readonly token?: Secret | string;
      }
    | false;
  /**
   * Web pages of which origins may call: a list such as `["https://shop.example"]`, or `"*"`. Credentials travel in
   * headers alone, so cookies are never allowed. Default: pages on this machine, while the server listens on loopback.
   */
  readonly cors?: {
    readonly origins: "*" | readonly string[];
    /** Seconds a browser remembers the permission. Default: 86,400. */ readonly maxAge?: number;
  };
  /** A website that is served wherever nothing else is: the folder its bundler writes, with an `index.html`. */
  readonly site?: string | SiteConfiguration;
  /** Grace for running requests at a stop, in milliseconds. Default: 10,000. */
  readonly grace?: number;
  /** Proxies whose word for a caller's address is taken. Default: none; the neighbour is the caller. */
  readonly trustedProxies?: TrustedProxies;
  /** Who may call by his address, and how addresses stand in the log. */
  readonly addresses?: AddressesConfiguration;
  /** Headers of every answer, by name; `false` leaves one out that would be there. */
  readonly headers?: Readonly<Record<string, string | false>>;
  /** Answers are compressed for callers that ask for it. Default: true. */
  readonly compression?: boolean | CompressionConfiguration;
  /** HTTPS, and HTTP/2 with it. Default: plain HTTP, for a proxy in front. */
  readonly tls?: TlsConfiguration;
  /** Answers carry `Server-Timing`: the milliseconds of authenticate, parse, execute and render. Default: true. */
  readonly timing?: boolean;
  readonly logLevel?: "debug" | "info" | "warn" | "error" | "silent";
  /**
   * The server's own memory: an SQLite file, with users, sessions and keys in `users.db` beside it. By an address
   * (`postgres://…`, `mysql://…`) users, sessions and keys are kept there, for several nodes; what each node keeps for
   * itself (idempotency keys) is in the default file then. Default: `.isthmus/store.db`.
   */
  readonly store?: string | Secret;
}

export interface SiteConfiguration {
  /** Relative to the working directory. Paths in it that name no file are answered with its `index.html`. */
  readonly folder: string;
  /** Where names change with their content, so that browsers keep the files for a year. Default: `/assets/`. */
  readonly hashed?: string;
  /** `Content-Security-Policy` of its pages. Default: this origin alone; images and styles also inline. */
  readonly contentSecurityPolicy?: string;
}

export interface LimitsConfiguration {
  /** Bytes. Default: 1,048,576. */
  readonly body?: number;
  /** Most rows in one answer. Default: 1,000. */
  readonly rows?: number;
  /** Depth of embedding. Default: 6. */
  readonly depth?: number;
  /** Keys, and records, of one relation into another source; of all relations of a request ten times as many. Default: 10,000. */
  readonly joined?: number;
  /** Milliseconds a statement may run in the database. Default: 5,000. */
  readonly statementTimeout?: number;
  /** Narrower limits of some roles, by the role's name. Who has several roles has the most generous of theirs. */
  readonly roles?: Readonly<Record<string, RoleLimits>>;
  /** Milliseconds a request may take. Default: 10,000. */
  readonly requestTimeout?: number;
  /** Statements in one batch. Default: 100. */
  readonly batch?: number;
  /** Requests in flight; more are answered 503. Default: 1,000. */
  readonly concurrency?: number;
  /** Conditions in one statement. Default: 200. */
  readonly conditions?: number;
  /** Live questions in all. Default: 10,000. */
  readonly subscriptions?: number;
  /** Live questions of one user or key; strangers are counted together with all. Default: 100. */
  readonly subscriptionsPerCaller?: number;
  /** Live questions of strangers from one address. Default: 100. */
  readonly subscriptionsPerAddress?: number;
  /** Milliseconds a change waits for others before live questions are asked again. Default: 15. */
  readonly settle?: number;
  /** Imports and exports under way at once. Default: 8. */
  readonly transfers?: number;
  /** Bytes of the body of an import. Default: 10,737,418,240 (10 GiB). */
  readonly importBody?: number;
  /** Bytes of one answer; larger ones are refused (exports have no bound). Default: 67,108,864 (64 MiB). */
  readonly answer?: number;
  /** How many questions in which time. Default: any number. */
  readonly rate?: readonly RateRule[];
  /** How many questions in a day or month. Default: any number. */
  readonly quotas?: readonly QuotaRule[];
  /**
   * Attempts to sign in, to sign up, and at what else lets somebody in or sends mails below `/auth/`, each `per: "address"`.
   * With `redis`, nobody can sign in while it cannot count. Default: 30 a minute and 300 an hour.
   */
  readonly signIn?: readonly RateRule[] | false;
}
