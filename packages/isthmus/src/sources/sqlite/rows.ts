// The JSON body of a write, checked field by field before SQLite, whose columns take anything, gets it.

import { Problem, type DataType } from "../../core/index.ts";
import { refuseNul, toText } from "../shared/plain-values.ts";
import { type Raw, withRaw } from "./raw-json.ts";
import { scaledText } from "../shared/scaled-text.ts";
import { withinLength } from "../shared/within-length.ts";
import { jsonOf, toScalar } from "./values.ts";

/**
 * The body with every value in the form in which it is stored; the very same text when nothing had to change. Keys that
 * are no fields are left alone: nobody reads them. Throws 22P02, 22003, 22008, 22001 as PostgreSQL would.
 */
export function checkRows(body: unknown, fields: ReadonlyMap<string, DataType>): string {
  const text = toText(body);
  const parsed = parse(text);
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const mayHaveNul = text.includes("\\u0000");
  let changed = false;
  for (const row of rows) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new Problem({ code: "22023", category: "invalid", message: "a row must be a JSON object" });
    }
    if (mayHaveNul) checkNul(row as Readonly<Record<string, unknown>>, fields);
    changed = checkRow(row as Record<string, unknown>, fields) || changed;
  }
  return changed ? JSON.stringify(parsed) : text;
}

function checkNul(row: Readonly<Record<string, unknown>>, fields: ReadonlyMap<string, DataType>): void {
  for (const key of Object.keys(row)) if (fields.has(key)) refuseNul(row[key]);
}

/** Whether a value had to be changed; it is then, in place. */
function checkRow(row: Record<string, unknown>, fields: ReadonlyMap<string, DataType>): boolean {
  let changed = false;
  for (const key of Object.keys(row)) {
    const type = fields.get(key);
    const value = row[key];
    if (type === undefined || value === null || value === undefined) continue;
    const stored = checkValue(value, type, key);
    if (stored === value) continue;
    row[key] = stored;
    changed = true;
  }
  return changed;
}

function checkValue(value: unknown, type: DataType, field: string): unknown {
  if (type.name === "json") return value;
  if (type.name === "boolean" && typeof value === "boolean") return value;
  const written = scaled(withRaw.isRawJSON(value) ? (value as Raw).rawJSON : value, type);
  const stored = toScalar(written, type);
  if (type.name === "decimal" && typeof stored === "string") throw tooExact(field);
  if (typeof stored === "string") return withinLength(stored, type);
  if (typeof stored === "bigint" || stored instanceof Uint8Array) {
    const raw = jsonOf(stored);
    if (value !== written && raw === written) return value;
    return stored instanceof Uint8Array ? JSON.parse(raw) : withRaw.rawJSON(raw);
  }
  return stored;
}

/** SQLite knows no scale: a decimal keeps every digit it is given. */
function scaled(value: unknown, type: DataType): unknown {
  if (type.name !== "decimal" || type.scale === undefined) return value;
  const text = toText(value);
  const fitting = scaledText(text, type);
  return fitting === text ? value : fitting;
}

/** A column of numbers would make a rounded one of it. */
function tooExact(field: string): Problem {
  return new Problem({
    code: "22003",
    category: "invalid",
    message: `value of field "${field}" has more digits than the database keeps`,
    details: "SQLite keeps 15 significant digits of a decimal, and 18 of a whole number",
    hint: "Send a rounded value, or declare the column as TEXT",
  });
}

/** Numbers whose digits JavaScript would lose stay as they are written. */
function parse(text: string): unknown {
  try {
    return /[\d.]{16}/.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
  } catch {
    throw new Problem({ code: "PGRST102", category: "invalid", message: "Empty or invalid json" });
  }
}

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return context.source.replace(/[eE].*$|\D/g, "").length > 15 ? withRaw.rawJSON(context.source) : value;
}
