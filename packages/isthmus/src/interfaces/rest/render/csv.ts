// The answer's rows as CSV, from their JSON text: one line for the names and one for each row, no line break at the end.
// Quoted as PostgreSQL prints a record (RFC 4180 reads it): null is nothing, the empty text is `""`, truth is `t` or `f`.
// Objects and arrays stand as the JSON text they are.

import { endOfValue, scanArray, scanObject, skipSpace, stringAt } from "./json-scan.ts";

type Row = ReadonlyMap<string, string>;

/** `columns`: the names in their order; without them the first row's. A list of bare values has one column. */
export function csv(body: string, columns?: readonly string[]): string {
  const rows = readRows(body, columns?.[0] ?? "value");
  const names = columns ?? [...(rows[0]?.keys() ?? [])];
  const lines = [names.map(quote).join(",")];
  for (const row of rows) lines.push(names.map((name) => row.get(name) ?? "").join(","));
  return lines.length === 1 ? `${lines[0]}\n` : lines.join("\n");
}

function readRows(body: string, nameOfBareValue: string): readonly Row[] {
  const rows: Row[] = [];
  const read = (start: number, end: number): void => {
    rows.push(body[start] === "{" ? readRow(body, start) : new Map([[nameOfBareValue, cell(body, start, end)]]));
  };
  const start = skipSpace(body, 0);
  if (body[start] === "[") scanArray(body, start, read);
  else if (start < body.length) read(start, endOfValue(body, start));
  return rows;
}

function readRow(body: string, start: number): Row {
  const row = new Map<string, string>();
  scanObject(body, start, (key, from, to) => row.set(key, cell(body, from, to)));
  return row;
}

function cell(body: string, start: number, end: number): string {
  switch (body[start]) {
    case '"':
      return quote(stringAt(body, start, end));
    case "n":
      return "";
    case "t":
      return "t";
    case "f":
      return "f";
    default:
      return quote(body.slice(start, end));
  }
}

function quote(text: string): string {
  return text === "" || /[\s"\\(),]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
