// Something that holds data or does work. A source is asked in two steps: `compile` (pure, once per shape) and
// `execute` (per request), and it accepts nothing that has not been authorized.

import type { Capabilities } from "./capabilities.ts";
import type { Catalog } from "./catalog.ts";
import type { Changed, NativeName } from "./change.ts";
import type { IndexNeed, PlanFacts } from "./index-need.ts";
import type { Inside } from "./inside.ts";
import type { Need } from "./need.ts";
import type { Result } from "./result.ts";
import type { SourceSchema } from "./schema.ts";
import type { Authorized, InputValue, Statement } from "./statement.ts";
import type { Principal } from "./principal.ts";

export interface Source<Command = unknown> {
  readonly name: string;
  /** `sqlite`, `postgres`, … */
  readonly kind: string;
  /** What sources of its kind can; a server that can less says so in `SourceSchema.unable`. */
  readonly capabilities: Capabilities;
  /** @param purpose Default: a server starts, and nothing but the source itself is asked. */
  introspect(signal: AbortSignal, purpose?: IntrospectPurpose): Promise<SourceSchema>;
  /** It answers some reads from replicas: what a caller wrote must be told by `Execution.positions`. */
  readonly replicated?: boolean;
  /**
   * Pure: the same statement over the same catalog gives the same command. `reach` may be left out, which is the safe
   * side. Throws an `unsupported` Problem.
   */
  compile(statement: Authorized<Statement>, catalog: Catalog, reach?: PolicyReach): Command;
  execute(command: Command, call: Execution): Promise<Result>;
  /**
   * The answer in the caller's own turn, where a read can be answered that fast; undefined where it is `execute` that
   * shall be asked. Throws as `execute` rejects.
   */
  executeNow?(command: Command, call: Pick<Execution, "inputs" | "principal" | "results">): Result | undefined;
  /** Runs the work in one transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(options: TransactionOptions, work: (run: Execute<Command>) => Promise<T>): Promise<T>;
  /** What became of a transaction, by the token that `pledge` was given; also after a crash of either side. */
  outcome?(token: string, signal: AbortSignal): Promise<Outcome>;
  /** Hears what is told on a channel of the source (PostgreSQL: NOTIFY), over one connection for all channels. */
  listen?(channel: string, heard: Heard): Subscription;
  /**
   * Tells of changes until it is stopped. Nothing is done for it, and no connection is held, while nobody watches.
   * Changes the server makes itself may be told of too. Absent: the source cannot notice what others change.
   */
  watch?(told: (changed: Changed) => void): Subscription;
  /** SQL by which these tables of the source tell `watch` of changes that others make; to be run by the user, once. */
  changeTriggers?(tables: readonly NativeName[]): string;
  /** Answers depend on who asks beyond what the statement says (PostgreSQL with `authority: "database"`). Default: false. */
  readonly personal?: boolean;
  /** What it does cannot be undone, so that a change of its own stands alone in a request. Default: false. */
  readonly alone?: boolean;
  /** It says what it holds at once, and is what it says: the lock file is for reading, and not asked. Default: false. */
  readonly resident?: boolean;
  /**
   * What `isthmus check` should say of it. `roles`: all that are configured. `need`: what is needed of it; what its user may
   * do beyond that is told.
   */
  examine?(roles: readonly string[], signal: AbortSignal, need?: Need): Promise<Examination>;
  /** For the index adviser. */
  readonly indexes?: {
    /** The statement that makes it; undefined where no index of the source's helps. */
    create(need: IndexNeed): string | undefined;
    /** How a command would be carried out, without doing it. */
    plan?(command: Command, signal: AbortSignal): Promise<PlanFacts>;
  };
  /** Resolves when the source answers; rejects with an `unavailable` Problem. */
  ping(signal: AbortSignal): Promise<void>;
  /** Waits for what is running, then lets go of everything. */
  close(): Promise<void>;
}

export interface IntrospectPurpose {
  /** The user wants to know now (`isthmus sync`): what describes an API may be fetched from where it is. */
  readonly remote: boolean;
}

export interface Examination {
  /** What callers would run into. */
  readonly faults: readonly string[];
  /** Of a source that decides by itself who may do what. */
  readonly advice: readonly string[];
  /** Where it answers otherwise than other sources would. */
  readonly differences?: readonly string[];
  /** What its user may do beyond what is needed, each with what mends it. */
  readonly excess?: readonly string[];
}

export interface Heard {
  /** `payload`: the empty text where none was given. */
  notified(payload: string): void;
  /** The channel is listened to, at first or again after the connection was lost; what was told before may have been missed. */
  resumed?(): void;
}

export interface Subscription {
  /** Resolves when the channel is listened to; while the source cannot be reached, that is tried again and again. */
  readonly ready: Promise<void>;
  stop(): void;
}

/** `unknown`: the source no longer remembers. */
export type Outcome = "committed" | "undone" | "running" | "unknown";

export type Execute<Command> = (command: Command, call: Execution) => Promise<Result>;

export interface Execution {
  readonly inputs: readonly InputValue[];
  readonly principal: Principal;
  /** Values of `{ kind: "result" }`, resolved by the engine. */
  readonly results: readonly Readonly<Record<string, unknown>>[];
  /** Aborted when the deadline passes or the caller leaves; the work is then stopped in the source itself. */
  readonly signal: AbortSignal;
  /** `performance.now()` at which the answer is given up. */
  readonly deadline: number;
  /** See `Intent.timeZone`. Untrusted; a source refuses one it does not know. */
  readonly timeZone?: string;
  /** For sources that tell their functions about the request (PostgreSQL with `authority: "database"`). */
  readonly request?: RequestFacts;
  /** Where some source is `replicated`. */
  readonly positions?: Positions;
  /** The answer must hold every change that has been committed: a replica that may be behind is not asked. */
  readonly newest?: boolean;
  /** For sources that carry out code which asks other sources; absent where such code is not to run. */
  readonly inside?: Inside;
}

/** What the row policies of a read look at: nothing, the rows that are read, or other records too (a membership). */
export type PolicyReach = "none" | "own" | "related";

/** For reading one's own writes. A position is a source's own text, `[\w/,:*-]`, at most 256 characters. */
export interface Positions {
  /** Positions of the source that the caller says he has written to. Untrusted: they may only make an answer newer. */
  readonly after: (source: string) => readonly string[];
  /** A change of this request was committed at or ahead of this position. */
  readonly wrote: (source: string, position: string) => void;
}

export interface RequestFacts {
  readonly id?: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface TransactionOptions {
  readonly readOnly: boolean;
  /** `rollback`: the work is done, answered, and undone (`Prefer: tx=rollback`). */
  readonly end: "commit" | "rollback";
  /** Of all statements in it; see `Intent.timeZone`. */
  readonly timeZone?: string;
  readonly principal: Principal;
  readonly signal: AbortSignal;
  readonly deadline: number;
  readonly request?: RequestFacts;
  readonly positions?: Positions;
  /**
   * Called when the work is done and only the COMMIT is missing, with a token by which `outcome` can tell later whether it
   * took place. What it writes down must be durable when it returns. Sources without `outcome` do not call it.
   */
  readonly pledge?: (token: string) => void;
}
