// A command with its values: plain data that can be run on a connection here or sent to a worker process.

import type { AnswerColumn } from "../shared/sql/command.ts";

/** What the driver takes. */
export type Native = null | number | bigint | string | Uint8Array;

export interface BoundText {
  readonly text: string;
  readonly values: readonly Native[];
  /** Places in `values` that an earlier statement of the same command fills in. */
  readonly handed: readonly Handed[];
}

export interface Handed {
  readonly at: number;
  readonly what: "written" | "existing";
}

/** See SqlCommand for the meaning and the order of the parts. */
export interface BoundCommand {
  readonly write: boolean;
  readonly statement: BoundText;
  readonly answer?: BoundText;
  readonly before?: BoundText;
  readonly existing?: BoundText;
  readonly check?: BoundText;
  readonly maxAffected?: number;
  readonly single?: boolean;
  readonly columns: readonly AnswerColumn[];
}
