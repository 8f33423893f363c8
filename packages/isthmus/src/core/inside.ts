// What code that runs inside the server may ask of the catalog. The engine makes it; a source that carries out a user's own
// code hands it on. Everything asked here goes the road of every statement: authorize → plan → compile → execute.

import type { Where } from "./configuration.ts";
import type { Execution } from "./source.ts";

/** Of a call's execution: where what the code asks begins. */
export interface Inside {
  begin(call: Execution, visit: VisitFacts): Visit;
}

export interface VisitFacts {
  /** Id of the operation whose code asks. */
  readonly operation: string;
  /** It may change nothing. */
  readonly readOnly: boolean;
}

/** One run of the code. */
export interface Visit {
  /** As whoever called: his policies hold. */
  readonly caller: Access;
  /** As the system: no policy holds. Each time is noted in the log. */
  asSystem(reason: string): Access;
  /** What is done through `tx` is done as a whole, or not at all. */
  transaction<T>(work: (tx: TransactionAccess) => Promise<T>, options?: InnerTransaction): Promise<T>;
  log(level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Whether what one of these threw may be told to the caller as it is. */
  mayTell(thrown: unknown): boolean;
  /** The code has ended: what it asks from now on is refused. */
  end(): void;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface InnerTransaction {
  /** Milliseconds it may take. Default: until the request's deadline. */
  readonly timeout?: number;
}

export interface Access {
  read(resource: string, options?: ReadOptions): Promise<readonly InnerRow[]>;
  /** The only row there is; undefined where there is none. Throws where there are several. */
  one(resource: string, options?: ReadOptions): Promise<InnerRow | undefined>;
  insert(resource: string, rows: InnerRow | readonly InnerRow[], options?: InsertOptions): Promise<unknown>;
  update(resource: string, options: UpdateOptions): Promise<unknown>;
  delete(resource: string, options: DeleteOptions): Promise<unknown>;
  call(operation: string, args?: unknown, options?: CallOptions): Promise<unknown>;
}

export interface TransactionAccess extends Access {
  asSystem(reason: string): Access;
}

export type InnerRow = Readonly<Record<string, unknown>>;

/** Names of fields (`*`: all), and of relations with what is wanted of them. */
export type Select = readonly (string | Readonly<Record<string, Select | ReadOptions>>)[];

export interface ReadOptions {
  /** Default: all fields. */
  readonly select?: Select;
  readonly where?: Where;
  /** `["name"]`, `[{ created_at: "desc" }]`. */
  readonly order?: readonly (string | Readonly<Record<string, "asc" | "desc">>)[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface InsertOptions {
  readonly returning?: Select;
  /** Rows that are there already, by these unique fields, are left as they are or changed. */
  readonly conflict?: { readonly fields: readonly string[]; readonly action: "ignore" | "merge" };
}

export interface UpdateOptions {
  /** `"all"`: every row. */
  readonly where: Where | "all";
  readonly set?: InnerRow;
  /** Numbers that are added to what stands there, in the same statement. */
  readonly increment?: Readonly<Record<string, number | string>>;
  readonly returning?: Select;
}

export interface DeleteOptions {
  readonly where: Where | "all";
  readonly returning?: Select;
}

export interface CallOptions {
  /** Of an API that knows calls again: the same key for the same work, whoever asks for it and whenever. */
  readonly idempotencyKey?: string;
}
