// What the configuration may say of the resources of an API: which operations list and fetch them, and how.

import { z } from "zod";
import { type PageOptions, pageShape } from "../shared/pages/options.ts";

const name = z.string().min(1);
const operators = { eq: name, in: name, gt: name, gte: name, lt: name, lte: name } as const;

export const resourceShape = z.strictObject({
  list: name.optional(),
  get: name.optional(),
  key: z.union([name, z.array(name)]).optional(),
  rows: z.string().optional(),
  item: z.string().optional(),
  filters: z.record(name, z.union([name, z.strictObject(operators).partial()])).optional(),
  order: z
    .strictObject({
      argument: name,
      fields: z.record(name, z.strictObject({ asc: name.optional(), desc: name.optional() })),
    })
    .optional(),
  page: z.union([z.literal(false), pageShape]).optional(),
  batch: z
    .strictObject({
      operation: name.optional(),
      argument: name,
      rows: z.string().optional(),
      most: z.number().int().min(1).optional(),
    })
    .optional(),
  scan: z.number().int().min(1).optional(),
  calls: z.number().int().min(1).optional(),
});

export const resourcesShape = z.union([
  z.literal(false),
  z.record(
    z.string().regex(/^[A-Za-z_]\w*$/, "expected letters, digits and _"),
    z.union([z.literal(false), resourceShape]),
  ),
]);

export type ResourceSettings = z.output<typeof resourceShape>;

/** Operations go by their names, places in an answer are names with dots between them, arguments are the operation's. */
export interface ApiResourceOptions {
  /** The operation that lists them. Default: as the document shows. */
  readonly list?: string;
  /** The operation that fetches one by its key. */
  readonly get?: string;
  /** The field or fields that tell them apart, which are also the arguments of `get`, in their order. */
  readonly key?: string | readonly string[];
  /** Where the list is in the answer of `list`. Default: the answer is the list, or has one member that is a list of objects. */
  readonly rows?: string;
  /** Where the object is in the answer of `get`. Default: the answer is the object. */
  readonly item?: string;
  /** By field: the argument of `list` that keeps those whose field is equal, or an argument for each comparison. */
  readonly filters?: Readonly<
    Record<string, string | { readonly [operator in "eq" | "in" | "gt" | "gte" | "lt" | "lte"]?: string }>
  >;
  /** The argument of `list` that orders, and what it says for each field. */
  readonly order?: {
    readonly argument: string;
    readonly fields: Readonly<Record<string, { readonly asc?: string; readonly desc?: string }>>;
  };
  /** How pages follow one another; `false`: the first answer is all there is. */
  readonly page?: false | PageOptions;
  /** Several by their keys in one call. Default operation: `list`. `most`: keys in one call. Default: 100. */
  readonly batch?: {
    readonly operation?: string;
    readonly argument: string;
    readonly rows?: string;
    readonly most?: number;
  };
  /** Records that may be read for one answer. Default: 1,000. */
  readonly scan?: number;
  /** Calls of `get` for one answer. Default: 200. */
  readonly calls?: number;
}
