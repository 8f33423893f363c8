// What the configuration says of single operations. Made once, when the source is opened, and shared by all calls.

import type { HttpAnswer, HttpCall } from "./exchange.ts";

export interface CallRules {
  readonly cache?: CacheRule;
  /** Milliseconds after which a read that has no answer yet is sent a second time; the first answer counts. */
  readonly hedge?: number;
  /** What an answer whose status tells of success says of a failure; undefined: it is one of success. */
  readonly failed?: (answer: HttpAnswer) => SoftFailure | undefined;
  /** Whether an answer whose status tells of the API's failure is its answer all the same (a SOAP fault comes with a 500). */
  readonly answered?: (answer: HttpAnswer) => boolean;
  /** Whether an answer of success may be kept: one in a protocol of its own may be a refusal after all. */
  readonly keeps?: (answer: HttpAnswer) => boolean;
  /** In order: what is answered when the API cannot be asked. */
  readonly fallbacks?: readonly Fallback[];
  /** What one call costs, in units of the source's own; counted, and taken from its quota. Default: 1. */
  readonly cost?: number;
}

export interface CacheRule {
  /** Milliseconds an answer is fresh. Absent: as the answer's own headers say. */
  readonly ttl?: number;
  /** Milliseconds after that in which it is still given, while it is asked for anew. */
  readonly staleWhileRevalidate?: number;
  /** Milliseconds after it was fresh in which a `stale` fallback may give it. Default: a day. */
  readonly staleIfError?: number;
  /** The operation's answers are never kept. */
  readonly off?: boolean;
}

export interface SoftFailure {
  readonly reason: string;
  /** Asking again may help. Default: true. */
  readonly passing?: boolean;
}

export type Fallback =
  | { readonly kind: "stale" }
  | { readonly kind: "operation"; readonly call: (failed: HttpCall) => HttpCall }
  | { readonly kind: "value"; readonly answer: HttpAnswer };

export const noRules: CallRules = {};
