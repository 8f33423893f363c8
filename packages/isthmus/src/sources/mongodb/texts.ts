// Texts that stand for something else: LIKE's patterns, and JSON.

import { Problem } from "../../core/index.ts";
import { refuseNul } from "../shared/plain-values.ts";
import { isDocument, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { type Raw, withRaw } from "./values.ts";

/** `%` and `_` as a regular expression over the whole text; a backslash takes the next character as it is. */
export function likeExpression(pattern: string): string {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern[at] ?? "";
    if (unit === "\\") {
      at += 1;
      if (at === pattern.length) {
        throw new Problem({
          code: "22025",
          category: "invalid",
          message: "LIKE pattern must not end with escape character",
        });
      }
      source += escaped(pattern[at] ?? "");
    } else if (unit === "%") source += ".*";
    else source += unit === "_" ? "." : escaped(unit);
  }
  // Without an end it is a prefix, for which an index is of use; `$` would match ahead of a line's end.
  return source.endsWith(".*") && pattern.endsWith("%") && !pattern.endsWith("\\%")
    ? `^${source.slice(0, -2)}`
    : `^${source}\\z`;
}

function escaped(unit: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(unit) ? `\\${unit}` : unit;
}

/** JSON text as a value of a document; numbers keep their digits as far as the server has a type for them. */
export function toJson(value: unknown, reach: Pick<Reach, "bson" | "decimal128">): Native {
  if (typeof value !== "string") return fromParsed(value, reach);
  try {
    return fromParsed(JSON.parse(value, keepDigits), reach);
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    throw new Problem({ code: "22P02", category: "invalid", message: "invalid input syntax for type json" });
  }
}

export function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return String(value) === context.source ? value : withRaw.rawJSON(context.source);
}

/** A parsed JSON value, whose numbers may be raw, as a value of a document. */
export function fromParsed(value: unknown, reach: Pick<Reach, "bson" | "decimal128">): Native {
  if (typeof value === "string") {
    refuseNul(value);
    return value;
  }
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value !== "object" || value === null) return value;
  if (withRaw.isRawJSON(value)) return fromRaw(value, reach);
  if (Array.isArray(value)) return value.map((item) => fromParsed(item, reach));
  // The mark by which the driver knows its classes, which carry it on their prototypes.
  if (Object.hasOwn(value, "_bsontype")) throw wrongKey("_bsontype");
  if (!isDocument(value)) return value;
  const document: Record<string, Native> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key.startsWith("$") || key.includes(".") || key.includes("\0")) throw wrongKey(key);
    // `__proto__` too becomes a member, and not the object's prototype.
    Object.defineProperty(document, key, {
      value: fromParsed(item, reach),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return document;
}

function fromRaw({ rawJSON }: Raw, { bson, decimal128 }: Pick<Reach, "bson" | "decimal128">): Native {
  const number = Number(rawJSON);
  const digits = rawJSON.replace(/[eE].*$|\D/g, "").replace(/^0+/, "");
  if (digits.length <= 15) return number;
  if (/^-?\d+$/.test(rawJSON)) {
    const whole = BigInt(rawJSON);
    if (whole <= 9_223_372_036_854_775_807n && whole >= -9_223_372_036_854_775_808n) return whole;
  }
  return decimal128 && digits.length <= 34 ? bson.Decimal128.fromString(rawJSON) : number;
}

/** MongoDB's own commands give names with a dollar or a dot a meaning, and its driver one name of its own. */
function wrongKey(key: string): Problem {
  return new Problem({
    code: "22P02",
    category: "invalid",
    message: "a document holds a name that MongoDB does not store",
    details: `${JSON.stringify(key.slice(0, 60))} begins with $, holds a dot or NUL, or is _bsontype`,
  });
}
