// The configuration of a PostgreSQL source, validated. Secrets have been read from the environment before.

import { z } from "zod";
import { checkTls, reachedBy, splitAddress, type TlsGiven, tlsOptions } from "../shared/tls/options.ts";

const schemaName = z
  .string()
  .min(1)
  .max(63)
  .refine((name) => !name.startsWith("pg_") && name !== "information_schema", "a system schema cannot be exposed");
const milliseconds = z.int().positive().max(2_147_483_647);

/** What is left out of an object without `url` is as the source itself has it. */
const replica = z.union([
  z.string().min(1),
  z.strictObject({
    url: z.string().optional(),
    host: z.string().optional(),
    port: z.int().min(1).max(65_535).optional(),
    database: z.string().optional(),
    user: z.string().optional(),
    password: z.string().optional(),
    tls: tlsOptions.optional(),
  }),
]);

export const postgresOptions = z
  .strictObject({
    /** `postgres://user:password@host:port/database`; instead of the five that follow. */
    url: z
      .string()
      .regex(/^(postgres(ql)?|socket):|^\//i, "must begin with postgres://")
      .optional(),
    host: z.string().optional(),
    port: z.int().min(1).max(65_535).optional(),
    database: z.string().optional(),
    user: z.string().optional(),
    password: z.string().optional(),
    /**
     * `true`: TLS, with the server's certificate looked at. Default: what the address says by `sslmode`; where it says
     * nothing, none. Nothing goes on without TLS where TLS is asked for.
     */
    tls: tlsOptions.optional(),
    /** Schemas whose tables and functions are served; the first is the default. */
    schemas: z.array(schemaName).min(1).default(["public"]),
    /** Schemas in which functions and types are looked up, and through which views are followed, without being served. */
    extraSearchPath: z.array(schemaName).default([]),
    /** Most connections of their own, beside those of the shared pipeline. */
    pool: z.int().min(1).max(1000).default(10),
    /** Reads that have proved to be short share a few pipelined connections; off where a proxy cannot do that. */
    pipeline: z.boolean().default(true),
    /** Milliseconds a statement may run in the database. */
    statementTimeout: milliseconds.default(5_000),
    /** Milliseconds a statement may wait for a connection. */
    acquireTimeout: milliseconds.default(2_000),
    /** Statements that may wait for a connection; more are refused at once. */
    maxWaiting: z.int().min(0).default(1_000),
    connectTimeout: milliseconds.default(3_000),
    /** Settings of every session, for functions to read by `current_setting`, e.g. `{ "app.host": "shop.example" }`. */
    settings: z
      .record(z.string().regex(/^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)+$/, "must be named like app.name"), z.string())
      .default({}),
    applicationName: z.string().max(63).default("isthmus"),
    /**
     * Who decides what a caller may do: Isthmus by the configuration's policies, or the database by its roles and row
     * security (each statement then runs as the caller's first role, with his claims in `request.jwt.claims`).
     */
    authority: z.enum(["isthmus", "database"]).default("isthmus"),
    /** With `authority: "database"`: the role of anonymous callers. Default: the name of the caller's role in Isthmus. */
    anonymousRole: z.string().min(1).optional(),
    /** With `authority: "database"`: a function called ahead of each statement, `schema.name`. */
    preRequest: z
      .string()
      .regex(/^[^.]+\.[^.]+$/, "must be written as schema.function")
      .optional(),
    /** Hears `NOTIFY`, over one more connection that is opened when something listens; off behind a proxy that pools transactions. */
    listen: z.boolean().default(true),
    /** Streaming replicas that answer reads: URLs, or objects with `url`, `host`, `port`, `database`, `user`, `password`, `tls`. */
    replicas: z.array(replica).max(32).default([]),
    /** Milliseconds by which an answer of a replica may lie behind the primary; at least four times `replicaCheck`. */
    maxLag: milliseconds.max(300_000).default(5_000),
    /** Milliseconds between looks at where the replicas stand. */
    replicaCheck: milliseconds.min(50).default(1_000),
    /**
     * Which reads may be answered by replicas: those whose row policies look at the rows themselves at most (`own`), those
     * without row policies (`none`), or all, also where a policy looks at other records, such as memberships (`allow`).
     */
    replicaPolicies: z.enum(["own", "none", "allow"]).default("own"),
    /** Reads go on while the primary does not answer, on replicas that have all that it was last known to have. */
    readsWithoutPrimary: z.boolean().default(false),
  })
  .superRefine((options, faults) => {
    if (!checkTls(options, faults)) return;
    for (const one of options.replicas) {
      const replica = typeof one === "string" ? { url: one } : one;
      if (checkTls(replica.tls === undefined ? {} : replica, faults))
        checkTls({ url: replica.url, tls: tlsOfReplica(replica, options) }, faults);
    }
  })
  .refine((options) => options.url !== undefined || options.host !== undefined, "url or host is needed")
  .refine((options) => options.maxLag >= 4 * options.replicaCheck, "maxLag must be at least four times replicaCheck")
  .refine(
    ({ replicas }) =>
      replicas.every((one) => typeof one === "string" || (one.url ?? one.host ?? one.port) !== undefined),
    "each of replicas needs an address of its own: url, host or port",
  )
  .refine(
    (options) =>
      options.replicas.length === 0 || options.authority === "isthmus" || options.replicaPolicies === "allow",
    'with authority: "database" the policies are in the database, and nobody knows what they look at: replicas need replicaPolicies: "allow"',
  );

/** How one of the replicas is reached, as the settings of a source of its own. */
export function settingsOf(replica: PostgresSettings["replicas"][number], source: PostgresSettings): PostgresSettings {
  const { url: _url, host: _host, ...rest } = source;
  const tls = { tls: tlsOfReplica(typeof replica === "string" ? { url: replica } : replica, source) };
  if (typeof replica !== "string" && replica.url === undefined)
    return { ...rest, ...withoutUndefined(replica), ...tls };
  const { port: _port, database: _database, user: _user, password: _password, ...own } = rest;
  return typeof replica === "string"
    ? { ...own, url: replica, ...tls }
    : { ...own, ...withoutUndefined(replica), ...tls };
}

/** A replica that says nothing of TLS is asked for what the source is asked for, but for the name, which is its own. */
function tlsOfReplica(replica: TlsGiven, source: TlsGiven): TlsGiven["tls"] {
  if (replica.tls !== undefined) return replica.tls;
  const said = replica.url === undefined ? undefined : splitAddress(replica.url).tls.verify;
  if (said === "plain") return undefined;
  const { tls } = reachedBy(source);
  if (tls === undefined || tls === false) return said === undefined ? tls : undefined;
  const { serverName: _name, verify, ...files } = tls;
  return said === undefined ? { ...files, verify } : files;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** As the user writes them. */
export type PostgresOptions = z.input<typeof postgresOptions>;
/** With the defaults filled in. */
export type PostgresSettings = z.output<typeof postgresOptions>;
