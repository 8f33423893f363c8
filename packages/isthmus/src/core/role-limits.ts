// How much the callers of a role may have at once.

/**
 * A role without an entry has what the roles that it extends have, and else what all have. Who has several roles has the most
 * generous of theirs: a role more never takes something away.
 */
export interface RoleLimits {
  /** Most rows in one answer; at most `limits.rows`. */
  readonly rows?: number;
  /** Milliseconds a statement may take, the wait for a connection included. The source's own limit holds as well. */
  readonly statementTimeout?: number;
}
