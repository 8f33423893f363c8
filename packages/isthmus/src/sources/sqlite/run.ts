// Runs a bound command on a connection, synchronously. Writes run inside a transaction that the caller has begun and
// will end.

import { notOneRow, type Result } from "../../core/index.ts";
import type { AnswerColumn } from "../shared/sql/command.ts";
import type { BoundCommand, BoundText, Native } from "./bound.ts";
import type { Connection } from "./connect.ts";
import { checkFailed, repeatedRow, tooManyAffected } from "../shared/refusals.ts";

type Cell = Native | undefined;

/** What earlier statements of the command hand to later ones. */
interface HandedOver {
  written: string;
  existing: number;
}

/** Throws the driver's errors as they are, and Problems for what the command itself refuses. */
export function run(connection: Connection, command: BoundCommand): Result {
  return command.write
    ? runWrite(connection, command)
    : readAnswer(command.columns, row(connection, command.statement, nothing));
}

const nothing: HandedOver = { written: "[]", existing: 0 };

function runWrite(connection: Connection, command: BoundCommand): Result {
  const handed: HandedOver = { written: "[]", existing: 0 };
  if (command.existing !== undefined) handed.existing = number(row(connection, command.existing, handed)?.[0]);
  if (command.before !== undefined) return runDelete(connection, command, command.before, handed);
  if (command.answer === undefined && command.columns.length > 0) {
    return readAnswer(command.columns, row(connection, command.statement, handed));
  }
  const affected = keys(connection, command.statement, handed, command.existing !== undefined);
  refuse(connection, command, affected, handed);
  return command.answer === undefined
    ? { body: null, rows: affected }
    : readAnswer(command.columns, row(connection, command.answer, handed));
}

/** What is deleted can be answered only before it is gone. */
function runDelete(connection: Connection, command: BoundCommand, before: BoundText, handed: HandedOver): Result {
  const affected = keys(connection, before, handed);
  refuse(connection, command, affected, handed);
  const result =
    command.answer === undefined
      ? { body: null, rows: affected }
      : readAnswer(command.columns, row(connection, command.answer, handed));
  const statement = connection.prepare(command.statement.text);
  statement.run(...bind(command.statement, handed));
  return result;
}

function refuse(connection: Connection, command: BoundCommand, affected: number, handed: HandedOver): void {
  if (command.check !== undefined && number(row(connection, command.check, handed)?.[0]) !== 0) throw checkFailed();
  if (command.maxAffected !== undefined && affected > command.maxAffected) throw tooManyAffected(affected);
  if (command.single === true && affected !== 1) throw notOneRow(affected);
}

/** Runs a statement that gives keys, JSON texts; answers their number. `once`: no row is to be written twice. */
function keys(connection: Connection, text: BoundText, handed: HandedOver, once = false): number {
  const rows = connection.prepare(text.text).all(...bind(text, handed)) as unknown as Cell[][];
  const list = rows.map((cells) => String(cells[0]));
  if (once && list.length > 1 && new Set(list).size < list.length) throw repeatedRow();
  handed.written = `[${list.join(",")}]`;
  return rows.length;
}

function row(connection: Connection, text: BoundText, handed: HandedOver): Cell[] | undefined {
  return connection.prepare(text.text).get(...bind(text, handed)) as Cell[] | undefined;
}

function bind(text: BoundText, handed: HandedOver): readonly Native[] {
  if (text.handed.length === 0) return text.values;
  const values = [...text.values];
  for (const { at, what } of text.handed) values[at] = handed[what];
  return values;
}

function number(cell: Cell): number {
  return Number(cell ?? 0);
}

type Mutable = { -readonly [K in keyof Result]: Result[K] };

function readAnswer(columns: readonly AnswerColumn[], cells: readonly Cell[] | undefined): Result {
  const result: Mutable = { body: null, rows: 0 };
  if (cells === undefined) return result;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at];
    const cell = cells[at];
    if (cell === null || cell === undefined) continue;
    if (column === "body") result.body = String(cell);
    else if (column === "rows" || column === "total" || column === "inserted") result[column] = Number(cell);
    else if (column === "located") result.located = JSON.parse(String(cell)) as readonly (string | null)[];
    else if (column === "cursor") result.cursor = String(cell);
  }
  return result;
}
