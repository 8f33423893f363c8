// What callers give → values, read as PostgreSQL reads them. Throws 22P02 and its like for what is none of its type.

import { Problem } from "../../core/index.ts";
import { invalidText } from "./sql/invalid-text.ts";

/** Throws 22021 for the NUL character, which PostgreSQL stores in no text. */
export function toText(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value as number | bigint | boolean);
  if (!text.includes("\u0000")) return text;
  throw new Problem({ code: "22021", category: "invalid", message: 'invalid byte sequence for encoding "UTF8": 0x00' });
}

/** Of a value in a JSON body. Throws 22P05 for a NUL character in it, at any depth. */
export function refuseNul(value: unknown): void {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const has = typeof value === "string" ? text.includes("\u0000") : /(?<!\\)(?:\\\\)*\\u0000/.test(text);
  if (!has) return;
  throw new Problem({
    code: "22P05",
    category: "invalid",
    message: "unsupported Unicode escape sequence",
    details: "\\u0000 cannot be converted to text.",
  });
}

export function toFloat(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = toText(value).trim();
  // What JSON spelled with too many digits is infinite when it is read.
  if (typeof value !== "number" && !/^[+-]?(\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?$/.test(text))
    throw invalidText("double precision", text);
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  // Of floats alone PostgreSQL does not say "value".
  throw new Problem({
    code: "22003",
    category: "invalid",
    message: `"${text.slice(0, 60)}" is out of range for type double precision`,
  });
}

/** PostgreSQL takes every unambiguous beginning of these words. */
const truths = new Set(["t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"]);
const untruths = new Set(["f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"]);

export function toBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  const text = toText(value);
  const word = text.trim().toLowerCase();
  if (truths.has(word)) return true;
  if (untruths.has(word)) return false;
  throw invalidText("boolean", text);
}

/** With or without hyphens and braces. */
export function toUuid(text: string): string {
  const digits = text
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .replaceAll("-", "")
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) throw invalidText("uuid", text);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The hexadecimal form. A copy of its own: what `Buffer` gives may be a piece of a larger one, which a worker would get whole. */
export function toBytes(text: string): Uint8Array {
  if (!/^\\x(?:[0-9a-fA-F]{2})*$/.test(text)) throw invalidText("bytea", text);
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}

export function outOfRange(text: string, type: string): Problem {
  return new Problem({
    code: "22003",
    category: "invalid",
    message: `value "${text.slice(0, 60)}" is out of range for type ${type}`,
  });
}

/** Of a limit or an offset. */
export function notCountable(): Problem {
  return new Problem({
    code: "22023",
    category: "invalid",
    message: "A limit or an offset must be a whole number that is not negative",
  });
}
