// In charge of the one error there is: whatever goes wrong, from a refused write to a lost connection, is an IsthmusError.

import { textFor } from "./error-text.ts";

/** What an error is made of; all of it may be shown. */
export interface ErrorFacts {
  /** Stable: a code of the server's error reference (`23505`, `PGRST116`, `ISTHMUS230`, …), or one of `OwnCode`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The server's own words, for developers. */
  readonly reason: string;
  readonly details?: unknown;
  readonly hint?: string | null;
  /** Fields of the record or the form that it is about, as far as the answer names them. */
  readonly fields?: readonly string[];
  /** Seconds after which another try may succeed. */
  readonly retryAfter?: number | undefined;
  /** Under which the server's log has the request. */
  readonly requestId?: string | null;
}

/** Codes of what goes wrong before or without an answer of the server. */
export type OwnCode = "NETWORK" | "TIMEOUT" | "ABORTED" | "BAD_ADDRESS" | "QUEUE_FULL";

/** Gives another text for people, or nothing for the one there is. For other languages. */
export type Texts = (facts: ErrorFacts) => string | undefined;

/** The only error the client gives or throws. `message` is a sentence for the people who use the page. */
export class IsthmusError extends Error {
  readonly code: string;
  readonly status: number;
  readonly reason: string;
  readonly details: unknown;
  readonly hint: string | null;
  readonly fields: readonly string[];
  /** The same request may succeed later. Only reads and writes with an idempotency key are safe to send again. */
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly requestId: string | null;

  constructor(facts: ErrorFacts, texts?: Texts, cause?: unknown) {
    super(texts?.(facts) ?? textFor(facts), cause === undefined ? undefined : { cause });
    this.name = "IsthmusError";
    this.code = facts.code;
    this.status = facts.status;
    this.reason = facts.reason;
    this.details = facts.details ?? null;
    this.hint = facts.hint ?? null;
    this.fields = facts.fields ?? [];
    this.retryable = isRetryable(facts);
    this.retryAfter = facts.retryAfter;
    this.requestId = facts.requestId ?? null;
  }

  toJSON(): object {
    const { name, message, code, status, reason, details, hint, fields, retryable, requestId } = this;
    return { name, message, code, status, reason, details, hint, fields, retryable, requestId };
  }
}

const passing = new Set([408, 425, 429, 502, 503, 504]);

function isRetryable({ code, status }: ErrorFacts): boolean {
  return status === 0 ? code === "NETWORK" || code === "TIMEOUT" : passing.has(status) || code === "ISTHMUS212";
}

/** An answer that is a refusal. */
export function errorOfAnswer(status: number, headers: Headers | undefined, text: string, texts?: Texts): IsthmusError {
  const body = objectIn(text);
  const reason = textIn(body, "message") ?? (text.length > 0 && text.length < 300 ? text : `Status ${status}`);
  const after = headers?.get("retry-after");
  return new IsthmusError(
    {
      code: textIn(body, "code") ?? String(status),
      status,
      reason,
      details: body["details"] ?? null,
      hint: textIn(body, "hint") ?? null,
      fields: fieldsIn(reason, body["details"]),
      retryAfter: after === null || after === undefined ? undefined : secondsOf(after),
      requestId: headers?.get("x-request-id") ?? null,
    },
    texts,
  );
}

/** Anything that was thrown. */
export function toIsthmusError(thrown: unknown, texts?: Texts): IsthmusError {
  if (thrown instanceof IsthmusError) return thrown;
  if (isRefusal(thrown))
    return errorOfAnswer(406, undefined, JSON.stringify({ code: thrown.code, message: thrown.message }), texts);
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const aborted = thrown instanceof Error && thrown.name === "AbortError";
  return new IsthmusError({ code: aborted ? "ABORTED" : "NETWORK", status: 0, reason }, texts, thrown);
}

/** What the builder itself refuses: several rows for one. */
function isRefusal(thrown: unknown): thrown is Error & { code: string } {
  return thrown instanceof Error && thrown.name === "PostgrestError";
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Pages of proxies are no JSON.
    return {};
  }
}

function textIn(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Functions name fields in a list; databases name columns in their texts alone. */
function fieldsIn(reason: string, details: unknown): readonly string[] {
  if (Array.isArray(details))
    return details.flatMap((issue: { readonly field?: unknown } | null) =>
      typeof issue?.field === "string" && issue.field !== "" ? [issue.field] : [],
    );
  if (typeof details === "object" && details !== null && "fields" in details && Array.isArray(details.fields))
    return details.fields.map(String);
  const key = typeof details === "string" ? /^Key \(([^)]+)\)/.exec(details)?.[1] : undefined;
  if (key !== undefined) return key.split(", ");
  const column = /column "([^"]+)"|the '([^']+)' column/i.exec(reason);
  const name = column?.[1] ?? column?.[2];
  return name === undefined ? [] : [name];
}

/** `Retry-After`: seconds, or a date. */
function secondsOf(value: string): number | undefined {
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
