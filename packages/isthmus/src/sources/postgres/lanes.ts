// Which lane a command takes: the pipeline it shares with other short reads, or a connection of its own. Decided by its
// form where that says enough, else by what it has cost so far.

import type { SqlCommand } from "../shared/sql/command.ts";

// All costs are counted above the floor: what the cheapest run of all took, which is the way there and back.

/** Milliseconds: a command cheaper than this on a connection of its own may try the pipeline. */
const cheap = 1;
/**
 * Milliseconds: a command that costs more than this in the pipeline, on average, leaves it. What a line's one server
 * process takes for it is then more than this process saves, and several processes would do it sooner.
 */
const fitting = 0.5;
/**
 * Milliseconds: a command that costs more twice running leaves the pipeline. Once may be a pause of this process itself,
 * which looks the same from here; a single run is also never weighed as more than this.
 */
const dear = 5;
/** Weight of the newest cost in the average: small, so that it takes more than one pause of this process to pass the limit. */
const weight = 0.01;
/** Cheap runs on a connection of its own before a command may share one; doubled each time it had to leave, up to the last. */
const firstProof = 5;
const longestProof = 500;
/** Shared runs after which a command is trusted again as it was at first. */
const goodRecord = 1_000;

interface Record {
  last: number;
  average: number;
  /** Cheap runs in a row, on either lane. */
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
  /** Short by their form, but stopped by the server all the same. */
  const misjudged = new WeakSet<SqlCommand>();
  let floor = Number.POSITIVE_INFINITY;

  function isSure(command: SqlCommand): boolean {
    return command.short === true && !misjudged.has(command);
  }

  function leave(record: Record): void {
    record.shared = false;
    record.proven = 0;
    record.needed = Math.min(record.needed * 2, longestProof);
  }

  return {
    shares: (command) => (isSure(command) ? true : (records.get(command)?.shared ?? false)),
    note(command, ms) {
      // On a busy machine time says more of the others than of a command whose form says it all.
      if (isSure(command)) return;
      const record = records.get(command);
      // Answers of a pipeline come in bunches, whose later ones seem to have cost nothing.
      if (record?.shared !== true) floor = Math.min(floor, ms);
      const cost = Math.max(0, ms - floor);
      if (record === undefined) {
        records.set(command, { last: cost, average: cost, proven: 0, needed: firstProof, shared: false });
        return;
      }
      const again = record.last > dear;
      record.last = cost;
      record.average += (Math.min(cost, dear) - record.average) * weight;
      record.proven = cost < cheap ? record.proven + 1 : 0;
      if (record.shared) {
        if ((again && cost > dear) || record.average > fitting) leave(record);
        else if (record.proven > goodRecord) record.needed = firstProof;
      } else if (record.proven >= record.needed) {
        record.average = cost;
        record.shared = true;
      }
    },
    expel(command) {
      misjudged.add(command);
      const record = records.get(command);
      if (record !== undefined) leave(record);
    },
  };
}
