// The configuration of a source over a GraphQL API.

import { z } from "zod";
import { describedShape, type OperationOptions } from "../shared/api/operation-options.ts";
import { httpShape, type HttpOptions } from "../shared/http/options.ts";

const name = z.string().regex(/^[A-Za-z_]\w*$/, "expected letters, digits and _");
const kinds = ["text", "smallint", "integer", "bigint", "decimal", "float", "boolean", "uuid"] as const;
const moments = ["date", "time", "timestamp", "timestamptz", "interval", "json"] as const;

const resource = z.strictObject({
  list: name.optional(),
  get: name.optional(),
  key: name.optional(),
  filters: z.record(name, z.union([name, z.record(z.enum(["eq", "in", "gt", "gte", "lt", "lte"]), name)])).optional(),
  page: z.union([z.literal(false), z.strictObject({ most: z.number().int().min(1).optional() })]).optional(),
  scan: z.number().int().min(1).optional(),
  calls: z.number().int().min(1).optional(),
});

export const graphqlOptions = z.strictObject({
  ...httpShape,
  ...describedShape,
  endpoint: z.url({ protocol: /^https?$/ }),
  schema: z.string().min(1).optional(),
  depth: z.number().int().min(0).max(10).default(1),
  partial: z.boolean().default(false),
  scalars: z.record(z.string(), z.enum([...kinds, ...moments])).default({}),
  resources: z.union([z.literal(false), z.record(name, z.union([z.literal(false), resource]))]).default({}),
});

export type GraphqlSettings = z.output<typeof graphqlOptions>;
export type ResourceSettings = z.output<typeof resource>;

/** `text`, `smallint`, `integer`, `bigint`, `decimal`, `float`, `boolean`, `uuid`, `date`, `time`, `timestamp`, `timestamptz`, `interval`, `json`. */
export type ScalarKind = (typeof kinds)[number] | (typeof moments)[number];

/** As the user writes them. Times are in milliseconds. */
export interface GraphqlSourceOptions extends HttpOptions {
  /** Where the API is asked. */
  readonly endpoint: string;
  /**
   * Path of the schema: its definition language, or the answer to an introspection query as JSON. Default: the API is asked for it,
   * by `isthmus sync` alone.
   */
  readonly schema?: string;
  /** Root fields that are offered: by name, or as `Query.name` and `Mutation.name`; `*` stands for any text. Default: all. */
  readonly include?: readonly string[];
  /** As `include`; what is not offered after all. */
  readonly exclude?: readonly string[];
  /** Names instead of the schema's, by `name`, `Query.name` or `Mutation.name`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Objects within objects that are asked for where a caller does not say what of them he wants. Default: 1. */
  readonly depth?: number;
  /** Data that comes beside errors is an answer, with nulls where they struck. Default: false; any error is a failure. */
  readonly partial?: boolean;
  /** What the API's own scalars are, e.g. `{ Money: "decimal", When: "timestamptz" }`: types of the catalog. Default: by their names where those are known, else any JSON. */
  readonly scalars?: Readonly<Record<string, ScalarKind>>;
  /**
   * Records that can be listed and fetched. Default: each type that a field without required arguments lists, by the type's name.
   * `false`: none.
   */
  readonly resources?: false | Readonly<Record<string, false | GraphqlResourceOptions>>;
  /** `strict`: an answer that is not what the schema describes is a failure. Default: `tolerant`. */
  readonly answers?: "tolerant" | "strict";
  /** The header by which the API knows a change again; it is then sent with every change, and changes may be repeated. */
  readonly idempotency?: { readonly header: string };
  /** By the operation's name. `failed` is shown the whole answer: `{ data, errors }`. */
  readonly operations?: Readonly<Record<string, OperationOptions>>;
}

/** Fields and arguments go by the names that the schema gives them. */
export interface GraphqlResourceOptions {
  /** The root field that lists them: a list, or a connection as Relay has it. */
  readonly list?: string;
  /** The root field that gives one by its key. */
  readonly get?: string;
  /** The field that tells them apart, and the argument of `get` of that name. Default: `id`, or the only argument of `get`. */
  readonly key?: string;
  /** By field: the argument of `list` that keeps those whose field is equal, or one for each comparison. Default: of the same name and type. */
  readonly filters?: Readonly<
    Record<string, string | { readonly [operator in "eq" | "in" | "gt" | "gte" | "lt" | "lte"]?: string }>
  >;
  /** `false`: the first answer is all there is. `most`: rows of a page. Default: 100. */
  readonly page?: false | { readonly most?: number };
  /** Records that may be read for one answer. Default: 1,000. */
  readonly scan?: number;
  /** Keys that may be asked for in one answer. Default: 200. */
  readonly calls?: number;
}
