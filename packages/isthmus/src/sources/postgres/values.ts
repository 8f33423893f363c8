// Values of a statement → the texts PostgreSQL reads. Numbers and dates are never parsed here: their text is what counts.

import type { Execution } from "../../core/index.ts";
import { notCountable } from "../shared/plain-values.ts";
import type { Parameter } from "../shared/sql/command.ts";
import { valueOf } from "../shared/value-of.ts";

export type Encoded = string | null;

export function encodeAll(parameters: readonly Parameter[], call: Execution): readonly Encoded[] {
  return parameters.map((parameter) => encode(parameter, valueOf(parameter.value, call)));
}

function encode(parameter: Parameter, value: unknown): Encoded {
  if (parameter.as === "list") return encodeList(value);
  if (value === undefined || value === null) return null;
  if (parameter.as === "count") return encodeCount(value);
  if (parameter.as === "scalar" && Array.isArray(value)) return encodeList(value);
  return encodeText(value);
}

function encodeText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value as number | bigint | boolean);
}

/** A list that is not there, a missing claim for instance, is empty: nothing is in it. */
function encodeList(value: unknown): string {
  if (value === undefined || value === null) return "{}";
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  let text = "{";
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (at > 0) text += ",";
    text += item === null || item === undefined ? "NULL" : quote(encodeText(item));
  }
  return `${text}}`;
}

function quote(text: string): string {
  return `"${/[\\"]/.test(text) ? text.replace(/[\\"]/g, "\\$&") : text}"`;
}

function encodeCount(value: unknown): string {
  const text = String(value);
  if (/^\d{1,18}$/.test(text)) return text;
  throw notCountable();
}
