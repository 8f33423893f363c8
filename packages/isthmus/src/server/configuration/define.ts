// What a user's isthmus.config.ts is written with.

import type { Configuration, Secret, SourceConfiguration, Value } from "../../core/index.ts";
import { secretName } from "../../core/secret.ts";
import type { DescribedOptions } from "../../sources/openapi/described.ts";
import type { OpenApiOptions } from "../../sources/openapi/options.ts";
import type { GraphqlSourceOptions } from "../../sources/graphql/options.ts";
import type { SoapOptions } from "../../sources/soap/options.ts";
import type { MongodbOptions } from "../../sources/mongodb/options.ts";
import type { MysqlOptions } from "../../sources/mysql/options.ts";
import type { PostgresOptions } from "../../sources/postgres/options.ts";
import type { ThirdPartyOptions } from "../../core/third-party-options.ts";
import type { SqliteOptions } from "../../sources/sqlite/options.ts";
import type { CatalogTypes, TypedConfiguration } from "./typed.ts";

/**
 * The configuration, checked while it is typed. With the types that `isthmus types` writes, a policy on a resource or
 * field that does not exist is an error in the editor.
 *
 * @example
 * import { claim, defineConfig, sqlite } from "isthmus";
 * import type { Catalog } from "./isthmus.types.ts";
 *
 * export default defineConfig<Catalog>({
 *   sources: { shop: sqlite({ file: "shop.db" }) },
 *   roles: { customer: { orders: { read: { where: { customer_id: claim("sub") } } } } },
 * });
 */
export function defineConfig<Catalog extends CatalogTypes = CatalogTypes>(
  configuration: TypedConfiguration<Catalog>,
): Configuration {
  return configuration;
}

/**
 * A value of the caller's verified claims, by its path. A comparison with a claim that the caller does not have matches
 * nothing.
 *
 * @param path Names separated by dots (`"org.id"`), or a list of names where a name has a dot itself.
 */
export function claim(path: string | readonly string[]): Extract<Value, { kind: "claim" }> {
  return { kind: "claim", path: typeof path === "string" ? path.split(".") : path };
}

/**
 * A text that is read from the environment when the server starts, and printed nowhere.
 *
 * @param name Of the environment variable. A `.env` file beside the configuration is read too.
 */
export function secret(name: string): Secret {
  return secretName(name);
}

/** Options of a source as the configuration has them: any text may be a secret. */
type WithSecrets<T> = T extends string
  ? T | Secret
  : T extends readonly (infer Item)[]
    ? readonly WithSecrets<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: WithSecrets<T[K]> }
      : T;

/**
 * A source over an SQLite file. Paths are relative to the configuration.
 *
 * @example sqlite({ file: "shop.db" })
 */
export function sqlite(options: WithSecrets<SqliteOptions>): SourceConfiguration {
  return { kind: "sqlite", options };
}

/**
 * A source over a PostgreSQL database.
 *
 * @example postgres({ url: secret("DATABASE_URL"), schemas: ["shop"] })
 */
export function postgres(options: WithSecrets<PostgresOptions>): SourceConfiguration {
  return { kind: "postgres", options };
}

/**
 * A source over a MySQL (8 or newer) or MariaDB (10.11 or newer) database.
 *
 * @example mysql({ url: secret("DATABASE_URL") })
 */
export function mysql(options: WithSecrets<MysqlOptions>): SourceConfiguration {
  return { kind: "mysql", options };
}

/**
 * A source over a MongoDB database.
 *
 * @example mongodb({ url: secret("MONGODB_URL"), references: { "orders.customer_id": "customers._id" } })
 */
export function mongodb(options: WithSecrets<MongodbOptions>): SourceConfiguration {
  return { kind: "mongodb", options };
}

/**
 * A source over an API that an OpenAPI document describes: each of its operations is an operation of the catalog. The
 * path is relative to the configuration.
 *
 * @example openapi({ document: "./apis/payments.yaml", auth: { bearer: secret("PAYMENTS_KEY") }, include: ["tag:payments"] })
 */
export function openapi(options: OpenApiOptions & ThirdPartyOptions<Partial<OpenApiOptions>>): SourceConfiguration {
  return { kind: "openapi", options };
}

/**
 * A source over an API that nothing describes but the configuration: each of its calls is an operation of the catalog.
 *
 * @example
 * http({
 *   server: "https://api.open-meteo.com",
 *   calls: {
 *     forecast: {
 *       request: "GET /v1/forecast",
 *       input: { latitude: { type: "number", required: true }, longitude: { type: "number", required: true } },
 *     },
 *   },
 * })
 */
export function http(options: DescribedOptions & ThirdPartyOptions<Partial<DescribedOptions>>): SourceConfiguration {
  return { kind: "http", options };
}

/**
 * A source over a SOAP service that a WSDL describes: each of its operations is an operation of the catalog. The path is
 * relative to the configuration.
 *
 * @example soap({ wsdl: "./apis/vies.wsdl", reads: ["checkVat"], operations: { checkVat: { cache: { ttl: 3_600_000 } } } })
 */
export function soap(options: SoapOptions & ThirdPartyOptions<Partial<SoapOptions>>): SourceConfiguration {
  return { kind: "soap", options };
}

/**
 * A source over a GraphQL API: its queries and mutations are operations of the catalog, and types that it lists are
 * resources. The path is relative to the configuration; without one `isthmus sync` asks the API for its schema.
 *
 * @example graphql({ endpoint: "https://api.example/graphql", schema: "./apis/example.graphql", auth: { bearer: secret("EXAMPLE_KEY") } })
 */
export function graphql(
  options: GraphqlSourceOptions & ThirdPartyOptions<Partial<GraphqlSourceOptions>>,
): SourceConfiguration {
  return { kind: "graphql", options };
}
