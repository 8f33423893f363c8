// What came back from a source for one statement.

import type { Problem } from "./problem.ts";

export interface Result {
  /** The answer as JSON text (UTF-16 string, ready to be sent); null when nothing was to come back. */
  readonly body: string | null;
  /** Rows in `body`; of a write without `returning`: rows affected. */
  readonly rows: number;
  /** Rows in all, when a count was asked for. */
  readonly total?: number;
  /** Of an upsert: rows that were inserted rather than merged. */
  readonly inserted?: number;
  /** Values of `locate`, in its order, as text; of the only row written. */
  readonly located?: readonly (string | null)[];
  /** JSON text of the last row's order values; absent when there is no further page. */
  readonly cursor?: string;
  /** Response headers and status that a database function has set. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly status?: number;
  /** Places of `body` that hold null because another source could not be asked. Bounded; absent when there is none. */
  readonly partial?: readonly PartialFailure[];
}

export interface PartialFailure {
  /** Names and indexes that lead to the place in `body`. */
  readonly path: readonly (string | number)[];
  readonly problem: Problem;
}
