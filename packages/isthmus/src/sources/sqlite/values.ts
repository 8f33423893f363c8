// Values of a statement → what SQLite stores. SQLite's columns take anything, so what PostgreSQL refuses is refused
// here, in the same words; and what can be written in several ways gets the one form that compares right as stored.

import { Problem, type DataType } from "../../core/index.ts";
import type { Native } from "./bound.ts";
import { notCountable, outOfRange, toBoolean, toBytes, toFloat, toText, toUuid } from "../shared/plain-values.ts";
import { invalidText } from "../shared/sql/invalid-text.ts";
import { spell } from "./spelling.ts";
import { toDate, toTime, toTimestamp } from "../shared/sql/times.ts";

/** One value of a type. Null stays null; a value that is not there, as a missing claim, is null. */
export function toScalar(value: unknown, type: DataType | undefined): Native {
  if (value === null || value === undefined) return null;
  switch (type?.name) {
    case "smallint":
      return toInteger(value, "smallint", 32_767n);
    case "integer":
      return toInteger(value, "integer", 2_147_483_647n);
    case "bigint":
      return toInteger(value, "bigint", 9_223_372_036_854_775_807n);
    case "decimal":
      return toDecimal(value, type.scale);
    case "float":
      return toFloat(value);
    case "boolean":
      return toBoolean(value) ? 1 : 0;
    case "date":
      return toDate(toText(value));
    case "time":
      return toTime(toText(value));
    case "timestamp":
      return spell(toTimestamp(toText(value), false), type.stored);
    case "timestamptz":
      return spell(toTimestamp(toText(value), true), type.stored);
    case "uuid":
      return toUuid(toText(value));
    case "bytes":
      return toBytes(toText(value));
    case "json":
      return toJson(value);
    default:
      return toText(value);
  }
}

/** A JSON array for `json_each`. A list that is not there is empty: nothing is in it. */
export function toList(value: unknown, type: DataType | undefined): string {
  if (value === null || value === undefined) return "[]";
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return `[${items.map((item) => jsonOf(toScalar(item, type))).join(",")}]`;
}

/** Throws 22023 unless it is a whole number that is not negative. */
export function toCount(value: unknown): Native {
  if (value === null || value === undefined) return null;
  const text = toText(value);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (/^\d{16,18}$/.test(text)) return BigInt(text);
  throw notCountable();
}

/** A stored value as JSON; whole numbers keep all their digits. */
export function jsonOf(value: Native): string {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return JSON.stringify(`\\x${Buffer.from(value).toString("hex")}`);
  return JSON.stringify(value);
}

function toInteger(value: unknown, name: string, largest: bigint): number | bigint {
  if (typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) <= largest) return value;
  const text = toText(value);
  const digits = /^\s*([+-]?\d{1,40})\s*$/.exec(text)?.[1];
  if (digits === undefined) throw /^\s*[+-]?\d+\s*$/.test(text) ? outOfRange(text, name) : invalidText(name, text);
  const number = Number(digits);
  const exact = Number.isSafeInteger(number) ? number : BigInt(digits.replace("+", ""));
  if (exact > largest || exact < -largest - 1n) throw outOfRange(text, name);
  return exact;
}

/** SQLite keeps 64-bit whole numbers and 15 significant digits of others; what has more stays a text to be compared with. */
function toDecimal(value: unknown, scale: number | undefined): Native {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = toText(value).trim();
  const parts = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null || `${parts[1]}${parts[2]}` === "") throw invalidText("numeric", text);
  // Digits beyond the declared scale are not answered, so that they need not be kept.
  const fraction = (parts[2] ?? "").replace(/0+$/, "").slice(0, scale);
  const digits = `${parts[1]}${fraction}`.replace(/^0+/, "");
  if (digits.length <= 15) return Number(text);
  if (parts[2] === "" && parts[3] === undefined && digits.length <= 18) return BigInt(text.replace(/[+.]/g, ""));
  return text;
}

function toJson(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  try {
    JSON.parse(value);
  } catch {
    throw new Problem({ code: "22P02", category: "invalid", message: "invalid input syntax for type json" });
  }
  return value;
}
