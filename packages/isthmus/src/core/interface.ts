// A public face of the catalog. The engine calls the interface; an interface never calls the engine. `parse` and
// `render` are pure functions of their arguments (a bounded memory of parsed shapes does not show from outside).

import type { Catalog } from "./catalog.ts";
import type { Flows } from "./flow.ts";
import type { Problem } from "./problem.ts";
import type { Result } from "./result.ts";
import type { Question } from "./statement.ts";

export interface Interface<Context = unknown> {
  readonly name: string;
  /** Rows that are never all in memory; absent where the interface knows no such requests. */
  readonly flows?: Flows;
  /** `catalog` is the caller's view: what he may not see is not in it. Throws a Problem. */
  parse(request: Request, catalog: Catalog): Intent<Context>;
  /** One outcome per question, in their order. A Problem stands among them only where the intent is `partial`. */
  render(intent: Intent<Context>, outcomes: readonly QuestionOutcome[], request: Request, catalog: Catalog): Reply;
  /** `authenticated`: 403 rather than 401. `intent` is absent when `parse` failed, or was not come to. */
  refuse(problem: Problem, request: Request, authenticated: boolean, intent?: Intent<Context>): Reply;
}

/** A protocol request, as bytes came in; names of headers in lower case. */
export interface Request {
  readonly id: string;
  readonly method: string;
  /** Path and query below the interface's mount point, still percent-encoded. `query` without `?`. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** UTF-8 text; empty when there was none. */
  readonly body: string;
  /** Public address of the interface, e.g. `https://shop.example/api`, from the configuration, never from a header. */
  readonly base: string;
}

/** What became of one question. */
export type QuestionOutcome = Result | Problem;

/** What a request wants done. */
export interface Intent<Context = unknown> {
  readonly questions: readonly Question[];
  /** Changes that belong together, or one that must be undone afterwards, run in order, in one transaction per source. */
  readonly transaction: "none" | "commit" | "rollback";
  /** The questions do not need each other: they are asked at the same time, and those that fail leave the others answered. */
  readonly partial?: boolean;
  /** The write happens only if the current representation still has one of these entity tags. */
  readonly precondition?: Precondition;
  /** Time zone for timestamps, by its name in the source; those without the capability `timeZones` ignore it. */
  readonly timeZone?: string;
  /** What the interface's own `render` needs to know; the engine does not look at it. */
  readonly context: Context;
}

export interface Precondition {
  /** Reads what is about to be written; runs first, in the same transaction. */
  readonly question: Question;
  readonly holds: (result: Result) => boolean;
  readonly problem: Problem;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer | null;
}
