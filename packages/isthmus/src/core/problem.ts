// What went wrong, in ten categories. Interfaces map categories to statuses and faults; they never map codes.

export type ProblemCategory =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "missing"
  | "conflict"
  | "limited"
  | "unsupported"
  | "unavailable"
  | "timeout"
  | "internal";

/** What of a source a problem's message and details speak of. */
export interface Mentions {
  /** As the source knows them; without any, nobody may see all of it. */
  readonly tables: readonly { readonly schema?: string; readonly name: string }[];
  /** Of the first table. */
  readonly fields: readonly string[];
  /** The message for a caller who may not see all of these; he gets no details. */
  readonly instead: string;
}

export interface ProblemFields {
  /** Stable and tabled in docs/reference/errors.md; a PostgREST code (`PGRST…`), a SQLSTATE, or one of ours (`ISTHMUS…`). */
  readonly code: string;
  readonly category: ProblemCategory;
  /** These three may be shown to the caller. */
  readonly message: string;
  readonly details?: unknown;
  readonly hint?: string | null;
  /** Seconds after which another try may succeed. */
  readonly retryAfter?: number;
  /** The status an HTTP interface uses where the category's is too coarse (300 ambiguous, 406, 413, 416 …). */
  readonly status?: number;
  /** Response headers that belong to this answer, e.g. `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Set by sources; the engine withholds what the caller may not see. */
  readonly mentions?: Mentions | undefined;
  /** Set by the engine: which of the intent's questions it befell, where it befell one. */
  readonly question?: number | undefined;
  /** Kept for the log; never shown. */
  readonly cause?: unknown;
}

/** The only error that crosses a wall of the house. Everything else that is thrown is a bug and becomes `internal`. */
export class Problem extends Error {
  readonly code: string;
  readonly category: ProblemCategory;
  readonly details: unknown;
  readonly hint: string | null;
  readonly retryAfter: number | undefined;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly mentions: Mentions | undefined;
  readonly question: number | undefined;

  constructor(fields: ProblemFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = "Problem";
    this.code = fields.code;
    this.category = fields.category;
    this.details = fields.details ?? null;
    this.hint = fields.hint ?? null;
    this.retryAfter = fields.retryAfter;
    this.status = fields.status;
    this.headers = fields.headers ?? {};
    this.mentions = fields.mentions;
    this.question = fields.question;
  }
}

/** Anything thrown as a Problem; what was not one is `internal`, with the original as its hidden cause. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem({
    code: "ISTHMUS500",
    category: "internal",
    message: "The server met an unexpected condition; the log has the details under this request's id",
    cause: thrown,
  });
}
