// Why a call has no answer that can be used. It stays within the source: `problems.ts` tells the caller of it.

import type { HttpAnswer } from "./exchange.ts";

/**
 * `refused`: no connection, so nothing was sent; `lost`: it broke off; `timeout`; `aborted`: the caller has left;
 * `blocked`: an address that may not be called; `malformed`: no HTTP, cut off, too large; `status`: 429 and 5xx;
 * `soft`: a failure in an answer whose status tells of success; `limited`, `quota`, `open`, `busy`: not sent, since the
 * rate, the quota, the breaker or the number of calls under way does not allow it; `credentials`: none to be had.
 */
export type FailureKind =
  | "refused"
  | "lost"
  | "timeout"
  | "aborted"
  | "blocked"
  | "malformed"
  | "status"
  | "soft"
  | "limited"
  | "quota"
  | "open"
  | "busy"
  | "credentials";

export interface FailureFacts {
  readonly kind: FailureKind;
  readonly message: string;
  readonly answer?: HttpAnswer;
  /** Milliseconds after which another try may succeed. */
  readonly retryAfter?: number | undefined;
  /** Asking again cannot help. */
  readonly lasting?: boolean | undefined;
  readonly cause?: unknown;
}

export class CallFailure extends Error {
  readonly kind: FailureKind;
  readonly answer: HttpAnswer | undefined;
  readonly retryAfter: number | undefined;
  readonly lasting: boolean;

  constructor({ kind, message, answer, retryAfter, lasting, cause }: FailureFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "CallFailure";
    this.kind = kind;
    this.answer = answer;
    this.retryAfter = retryAfter;
    this.lasting = lasting ?? false;
  }
}

/** Kinds that say something about the API's health. */
const ofTheApi: ReadonlySet<FailureKind> = new Set(["refused", "lost", "timeout", "malformed", "status", "soft"]);

export function isOfTheApi(failure: unknown): failure is CallFailure {
  return failure instanceof CallFailure && ofTheApi.has(failure.kind);
}

/** Kinds in which the call has certainly not been carried out. */
const unsent: ReadonlySet<FailureKind> = new Set([
  "refused",
  "blocked",
  "limited",
  "quota",
  "open",
  "busy",
  "credentials",
]);

export function wasNotSent(failure: CallFailure): boolean {
  return unsent.has(failure.kind) || failure.answer?.status === 429;
}
