// Rows of a JSON body → what is stored: checked field by field, since MongoDB's fields take anything.

import { Problem } from "../../core/index.ts";
import type { Preset, Written } from "./command.ts";
import { storedType, valueOf } from "./comparison.ts";
import { isDocument, isNull, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { refuseNul } from "../shared/plain-values.ts";
import { nullRefused } from "../shared/refusals.ts";
import { fromParsed, keepDigits, toJson } from "./texts.ts";
import { withinLength } from "../shared/within-length.ts";
import { toNative, toScaled, withRaw } from "./values.ts";

export type Given = Readonly<Record<string, unknown>>;

/** The objects of a body; one object is as good as a list of one. Numbers that a double would round are kept raw. */
export function rowsIn(body: unknown): readonly Given[] {
  const parsed = parse(body);
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return rows.map((row) => {
    if (isDocument(row) && !withRaw.isRawJSON(row)) return row;
    throw new Problem({ code: "22023", category: "invalid", message: "a row must be a JSON object" });
  });
}

function parse(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body, keepDigits);
  } catch {
    throw new Problem({ code: "PGRST102", category: "invalid", message: "Empty or invalid json" });
  }
}

/** The value of a body's member as the field stores it. */
export function storedValue(reach: Reach, { type, field }: Written, value: unknown): Native {
  if (isNull(value)) return null;
  if (typeof value === "string") refuseNul(value);
  if (type.name === "json" || type.name === "array" || type.name === "composite") return fromParsed(value, reach);
  if (isDocument(value) || Array.isArray(value)) {
    if (!withRaw.isRawJSON(value) && type.name !== "text" && type.name !== "enum") {
      throw new Problem({
        code: "22P02",
        category: "invalid",
        message: `a value of field "${field}" is no ${type.name}, but a document or a list`,
      });
    }
  }
  const native = toNative(toScaled(value, type), storedType(reach, type), reach.bson);
  return typeof native === "string" ? withinLength(native, type) : native;
}

/** A value the interface or the policy sets. */
export function presetValue(reach: Reach, { field, value }: Preset): Native {
  const given = valueOf(reach, value);
  if (field.type.name === "json") return isNull(given) ? null : toJson(given, reach);
  return storedValue(reach, field, given);
}

export function defaultOf(reach: Reach, field: Written): Native {
  return field.default === undefined ? null : storedValue(reach, field, field.default);
}

/** Whether a null is written; where the collection's validator takes none, the field is left out instead. */
export function keepsNull({ type }: Written): boolean {
  return type.native.endsWith("|null");
}

export function checkNull(resource: string, field: Written, value: Native): void {
  if (isNull(value) && !field.nullable) throw nullRefused({ name: resource }, field.field);
}
