// Values of a statement → what the driver is given. MySQL makes a number of any text, so what PostgreSQL refuses is
// refused here, in the same words; and what can be written in several ways gets the one form the database reads.

import type { DataType } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { notCountable, outOfRange, toBoolean, toBytes, toFloat, toText, toUuid } from "../shared/plain-values.ts";
import { invalidText } from "../shared/sql/invalid-text.ts";
import { toDate, toTime, toTimestamp } from "../shared/sql/times.ts";
import { integerRange } from "./types.ts";

/** Numbers are sent as doubles, bigints as 64-bit integers, `{ decimal }` as exact numbers, bytes as they are. */
export type Native = null | string | number | bigint | Uint8Array | { readonly decimal: string };

/** One value of a type. Null stays null; a value that is not there, as a missing claim, is null. */
export function toScalar(value: unknown, type: DataType | undefined): Native {
  if (value === null || value === undefined) return null;
  switch (type?.name) {
    case "smallint":
    case "integer":
    case "bigint":
      return toInteger(value, type);
    case "decimal":
      return { decimal: toDecimal(value) };
    case "float":
      return toFloat(value);
    case "boolean":
      return toBoolean(value) ? 1n : 0n;
    case "bytes":
      return toBytes(toText(value));
    default:
      return textOf(value, type);
  }
}

/** The same as a text, from which the statement makes the value again: an element of a JSON list that is sent. */
export function toStored(value: unknown, type: DataType | undefined): string | null {
  const native = toScalar(value, type);
  if (native === null || typeof native === "string") return native;
  if (native instanceof Uint8Array) return Buffer.from(native).toString("hex");
  return typeof native === "object" ? native.decimal : String(native);
}

function textOf(value: unknown, type: DataType | undefined): string {
  switch (type?.name) {
    case "date":
      return toDate(toText(value));
    case "time":
      return toTime(toText(value));
    case "timestamp":
      return toTimestamp(toText(value), false);
    case "timestamptz":
      return toTimestamp(toText(value), true);
    case "uuid":
      return toUuid(toText(value));
    case "json":
      return toJson(value);
    default:
      return toText(value);
  }
}

/** A JSON array for `JSON_TABLE`. A list that is not there is empty: nothing is in it. */
export function toList(value: unknown, type: DataType | undefined): string {
  if (value === null || value === undefined) return "[]";
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return JSON.stringify(items.map((item) => toStored(item, type)));
}

/** Throws 22023 unless it is a whole number that is not negative. */
export function toCount(value: unknown, most?: number, more = 0): bigint {
  const text = toText(value ?? "");
  if (!/^\d{1,18}$/.test(text)) {
    throw notCountable();
  }
  const given = BigInt(text);
  return (most !== undefined && given > BigInt(most) ? BigInt(most) : given) + BigInt(more);
}

function toInteger(value: unknown, type: DataType): bigint {
  const text = toText(value);
  const digits = /^\s*([+-]?\d{1,40})\s*$/.exec(text)?.[1];
  const [least, most] = integerRange(type);
  const number = digits === undefined ? undefined : BigInt(digits.replace("+", ""));
  if (number !== undefined && number >= least && number <= most) return number;
  if (number === undefined && !/^\s*[+-]?\d+\s*$/.test(text)) throw invalidText(type.name, text);
  throw outOfRange(text, type.name);
}

/** Digits that a DECIMAL has room for at most, and behind the point. */
const mostDigits = 65;
const mostFraction = 38;

/** The plain spelling: an exponent would make a double of it. */
function toDecimal(value: unknown): string {
  const text = toText(value).trim();
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null || `${parts[2]}${parts[3]}` === "") throw invalidText("numeric", text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const shift = Number(exponent);
  const digits = `${whole}${fraction}`;
  const point = whole.length + shift;
  const padded = point <= 0 ? `${"0".repeat(1 - point)}${digits}` : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const behind = padded.slice(at).replace(/0+$/, "");
  if (before.length + behind.length > mostDigits || behind.length > mostFraction) throw outOfRange(text, "numeric");
  return `${sign === "-" ? "-" : ""}${before}${behind === "" ? "" : `.${behind}`}`;
}

/** A text is JSON already; of a body, `bodies.ts` has made it one. */
function toJson(value: unknown): string {
  const text = toText(value);
  try {
    JSON.parse(text);
  } catch {
    throw new Problem({ code: "22P02", category: "invalid", message: "invalid input syntax for type json" });
  }
  return text;
}
