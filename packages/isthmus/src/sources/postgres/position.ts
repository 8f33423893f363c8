// Positions in PostgreSQL's write-ahead log: where a change ends, and how far a replica has replayed.
// https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-BACKUP

import type { Answered, Step } from "./exchange.ts";

/** Bytes from the beginning of the log. Up to 8 PiB of log, the whole range of a JavaScript number's integers. */
export type Position = number;

/** Asked right behind a COMMIT, on the same connection. `insert`: also what is not flushed yet (`synchronous_commit = off`). */
export const whereIsPrimary: Step = {
  prepared: {
    name: "isthmus_position",
    text: `select pg_current_wal_insert_lsn()::text, current_setting('wal_block_size'),
      pg_size_bytes(current_setting('wal_segment_size'))::text`,
  },
  values: [],
};

export const whereIsReplica: Step = {
  prepared: {
    name: "isthmus_replayed",
    text: "select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end",
  },
  values: [],
};

/** The cluster's own number: replicas have their primary's. */
export const whichCluster: Step = {
  prepared: { name: "isthmus_cluster", text: "select system_identifier::text from pg_control_system()" },
  values: [],
};

/** Bytes of the headers that stand at the beginning of a page of the log, and of a segment of it. */
const pageHeader = 24;
const segmentHeader = 40;

/**
 * Where a page has just been begun, the next record would come behind the page's header, and the last one ended ahead of
 * it: a replica that has replayed everything stands there.
 */
export function readPrimary({ rows: [row] }: Answered): Position {
  const at = parsePosition(row?.[0]);
  const page = Number(row?.[1]);
  const segment = Number(row?.[2]);
  if (at === undefined) throw new Error("the primary does not say where its log ends");
  if (at % segment === segmentHeader) return at - segmentHeader;
  return at % page === pageHeader ? at - pageHeader : at;
}

export function readReplica({ rows: [row] }: Answered): Position {
  const at = parsePosition(row?.[0]);
  if (at === undefined) throw new Error("it is no standby that replays a primary's log");
  return at;
}

/** `16/B374D848`; undefined for everything else, also for what a caller has made up. */
export function parsePosition(text: string | null | undefined): Position | undefined {
  const found = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text ?? "");
  if (found === null) return undefined;
  return Number.parseInt(found[1] ?? "", 16) * 2 ** 32 + Number.parseInt(found[2] ?? "", 16);
}

export function printPosition(position: Position): string {
  const high = Math.floor(position / 2 ** 32);
  return `${high.toString(16).toUpperCase()}/${(position - high * 2 ** 32).toString(16).toUpperCase()}`;
}
