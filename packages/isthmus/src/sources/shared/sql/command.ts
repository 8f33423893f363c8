// What `compile` makes of a statement for an SQL source: native text, and where each parameter comes from. Kept by the
// engine and executed many times with other values.

import type { DataType, Value } from "../../../core/index.ts";

export interface SqlText {
  /** Placeholders in the dialect's own spelling, numbered from 1 in the order of `parameters`. */
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  /** `written`: a JSON array of the written rows' keys, from the statement that ran before (see `SqlCommand.answer`). */
  readonly value: Value | { readonly kind: "written" };
  /**
   * How the source's `values.ts` hands it to the driver. `scalar`: one value of `type`, checked and converted where the
   * database would not do it; `list`: a list of them (PostgreSQL: array; SQLite: JSON array for `json_each`);
   * `json`: a JSON text passed on as it is; `count`: a whole number >= 0 (limit, offset); `text`: as text.
   */
  readonly as: "scalar" | "list" | "json" | "count" | "text";
  readonly type?: DataType;
}

/** Columns of the one row an SQL answer consists of, in the order they stand in the row. */
export type AnswerColumn = "body" | "rows" | "total" | "inserted" | "located" | "cursor" | "headers" | "status";

export interface SqlCommand {
  readonly kind: "read" | "write" | "call";
  /** `read`, `call`, and a `write` without `answer`: gives the answer row. Otherwise: gives the written rows' keys, a row each. */
  readonly statement: SqlText;
  /** For databases that cannot wrap a write (SQLite): gives the answer row from the written keys, in the same transaction. */
  readonly answer?: SqlText;
  /** The answer must be read before the write (delete): its keys come from this statement, which runs first. */
  readonly before?: SqlText;
  /** Gives one number; not 0: the row check failed, and everything is undone (42501). Runs after the write. */
  readonly check?: SqlText;
  readonly maxAffected?: Parameter;
  readonly single?: boolean;
  readonly columns: readonly AnswerColumn[];
  /** A call that may not write runs in a read-only transaction. */
  readonly readOnly?: boolean;
  /** Prepared statement name: the same text has the same name. At most 63 bytes. */
  readonly name: string;
}
