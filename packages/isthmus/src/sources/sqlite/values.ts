// Values of a statement → what SQLite stores. SQLite's columns take anything, so what PostgreSQL refuses is refused
// here, in the same words; and what can be written in several ways gets the one form that compares right as stored.

import { Problem, type DataType } from "../../core/index.ts";
import type { Native } from "./bound.ts";
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
      return toBoolean(value);
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
  throw new Problem({
    code: "22023",
    category: "invalid",
    message: "A limit or an offset must be a whole number that is not negative",
  });
}

/** Throws 22021 for the NUL character, which neither database stores in a text. */
export function toText(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value as number | bigint | boolean);
  if (text.includes("\u0000")) {
    throw new Problem({
      code: "22021",
      category: "invalid",
      message: 'invalid byte sequence for encoding "UTF8": 0x00',
    });
  }
  return text;
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

function outOfRange(text: string, name: string): Problem {
  return new Problem({
    code: "22003",
    category: "invalid",
    message: `value "${text.slice(0, 60)}" is out of range for type ${name}`,
  });
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

function toFloat(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = toText(value).trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?$/.test(text)) throw invalidText("double precision", text);
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw new Problem({
    code: "22003",
    category: "invalid",
    message: `"${text.slice(0, 60)}" is out of range for type double precision`,
  });
}

/** PostgreSQL takes every unambiguous beginning of these words. */
const truths = new Set(["t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"]);
const untruths = new Set(["f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"]);

function toBoolean(value: unknown): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  const text = toText(value);
  const word = text.trim().toLowerCase();
  if (truths.has(word)) return 1;
  if (untruths.has(word)) return 0;
  throw invalidText("boolean", text);
}

/** With or without hyphens and braces, as PostgreSQL takes them. */
function toUuid(text: string): string {
  const digits = text
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .replaceAll("-", "")
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) throw invalidText("uuid", text);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** PostgreSQL's hexadecimal form. */
function toBytes(text: string): Uint8Array {
  if (!/^\\x(?:[0-9a-fA-F]{2})*$/.test(text)) throw invalidText("bytea", text);
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
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
