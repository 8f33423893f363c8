// What the configuration may say of an API's operations, one by one, and of all of them. Validated, with its defaults.

import { z } from "zod";
import type { HttpAnswer } from "../http/exchange.ts";

const patterns = z.array(z.string().min(1));
const milliseconds = z.number().int().min(0);

export const operationShape = z.strictObject({
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

/** What every API that is described may be told of its operations. */
export const describedShape = {
  include: patterns.optional(),
  exclude: patterns.default([]),
  names: z.record(z.string(), z.string().regex(/^[A-Za-z_]\w*$/, "expected letters, digits and _")).default({}),
  answers: z.enum(["tolerant", "strict"]).default("tolerant"),
  idempotency: z.strictObject({ header: z.string().min(1) }).optional(),
  operations: z.record(z.string(), operationShape).default({}),
} as const;

export type OperationSettings = z.output<typeof operationShape>;

/** Whether an answer whose status tells of success says that the API could not do its work; a text says why. */
export type FailedPredicate = (body: unknown, answer: Pick<HttpAnswer, "status" | "headers">) => boolean | string;

/** As the user writes them. Times are in milliseconds. */
export interface OperationOptions {
  /** Default: by the method, `reads` or the root type. A search by POST may be a `read`. */
  readonly effect?: "read" | "write";
  /** As the source's, for this operation. */
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
  /** As the source's, for this operation; `false`: none. */
  readonly idempotency?: false | { readonly header: string };
}
