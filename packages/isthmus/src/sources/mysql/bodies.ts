// JSON bodies of writes: read once per call, each value checked by its field's type and handed on as a text.

import { Problem, type DataType } from "../../core/index.ts";
import { type Raw, withRaw } from "../shared/sql/raw-json.ts";
import type { RequiredFields } from "../shared/sql/command.ts";
import { refuseNul, toText } from "../shared/plain-values.ts";
import { nullRefused } from "../shared/refusals.ts";
import { scaledText } from "../shared/scaled-text.ts";
import { withinLength } from "../shared/within-length.ts";
import { toScalar, toStored, type Native } from "./values.ts";

type Members = Readonly<Record<string, unknown>>;

export function parseBody(body: unknown): unknown {
  const text = toText(body);
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
      if (typeof value !== "number" || context?.source === undefined) return value;
      return String(value) === context.source ? value : withRaw.rawJSON(context.source);
    });
  } catch {
    throw new Problem({ code: "22P02", category: "invalid", message: "invalid input syntax for type json" });
  }
}

/** A member of the one object, or the element of the list at a place. */
export function memberOf(parsed: unknown, member: string | number, type: DataType | undefined): Native {
  const holder = typeof member === "number" ? (parsed as readonly unknown[]) : objectOf(parsed);
  const value = Object.hasOwn(holder, member) ? (holder as Record<string | number, unknown>)[member] : null;
  return toScalar(spelled(value, type), type);
}

/**
 * The objects of a body as the JSON text that `JSON_TABLE` takes apart: members go by their field's place (`f0`, `f1`, …)
 * and are texts or null; what an object has not, is not there.
 */
export function rowsOf(parsed: unknown, fields: ReadonlyMap<string, DataType>, required?: RequiredFields): string {
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const made = rows.map((row) => {
    const given = objectOf(row);
    const texts: Record<string, string | null> = {};
    let place = 0;
    for (const [name, type] of fields) {
      if (Object.hasOwn(given, name)) texts[`f${place}`] = fitting(toStored(spelled(given[name], type), type), type);
      place++;
    }
    return texts;
  });
  if (required !== undefined) for (const row of rows) checkRequired(objectOf(row), required);
  return JSON.stringify(made);
}

/** The database looks at the values of a list only where it writes them. */
function fitting(text: string | null, type: DataType): string | null {
  if (text === null) return null;
  return type.name === "decimal" ? scaledText(text, type) : withinLength(text, type);
}

function checkRequired(given: Members, { table, fields }: RequiredFields): void {
  for (const { name, absent } of fields) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === null || (value === undefined && !absent)) throw nullRefused(table, name);
  }
}

function objectOf(row: unknown): Members {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return row as Members;
  throw new Problem({ code: "22023", category: "invalid", message: "a row must be a JSON object" });
}

/** A number's own digits; of a JSON field, the value's JSON text. */
function spelled(value: unknown, type: DataType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" || typeof value === "string") refuseNul(value);
  if (type?.name === "json") return JSON.stringify(value);
  return withRaw.isRawJSON(value) ? (value as Raw).rawJSON : value;
}
