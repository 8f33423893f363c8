// What `compile` makes of a statement for MySQL: an SqlCommand whose texts have a `?` per parameter, and what its writes
// need beyond it.

import type { Written } from "./error-numbers.ts";
import type { Adjustment } from "../../core/index.ts";
import type { Parameter, SqlCommand, SqlText } from "../shared/sql/command.ts";

/**
 * A write with `keyed` runs in a transaction. An update or a delete: `before` (gives the keys, and locks the rows),
 * `statement`, `check`, `answer`; of a delete the `answer` comes ahead of the `statement`. An insert: `repeated`, `before`
 * (the rows it meets), `merge` (changes them), `statement`, `check`, `answer`. A key is a JSON array text; `before` of an
 * update that writes key fields has a second column, the key as it is afterwards.
 */
export interface MysqlCommand extends SqlCommand {
  readonly verb?: "insert" | "update" | "delete";
  readonly keyed?: boolean;
  /** What is written to, for what has to be said of a constraint. */
  readonly written?: Written;
  /** Gives one number; not 0: several of the given rows have the same key, so that a merge would change a row twice. */
  readonly repeated?: SqlText;
  readonly merge?: SqlText;
  /**
   * Of an update: `before` gives JSON texts behind the two keys, of each of which this makes the one that is written. The
   * `statement` finds them behind the key's parts.
   */
  readonly adjustments?: readonly { readonly operator: Adjustment["operator"]; readonly value: Parameter }[];
  /** Of a bulk update: the last part of a key is the number of the object that found the row. */
  readonly numbered?: boolean;
  /** An upsert, whose inserted rows are told apart from the merged ones. */
  readonly upsert?: boolean;
  /** The body that is answered is to lose its nulls. */
  readonly stripNulls?: boolean;
}
