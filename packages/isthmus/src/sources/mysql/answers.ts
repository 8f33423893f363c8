// The rows of an answer → a Result.

import type { Result } from "../../core/index.ts";
import type { MysqlCommand } from "./command.ts";
import type { Answered, Cell } from "./connect.ts";
import { answerTooLong } from "./errors.ts";
import { lost } from "./json.ts";
import { withoutNulls } from "./strip-nulls.ts";

type Mutable = { -readonly [K in keyof Result]: Result[K] };

/** What a command's statement has answered, in whichever form the command gives it. Throws 54000 for a cut answer. */
export function resultOf(command: MysqlCommand, { rows, affected }: Answered): Result {
  const result = read(command, rows, affected);
  return command.stripNulls === true && result.body !== null ? { ...result, body: withoutNulls(result.body) } : result;
}

function read(command: MysqlCommand, rows: Answered["rows"], affected: number): Result {
  const { columns, each } = command;
  if (each !== true) return readAnswer(columns, rows[0]);
  if (columns.length === 0) return { body: null, rows: affected };
  const result = { ...readAnswer(columns, rows[0]), rows: rows.length };
  const body = columns.indexOf("body");
  return body < 0 ? result : { ...result, body: `[${rows.map((row) => row[body] ?? "null").join(",")}]` };
}

function readAnswer(columns: MysqlCommand["columns"], row: readonly Cell[] | undefined): Result {
  const result: Mutable = { body: null, rows: 0 };
  if (row === undefined) return result;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at];
    const cell = row[at];
    if (cell === null || cell === undefined) continue;
    if (column === "body") result.body = String(cell);
    else if (column === "rows" || column === "total" || column === "inserted") result[column] = Number(cell);
    else if (column === "located") result.located = JSON.parse(String(cell)) as readonly (string | null)[];
    else if (column === "cursor") result.cursor = String(cell);
  }
  // CONCAT gives null for what is longer than max_allowed_packet, and only warns.
  if (columns.includes("body") && result.rows > 0 && (result.body === null || result.body === "null")) {
    throw answerTooLong();
  }
  if (result.body?.includes(lost) === true) throw answerTooLong();
  return result;
}
