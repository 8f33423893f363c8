// For whom, on what, which verbs, which rows, which fields, presets, caps. Written by the user in `roles`; resolved at
// boot against the catalog, so that a policy on a field that does not exist stops the server and is never ignored.

import type { Condition, Preset } from "./statement.ts";

/** The policies of one role, by resource id and operation id. What is absent is denied. */
export interface RolePolicies {
  readonly role: string;
  readonly resources: ReadonlyMap<string, ResourcePolicy>;
  /** Ids of the operations the role may call. */
  readonly operations: ReadonlySet<string>;
}

export interface ResourcePolicy {
  readonly read?: ReadPolicy;
  readonly insert?: InsertPolicy;
  readonly update?: UpdatePolicy;
  readonly delete?: DeletePolicy;
}

export interface ReadPolicy {
  readonly fields: ReadonlySet<string>;
  /** Absent: every row. */
  readonly where?: Condition;
  /** Most rows in one answer. */
  readonly maxRows?: number;
  /** How deep relations may be embedded; 0: not at all. */
  readonly maxDepth?: number;
  readonly aggregate: boolean;
  /** All the rows there are may be asked for in one answer. Default: false. */
  readonly export?: boolean;
}

export interface InsertPolicy {
  readonly fields: ReadonlySet<string>;
  readonly presets: readonly Preset[];
  readonly check?: Condition;
}

export interface UpdatePolicy {
  readonly fields: ReadonlySet<string>;
  readonly where?: Condition;
  readonly presets: readonly Preset[];
  /** Default: the rows' own `where`, so that nobody can push a row out of his own reach. */
  readonly check?: Condition;
}

export interface DeletePolicy {
  readonly where?: Condition;
}
