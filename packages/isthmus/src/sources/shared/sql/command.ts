// What `compile` makes of a statement for an SQL source: native text, and where each parameter comes from. Kept by the
// engine and executed many times with other values.

import type { DataType, Value } from "../../../core/index.ts";

export interface SqlText {
  /** Placeholders in the dialect's own spelling (`$1`, `?1`), numbered from 1 in the order of `parameters`. */
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  readonly value: Value | Handed;
  /**
   * How the source's `values.ts` hands it to the driver. `scalar`: one value of `type`, checked and converted where the
   * database would not do it; `list`: a list of them (PostgreSQL: array; SQLite: JSON array for `json_each`);
   * `json`: a JSON text passed on as it is; `count`: a whole number >= 0 (limit, offset); `text`: as text.
   */
  readonly as: "scalar" | "list" | "json" | "count" | "text";
  /** Of a `list`: the type of one element. */
  readonly type?: DataType;
  /** Of a `json` body of a write, where the database takes any value (SQLite): the types its rows are checked against. */
  readonly fields?: ReadonlyMap<string, DataType>;
  /** Of such a body: what each row must give a value, be it one of `fields` or not, where the database may not look (MySQL). */
  readonly required?: RequiredFields;
  /** The value is a JSON text, and what is handed over is this member of it (MySQL). */
  readonly member?: string | number;
  /** Of a `count`: the smaller of it and `most`, and `more` beyond that, for databases whose LIMIT takes no expression (MySQL). */
  readonly most?: number;
  readonly more?: number;
}

export interface RequiredFields {
  readonly table: { readonly schema: string; readonly name: string };
  /** `absent`: a row that has not the field gets its default, and is only not to have it as null. */
  readonly fields: readonly { readonly name: string; readonly absent: boolean }[];
}

/**
 * Handed over from a statement of the same command that ran before.
 * `written`: a JSON array text of the keys that `before` or `statement` gave; `existing`: the number `existing` gave.
 */
export type Handed = { readonly kind: "written" } | { readonly kind: "existing" };

/**
 * Columns of the one row an SQL answer consists of, in the order they stand in the row.
 * `body`: JSON text or null; `rows`, `total`, `inserted`: whole numbers; `located`: a JSON array text of texts, null when
 * nothing was written; `cursor`: a JSON array text, null when there is no further page; `headers`, `status`: what a
 * PostgreSQL function has set, as text, null when it has not.
 */
export type AnswerColumn = "body" | "rows" | "total" | "inserted" | "located" | "cursor" | "headers" | "status";

/**
 * How a command is executed. With `statement` alone it is one round trip. Otherwise, in one transaction: `existing`,
 * `before`, `statement`, `check`, `answer`; except that with `before` (a delete that returns something) the `answer`
 * comes ahead of the `statement`. A statement that gives keys has one column, `key`, whose value is a JSON text;
 * `written` is `[` those values joined by `,` `]`. With `before`, those are the keys, and the `statement` gives no rows.
 *
 * Failures that the SQL raises by itself carry one of these texts in the database's error message, whatever the code of
 * the error is, and `errors.ts` maps them:
 * - `isthmus:check`: a written row does not meet the policy's check (42501);
 * - `isthmus:affected:<n>`: n rows would be affected, more than `maxAffected` (PGRST124);
 * - `isthmus:single:<n>`: n rows would be affected, not the one that was asked for (PGRST116);
 * PostgreSQL raises them. SQLite's executor does their work with `check`, `maxAffected` and `single`, over
 * the number of keys.
 */
export interface SqlCommand {
  readonly kind: "read" | "write" | "call";
  /** `read`, `call`, and a `write` without `answer`: gives the answer row. Otherwise: gives the written rows' keys, a row each. */
  readonly statement: SqlText;
  /** For databases that cannot wrap a write (SQLite): gives the answer row from the written keys, in the same transaction. */
  readonly answer?: SqlText;
  /** The answer must be read before the write (delete): its keys come from this statement, which runs first. */
  readonly before?: SqlText;
  /** Gives one number: rows that an upsert meets (SQLite). Runs ahead of the write. */
  readonly existing?: SqlText;
  /** Gives one number; not 0: the row check failed, and everything is undone (42501). Runs after the write. */
  readonly check?: SqlText;
  /** Set only where the statement cannot refuse by itself (SQLite). */
  readonly maxAffected?: Parameter;
  /** Set only where the statement cannot refuse by itself (SQLite). */
  readonly single?: boolean;
  /**
   * The planner's guess of the number of rows (PostgreSQL): an `EXPLAIN (FORMAT JSON)`, whose answer holds the guess at
   * `[0].Plan["Plan Rows"]`. `from`: the guess is taken as the total when the counted `total` is greater than this
   * (`estimated`), or always when absent (`planned`; there is no column `total` then).
   */
  readonly guess?: { readonly explain: SqlText; readonly from?: number };
  readonly columns: readonly AnswerColumn[];
  /**
   * The statement gives no answer row, but a row for every record that was written; its `body` is that record's JSON text.
   * Without columns it gives no rows at all, and the command's tag tells how many were written.
   */
  readonly each?: boolean;
  /** A read that a replica may answer, as far as the policies it rests on go. */
  readonly replica?: boolean;
  /** A call that may not write runs in a read-only transaction. */
  readonly readOnly?: boolean;
  /** Prepared statement name of `statement`: the same text has the same name. At most 63 bytes. */
  readonly name: string;
  /** At most one row, found by its key, with nothing embedded: short by its very form, whatever the values. */
  readonly short?: boolean;
}
