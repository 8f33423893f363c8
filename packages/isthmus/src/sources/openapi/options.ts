// The configuration of a source over an API that is described by an OpenAPI document.

import { z } from "zod";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import { httpShape, type HttpOptions } from "../shared/http/options.ts";

const patterns = z.array(z.string().min(1));
const milliseconds = z.number().int().min(0);

const operation = z.strictObject({
  effect: z.enum(["read", "write"]).optional(),
  answers: z.enum(["tolerant", "strict"]).optional(),
  cache: z
    .union([
      z.literal(false),
      z.strictObject({
        ttl: milliseconds.optional(),
        staleWhileRevalidate: milliseconds.optional(),
        staleIfError: milliseconds.optional(),
      }),
    ])
    .optional(),
  hedge: milliseconds.optional(),
  failed: z.custom<FailedPredicate>((value) => typeof value === "function", "expected a function").optional(),
  fallback: z
    .array(
      z.union([z.literal("stale"), z.strictObject({ value: z.json() }), z.strictObject({ operation: z.string() })]),
    )
    .optional(),
  cost: z.number().min(0).optional(),
  idempotency: z.union([z.literal(false), z.strictObject({ header: z.string().min(1) })]).optional(),
});

export const openApiOptions = z.strictObject({
  ...httpShape,
  document: z.string().min(1),
  server: z.url({ protocol: /^https?$/ }).optional(),
  variables: z.record(z.string(), z.string()).default({}),
  include: patterns.optional(),
  exclude: patterns.default([]),
  names: z.record(z.string(), z.string().regex(/^[A-Za-z_]\w*$/, "expected letters, digits and _")).default({}),
  answers: z.enum(["tolerant", "strict"]).default("tolerant"),
  idempotency: z.strictObject({ header: z.string().min(1) }).optional(),
  operations: z.record(z.string(), operation).default({}),
});

export type OpenApiSettings = z.output<typeof openApiOptions>;
export type OperationSettings = z.output<typeof operation>;

/** Whether an answer whose status tells of success says that the API could not do its work; a text says why. */
export type FailedPredicate = (body: unknown, answer: Pick<HttpAnswer, "status" | "headers">) => boolean | string;

/** As the user writes them. Times are in milliseconds. */
export interface OpenApiOptions extends HttpOptions {
  /** Path of the document, OpenAPI 3.0 and 3.1 or Swagger 2.0, in JSON or YAML. It is read by `isthmus sync`. */
  readonly document: string;
  /** Where the API is. Default: the document's first server. */
  readonly server?: string;
  /** Of the document's server address, e.g. `{ region: "eu" }`. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Operations that are offered: by `operationId`, by `METHOD /path`, or as `tag:name`; `*` stands for any text. Default: all.
   */
  readonly include?: readonly string[];
  /** As `include`; what is not offered after all. */
  readonly exclude?: readonly string[];
  /** Names instead of the document's, by `operationId` or `METHOD /path`. */
  readonly names?: Readonly<Record<string, string>>;
  /** `strict`: an answer that is not what the document describes is a failure. Default: `tolerant`. */
  readonly answers?: "tolerant" | "strict";
  /** The header by which the API knows a change again; it is then sent with every change, and changes may be repeated. */
  readonly idempotency?: { readonly header: string };
  /** By the operation's name. */
  readonly operations?: Readonly<Record<string, OperationOptions>>;
}

export interface OperationOptions {
  /** Default: by the method. A search by POST may be a `read`. */
  readonly effect?: "read" | "write";
  readonly answers?: "tolerant" | "strict";
  /** How long answers are kept. Default: as they say themselves. */
  readonly cache?:
    | false
    | { readonly ttl?: number; readonly staleWhileRevalidate?: number; readonly staleIfError?: number };
  /** A read without an answer after this time is sent a second time. */
  readonly hedge?: number;
  /** Whether an answer that tells of success is a failure after all; a text says why. */
  readonly failed?: FailedPredicate;
  /** What is answered when the API cannot be asked, in order; `operation` is one of the same source with the same arguments. */
  readonly fallback?: readonly ("stale" | { readonly value: unknown } | { readonly operation: string })[];
  /** Units of the quota that one call takes. Default: 1. */
  readonly cost?: number;
  readonly idempotency?: false | { readonly header: string };
}
