// What a configuration needs of a source: what its user there should be able to do, and no more.

import type { NativeName } from "./change.ts";

export type WriteVerb = "insert" | "update" | "delete";

export interface Need {
  readonly tables: readonly (NativeName & {
    /** What some role may do with it, beside reading. Reading is needed of all. */
    readonly writes: readonly WriteVerb[];
  })[];
  /**
   * Something else may write, of which the configuration tells nothing: the user's own functions, or those of the database.
   * Rights to write are not judged then.
   */
  readonly unforeseen: boolean;
}
