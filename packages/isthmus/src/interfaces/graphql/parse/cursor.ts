// Cursors: the JSON text of a row's order values, as the database wrote it. Opaque to callers.

import { Problem } from "../../../core/index.ts";
import type { Value } from "../../../core/index.ts";
import { type Given, readOf } from "./given.ts";
import { parseJson, rawText } from "./json.ts";
import { addInput, type Inputs } from "./work.ts";

/** The cursor behind which a page begins. */
export function addCursor(inputs: Inputs, given: Given, length: number): Value {
  const read = readOf(given);
  return addInput(inputs, (variables) => cursorValues(read(variables), length));
}

/** Throws ISTHMUS111 for what is no cursor of an order with `length` terms. Numbers keep their digits. */
export function cursorValues(cursor: unknown, length: number): readonly (string | null)[] {
  const values = typeof cursor === "string" ? parsed(cursor) : undefined;
  if (!Array.isArray(values) || values.length !== length) throw wrongCursor();
  return values.map((value: unknown) => {
    const raw = rawText(value);
    if (raw !== undefined) return raw;
    if (value === null) return null;
    if (typeof value === "object") return JSON.stringify(value);
    const text = String(value as string | number | boolean);
    if (text.includes("\0")) throw wrongCursor();
    return text;
  });
}

function parsed(cursor: string): unknown {
  try {
    return parseJson(cursor);
  } catch {
    // JSON.parse throws for nothing but a text that is no cursor.
    return undefined;
  }
}

function wrongCursor(): Problem {
  return new Problem({
    code: "ISTHMUS111",
    category: "invalid",
    message: "The cursor does not belong to this request",
    details: "after takes the cursor of an answer to the same field with the same order_by, unchanged",
  });
}
