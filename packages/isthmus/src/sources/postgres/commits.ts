// Whether a transaction took place, asked of the database afterwards: by its number, and by which server gave that number.

import { Problem, type Outcome } from "../../core/index.ts";
import type { Answered, Step } from "./exchange.ts";
import { isDatabaseFailure } from "./errors.ts";
import type { Pipeline } from "./pipeline.ts";

/** The cluster and its timeline: after a failover or a recovery to an earlier time the numbers mean other transactions. */
const server =
  "(select system_identifier::text from pg_control_system()) || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8)";

const ask: Step = {
  prepared: {
    name: "isthmus_pledge",
    text: `select pg_current_xact_id()::text || '.' || ${server}, pg_logical_emit_message(true, 'isthmus', '')`,
  },
  values: [],
};
const savepoint: Step = { prepared: { name: "isthmus_savepoint", text: "savepoint isthmus_pledge" }, values: [] };
const goBack: Step = { prepared: { name: "isthmus_go_back", text: "rollback to isthmus_pledge" }, values: [] };
const flush: Step = {
  prepared: {
    name: "isthmus_flush",
    text: "select set_config('synchronous_commit', 'local', true), pg_logical_emit_message(true, 'isthmus', '')",
  },
  values: [],
};

/**
 * The open transaction's token; undefined where the database will not tell (functions that are revoked, a proxy).
 *
 * A crash may lose the log of a transaction that was not committed, and its number is then given out again: a COMMIT of
 * that other one would be believed. So the log is brought to the disk first, which a COMMIT on another connection does.
 */
export async function tokenOf(
  run: (steps: readonly Step[]) => Promise<Answered>,
  witness: Pipeline,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { rows } = await run([savepoint, ask]);
    const token = rows[0]?.[0] ?? undefined;
    if (token !== undefined) await witness.ping(flush, signal);
    return token;
  } catch (reason) {
    if (!isDatabaseFailure(reason)) throw reason;
    await run([goBack]).catch((later: unknown) => {
      // In a transaction that has failed before there is nothing to go back to; its COMMIT tells.
      if (!isDatabaseFailure(later)) throw later;
    });
    return undefined;
  }
}

/** Throws 22023 for what is no token of ours. */
export function outcomeStep(token: string): Step {
  const [, number, of] = /^(\d{1,20})\.(\d{1,20}\.[0-9A-F]{8})$/.exec(token) ?? [];
  if (number === undefined || of === undefined) {
    throw new Problem({ code: "22023", category: "invalid", message: "This is no token of a transaction" });
  }
  const text = `select case when ${server} = $2 then pg_xact_status($1::text::xid8) end`;
  return { prepared: { name: "isthmus_outcome", text }, values: [number, of] };
}

export function readOutcome({ rows }: Answered): Outcome {
  switch (rows[0]?.[0]) {
    case "committed":
      return "committed";
    case "aborted":
      return "undone";
    case "in progress":
      return "running";
    default:
      return "unknown";
  }
}

/**
 * A number that has not been given out yet (22023), or a server that cannot write (55000) or will not tell (42501):
 * nobody knows.
 */
export function tellsNothing(reason: unknown): boolean {
  return isDatabaseFailure(reason) && ["22023", "55000", "42501", "42883"].includes(reason.code ?? "");
}
