// One call of an API and its answer, as they travel down the pipe and back.

import type { CallRules } from "./rules.ts";
import type { StopSignal } from "./stop.ts";

export interface HttpCall {
  /** Id of the operation: breakers and counters are kept by it. */
  readonly operation: string;
  /** In capitals. */
  readonly method: string;
  /** `https://api.example`, without a path. */
  readonly origin: string;
  /** Path and query, as they are sent. */
  readonly path: string;
  /** Names in lower case. Credentials are added further down, for the source's own origin alone. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Of a call that only reads, whatever its method: the text by which two of its kind are the same question. */
  readonly question?: string;
  /** May be sent twice without being done twice: by its method, or by an idempotency key that it carries. */
  readonly repeatable: boolean;
  readonly signal: StopSignal;
  /** By the clock's `now`: when the answer is given up. */
  readonly deadline: number;
  readonly rules: CallRules;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; values of a repeated header are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed, and within the source's cap. */
  readonly body: Uint8Array;
  /** Where it is not what the API says now. */
  readonly from?: "cache" | "stale" | "operation" | "value";
}

export type Send = (call: HttpCall) => Promise<HttpAnswer>;

/** A part of the pipe: makes of the rest of the pipe one that does a little more. Its state lives as long as it does. */
export type Stage = (next: Send) => Send;

/** The first stage is the outermost. */
export function pipe(stages: readonly Stage[], send: Send): Send {
  return stages.reduceRight((next, stage) => stage(next), send);
}

export function urlOf({ origin, path }: Pick<HttpCall, "origin" | "path">): string {
  return origin + path;
}

/** Whether two of its kind may share an answer: it reads, and what it asks is known. */
export function isShared({ method, body, question }: Pick<HttpCall, "method" | "body" | "question">): boolean {
  return question !== undefined || (isRead(method) && body === undefined);
}

/** Whether the method only reads (RFC 9110, section 9.2.1, and the HTTP QUERY method). */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "QUERY" || method === "OPTIONS";
}
