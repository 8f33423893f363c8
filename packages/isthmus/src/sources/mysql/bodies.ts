// JSON bodies of writes: read once per call, each value checked by its field's type and handed on as a text.

import { Problem, type DataType } from "../../core/index.ts";
import { type Raw, withRaw } from "../shared/sql/raw-json.ts";
import { toText } from "../shared/plain-values.ts";
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
export function rowsOf(parsed: unknown, fields: ReadonlyMap<string, DataType>): string {
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return JSON.stringify(
    rows.map((row) => {
      const given = objectOf(row);
      const made: Record<string, string | null> = {};
      let place = 0;
      for (const [name, type] of fields) {
        if (Object.hasOwn(given, name)) made[`f${place}`] = toStored(spelled(given[name], type), type);
        place++;
      }
      return made;
    }),
  );
}

function objectOf(row: unknown): Members {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return row as Members;
  throw new Problem({ code: "22023", category: "invalid", message: "a row must be a JSON object" });
}

/** A number's own digits; of a JSON field, the value's JSON text. */
function spelled(value: unknown, type: DataType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (type?.name === "json") {
    if (typeof value === "string") toText(value);
    return JSON.stringify(value);
  }
  return withRaw.isRawJSON(value) ? (value as Raw).rawJSON : value;
}
