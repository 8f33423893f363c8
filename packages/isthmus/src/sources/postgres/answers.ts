// The one row of an answer → a Result.

import { Problem, type Result } from "../../core/index.ts";
import type { AnswerColumn, SqlCommand } from "../shared/sql/command.ts";
import type { Answered } from "./exchange.ts";

type Cell = string | null;
type Mutable = { -readonly [K in keyof Result]: Result[K] };

/** What a command's statement has answered, in whichever form the command gives it. Throws as `readAnswer` does. */
export function resultOf({ columns, each }: SqlCommand, { rows, tag }: Answered): Result {
  if (each !== true) return readAnswer(columns, rows[0]);
  if (columns.length === 0) return { body: null, rows: Number(tag.slice(tag.lastIndexOf(" ") + 1)) };
  const result = { ...readAnswer(columns, rows[0]), rows: rows.length };
  const body = columns.indexOf("body");
  return body < 0 ? result : { ...result, body: `[${rows.map((row) => row[body] ?? "null").join(", \n ")}]` };
}

/** Throws PGRST111 and PGRST112 for headers and a status that a function has set and that cannot be read. */
export function readAnswer(columns: readonly AnswerColumn[], row: readonly Cell[] | undefined): Result {
  const result: Mutable = { body: null, rows: 0 };
  if (row === undefined) return result;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at];
    const cell = row[at];
    if (column === "body") result.body = cell ?? null;
    else if (cell !== null && cell !== undefined && cell !== "" && column !== undefined) readCell(result, column, cell);
  }
  return result;
}

/** Adds what a trigger or the pre-request function has said about the reply; a call's own answer has it already. */
export function withSaid(result: Result, said: Answered | undefined): Result {
  const row = said?.rows[0];
  return row === undefined ? result : { ...result, ...onlySaid(readAnswer(["headers", "status"], row)) };
}

function onlySaid({ headers, status }: Result): Partial<Result> {
  return { ...(headers === undefined ? {} : { headers }), ...(status === undefined ? {} : { status }) };
}

function readCell(result: Mutable, column: Exclude<AnswerColumn, "body">, cell: string): void {
  switch (column) {
    case "rows":
    case "total":
    case "inserted":
      result[column] = Number(cell);
      return;
    case "located":
      result.located = JSON.parse(cell) as readonly Cell[];
      return;
    case "cursor":
      result.cursor = cell;
      return;
    case "headers":
      result.headers = readHeaders(cell);
      return;
    case "status":
      result.status = readStatus(cell);
  }
}

/** `[{"X-One": "1"}, {"X-Two": "2"}]`, as PostgREST takes them. */
function readHeaders(text: string): readonly (readonly [string, string])[] {
  const list = parse(text);
  if (!Array.isArray(list)) throw badHeaders();
  return list.map((item: unknown) => {
    const entries = typeof item === "object" && item !== null && !Array.isArray(item) ? Object.entries(item) : [];
    const [entry] = entries;
    if (entry === undefined || entries.length !== 1 || typeof entry[1] !== "string") throw badHeaders();
    return [entry[0], entry[1]];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badHeaders();
  }
}

function readStatus(text: string): number {
  if (/^\d{3}$/.test(text)) return Number(text);
  throw new Problem({
    code: "PGRST112",
    category: "internal",
    message: "response.status guc must be a valid status code",
  });
}

function badHeaders(): Problem {
  return new Problem({
    code: "PGRST111",
    category: "internal",
    message: "response.headers guc must be a JSON array composed of objects with a single key and a string value",
  });
}
