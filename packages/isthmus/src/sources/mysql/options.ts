// The configuration of a MySQL or MariaDB source, validated. Secrets have been read from the environment before.

import { z } from "zod";
import { checkTls, tlsOptions } from "../shared/tls/options.ts";

const system = new Set(["mysql", "information_schema", "performance_schema", "sys"]);
const databaseName = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => !system.has(name.toLowerCase()), "a system database cannot be exposed");
const milliseconds = z.int().positive().max(2_147_483_647);

export const mysqlOptions = z
  .strictObject({
    /** `mysql://user:password@host:port/database` or `mariadb://…`; instead of the five that follow. */
    url: z
      .string()
      .regex(/^(mysql|mariadb):\/\//i, "must begin with mysql:// or mariadb://")
      .optional(),
    host: z.string().optional(),
    port: z.int().min(1).max(65_535).optional(),
    database: databaseName.optional(),
    user: z.string().optional(),
    password: z.string().optional(),
    /**
     * `true`: TLS, with the server's certificate looked at. Default: what the address says by `ssl-mode`; where it says
     * nothing, none. Nothing goes on without TLS where TLS is asked for.
     */
    tls: tlsOptions.optional(),
    /** Databases whose tables are served; the first is the default. Default: the one of the address. */
    databases: z.array(databaseName).min(1).optional(),
    /** Most connections. */
    pool: z.int().min(1).max(1000).default(10),
    /** Milliseconds a statement may run in the database. */
    statementTimeout: milliseconds.default(5_000),
    /** Milliseconds a statement may wait for a connection. */
    acquireTimeout: milliseconds.default(2_000),
    /** Statements that may wait for a connection; more are refused at once. */
    maxWaiting: z.int().min(0).default(1_000),
    connectTimeout: milliseconds.default(3_000),
  })
  .superRefine((options, faults) => void checkTls(options, faults))
  .refine((options) => options.url !== undefined || options.host !== undefined, "url or host is needed")
  .refine((options) => databasesOf(options).length > 0, "a database is needed, in the url or by its name");

/** As the user writes them. */
export type MysqlOptions = z.input<typeof mysqlOptions>;
/** With the defaults filled in. */
export type MysqlSettings = z.output<typeof mysqlOptions>;

/** The databases that are served. */
export function databasesOf({
  url,
  database,
  databases,
}: {
  readonly url?: string | undefined;
  readonly database?: string | undefined;
  readonly databases?: readonly string[] | undefined;
}): readonly string[] {
  if (databases !== undefined) return databases;
  if (database !== undefined) return [database];
  const path = url === undefined || !URL.canParse(url) ? "" : new URL(url).pathname.slice(1);
  return path === "" ? [] : [decodeURIComponent(path)];
}
