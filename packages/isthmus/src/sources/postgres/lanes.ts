// Which lane a command takes: the pipeline it shares with other short reads, or a connection of its own. Decided by what
// it has cost so far.

import type { SqlCommand } from "../shared/sql/command.ts";

/** Milliseconds: a command cheaper than this is sent down the pipeline. */
const cheap = 1;
/** Milliseconds that one statement may cost before its command leaves the pipeline at once. */
const dear = 5;
/** Weight of the newest cost in the average. */
const weight = 0.1;
/** Cheap runs on a connection of its own before a command may share one; doubled each time it had to leave, up to the last. */
const firstProof = 5;
const longestProof = 5_000;

interface Record {
  average: number;
  /** Cheap runs in a row. */
  proven: number;
  needed: number;
  shared: boolean;
}

export interface Lanes {
  shares(command: SqlCommand): boolean;
  /** Milliseconds the command cost on either lane. */
  note(command: SqlCommand, cost: number): void;
  /** The server stopped it because it took too long for the pipeline. */
  expel(command: SqlCommand): void;
}

export function keepLanes(): Lanes {
  const records = new WeakMap<SqlCommand, Record>();

  function leave(record: Record): void {
    record.shared = false;
    record.proven = 0;
    record.needed = Math.min(record.needed * 2, longestProof);
  }

  return {
    shares: (command) => records.get(command)?.shared ?? false,
    note(command, cost) {
      const record = records.get(command);
      if (record === undefined) {
        records.set(command, { average: cost, proven: 0, needed: firstProof, shared: false });
        return;
      }
      record.average += (cost - record.average) * weight;
      if (record.shared) {
        if (cost > dear || record.average > cheap) leave(record);
        return;
      }
      record.proven = cost < cheap ? record.proven + 1 : 0;
      if (record.proven < record.needed) return;
      record.average = cost;
      record.shared = true;
    },
    expel(command) {
      const record = records.get(command);
      if (record !== undefined) leave(record);
    },
  };
}
