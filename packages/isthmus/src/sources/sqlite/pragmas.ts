// Reads what the database says of itself, as plain objects.

import type { Connection } from "./connect.ts";

export type Row = Readonly<Record<string, string | number | null>>;

/** Pragmas are asked as table-valued functions, so that names are parameters. */
export function rows(connection: Connection, text: string, ...parameters: readonly string[]): Row[] {
  return connection.database.prepare(text).all(...parameters) as unknown as Row[];
}
