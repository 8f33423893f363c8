// Changes that others make: tables tell of them by NOTIFY, where their owner has given them the triggers for it.

import type { Changed, NativeName, Subscription } from "../../core/index.ts";
import type { Listener } from "./listen.ts";

/** Its messages are `["schema","table"]`, as JSON; whatever else comes counts as a change of everything. */
export const changeChannel = "isthmus_changes";
/** Name of the trigger on each table, and of the function behind it. */
export const changeTrigger = "isthmus_changes";

/** After each time in which nothing could be heard, everything may have changed. */
export function watchChanges({ subscribe }: Listener, told: (changed: Changed) => void): Subscription {
  return subscribe(changeChannel, {
    notified: (payload) => told(readPayload(payload)),
    resumed: () => told("everything"),
  });
}

function readPayload(payload: string): Changed {
  try {
    const place: unknown = JSON.parse(payload);
    if (Array.isArray(place) && place.length === 2) {
      const [schema, name] = place as readonly unknown[];
      if (typeof schema === "string" && typeof name === "string") return [{ schema, name }];
    }
  } catch {
    // Anybody may send anything over a channel.
  }
  return "everything";
}

/**
 * SQL that makes tables tell of their changes: once a statement, whatever it changes, at its commit. It may be run again.
 * Its owner needs the right to make triggers on them, and functions in the first one's schema.
 */
export function changeTriggers(tables: readonly NativeName[]): string {
  const [first] = tables;
  if (first === undefined) return "";
  const notify = `${quoted(first.schema)}.${changeTrigger}`;
  const lines = tables.flatMap(({ schema, name }) => {
    const table = `${quoted(schema)}.${quoted(name)}`;
    return [
      `drop trigger if exists ${changeTrigger} on ${table};`,
      `create trigger ${changeTrigger} after insert or update or delete or truncate on ${table}`,
      `  for each statement execute function ${notify}();`,
    ];
  });
  return [
    "begin;",
    `create or replace function ${notify}() returns trigger language plpgsql set search_path = pg_catalog as $$`,
    "begin",
    `  perform pg_notify('${changeChannel}', json_build_array(tg_table_schema, tg_table_name)::text);`,
    "  return null;",
    "end $$;",
    ...lines,
    "commit;",
    "",
  ].join("\n");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
