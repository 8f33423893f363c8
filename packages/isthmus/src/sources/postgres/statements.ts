// The statements this source sends by itself, and the step that a command becomes with the caller's values.

import type { Execution } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import type { Step } from "./exchange.ts";
import { encodeAll } from "./values.ts";

/** Characters; longer statements are rare, and what the database keeps of each would fill its memory. */
const longestPrepared = 65_536;

export function statementOf(command: SqlCommand, call: Execution): Step {
  const { text, parameters } = command.statement;
  const name = text.length > longestPrepared ? "" : command.name;
  return { prepared: { name, text }, values: encodeAll(parameters, call) };
}

function fixed(name: string, text: string): Step {
  return { prepared: { name: `isthmus_${name}`, text }, values: [] };
}

export const beginRead = fixed("begin_read", "begin read only");
export const beginWrite = fixed("begin_write", "begin read write");
export const commit = fixed("commit", "commit");
export const rollback = fixed("rollback", "rollback");
export const ping = fixed("ping", "select 1");

/** What a trigger or a pre-request function may have said about the reply; settings of the transaction, so asked in it. */
export const whatWasSaid = fixed(
  "said",
  "select nullif(current_setting('response.headers', true), ''), nullif(current_setting('response.status', true), '')",
);

/** What `DISCARD ALL` does, save for the prepared statements, which are worth keeping. */
export const resetSession: readonly Step[] = [
  fixed("reset_close", "close all"),
  fixed("reset_listen", "unlisten *"),
  fixed("reset_locks", "select pg_advisory_unlock_all()"),
  fixed("reset_temporary", "discard temp"),
  fixed("reset_sequences", "discard sequences"),
  fixed("reset_role", "reset session authorization"),
  fixed("reset_settings", "reset all"),
];
