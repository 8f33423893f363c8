// Rows that are never all in memory: a body that is taken in chunk by chunk, an answer that is given page by page. What
// stands between the bytes and the statements is the interface's, and as pure as `parse` and `render`.

import type { Catalog } from "./catalog.ts";
import type { Intent, Reply, Request } from "./interface.ts";
import type { Problem } from "./problem.ts";
import type { Result } from "./result.ts";

export interface Flows {
  /** By method and path alone; called for every request. */
  kind(request: Request): "intake" | "outtake" | undefined;
  /** Throws a Problem where the request is none that can be carried out. */
  intake(request: Request): Intake;
  outtake(request: Request): Outtake;
}

/** Writes the rows of a body. */
export interface Intake {
  /** A new one for each body; it holds the record that has not come to its end, and nothing else. */
  reader(): RowReader;
  /** A chunk of rows as one change. Throws a Problem, which is the fault of some of the rows. */
  intent(rows: readonly SoundRow[], catalog: Catalog): Intent;
  /** Refused rows after which no more are taken. */
  readonly refusals: number;
  /** Progress is told while the rows are taken; otherwise the answer is given at the end, as one. */
  readonly progress: boolean;
  readonly head: Pick<Reply, "status" | "headers">;
  /** A line of progress. */
  told(tally: Tally): string;
  /** The last line, or the whole answer. */
  ended(taken: Taken, authenticated: boolean): Reply;
}

export interface RowReader {
  /** The rows that end within this text. Throws a Problem where nothing behind this place can be made out. */
  read(text: string): readonly ReadRow[];
  end(): readonly ReadRow[];
  /** Line in which the record begins that is not ended; the first is 1. */
  readonly line: number;
}

export type ReadRow = SoundRow | UnsoundRow;

export interface SoundRow {
  /** Line in which it begins; the first of the body is 1. */
  readonly line: number;
  /** JSON text of an object. */
  readonly text: string;
  /** Of the object, sorted. Rows with the same keys go into one statement. */
  readonly keys: readonly string[];
}

export interface UnsoundRow {
  readonly line: number;
  readonly problem: Problem;
}

/** What has become of the rows up to a line. */
export interface Tally {
  /** Rows that were dealt with: written, passed over as duplicates, or refused. */
  readonly rows: number;
  readonly written: number;
  readonly refused: number;
  /** Of the last row that was dealt with; 0 where there was none. All rows up to there are, and none behind it. */
  readonly line: number;
}

export interface Taken {
  readonly tally: Tally;
  readonly refusals: readonly UnsoundRow[];
  /** Why it ended ahead of the body. */
  readonly problem?: Problem;
}

/** Gives the rows of a question. */
export interface Outtake {
  readonly head: Pick<Reply, "status" | "headers">;
  /**
   * The page behind a cursor, `given` rows having been given; undefined: there are no more to be given. Throws a Problem.
   *
   * @param cursor As the result of the page before has it.
   */
  intent(cursor: string | undefined, given: number, catalog: Catalog): Intent | undefined;
  /** The page as it goes out. `first`: nothing was given before. */
  page(intent: Intent, result: Result, first: boolean): string;
}
