// What stands in documents, as the driver gives it: its kinds, its order, and what makes two values the same.

import { compareDecimals, type Decimal, decimalText, parseDecimal } from "../shared/decimal.ts";

/** A value of a document; `undefined` where the field is not there. */
export type Native = unknown;
export type Document = Readonly<Record<string, Native>>;

/** By the mark that every class of BSON's carries. */
export function bsonType(value: Native): string | undefined {
  if (typeof value !== "object" || value === null || !("_bsontype" in value)) return undefined;
  return typeof value._bsontype === "string" ? value._bsontype : undefined;
}

/** What a special value has for a text; of one that has none (a regular expression, code, MinKey), its parts. */
export function bsonText(value: object): string {
  if (value.toString !== Object.prototype.toString) return (value as { toString(): string }).toString();
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part));
}

/** A null of JSON's, which is a value in SQL. */
export const jsonNull = Object.freeze({ toJSON: () => null });

export function isNull(value: Native): value is null | undefined {
  return value === null || value === undefined;
}

export function isDocument(value: Native): value is Document {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    bsonType(value) === undefined
  );
}

/** A number with all its digits; `undefined` where it is none, or not finite. */
export function decimalOf(value: Native): Decimal | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? parseDecimal(String(value)) : undefined;
  if (typeof value === "bigint") return { digits: value, scale: 0 };
  const type = bsonType(value);
  if (type === "Decimal128" || type === "Long" || type === "Double" || type === "Int32")
    return parseDecimal(String(value));
  return undefined;
}

/** Kinds of value that can be compared with each other; MongoDB's operators keep to them too. */
function kindOf(value: Native): string {
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (value instanceof Date) return "date";
  const type = bsonType(value);
  if (type === "Decimal128" || type === "Long" || type === "Double" || type === "Int32") return "number";
  if (type === "UUID") return "Binary";
  return type ?? (Array.isArray(value) ? "array" : typeof value);
}

/** Less than 0, 0 or more; `undefined` where the two are of different kinds, or one is null. */
export function compare(a: Native, b: Native): number | undefined {
  if (isNull(a) || isNull(b)) return undefined;
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "bigint" && typeof b === "bigint") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return undefined;
  switch (kind) {
    case "number":
      return compareNumbers(a, b);
    case "boolean":
      return Number(a) - Number(b);
    case "date":
      return Number(a) - Number(b);
    default: {
      const [left, right] = [identityOf(a), identityOf(b)];
      return left < right ? -1 : left > right ? 1 : 0;
    }
  }
}

function compareNumbers(a: Native, b: Native): number | undefined {
  // JavaScript compares whole numbers of both kinds exactly.
  if (bsonType(a) === undefined && bsonType(b) === undefined) {
    const [left, right] = [a as number | bigint, b as number | bigint];
    if (Number.isNaN(left) || Number.isNaN(right)) return undefined;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return left === undefined || right === undefined ? undefined : compareDecimals(left, right);
}

/** By code point, as databases compare texts without a collation; UTF-16 puts what is beyond U+FFFF before U+E000. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    const [low, high] = [isSurrogate(left), isSurrogate(right)];
    return low === high ? left - right : low ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** The same text for values that are equal, whatever kind of number they are; documents are equal whatever their order. */
export function identityOf(value: Native): string {
  if (typeof value === "string") return `s${value}`;
  if (typeof value === "bigint") return `n${value}`;
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? `n${value}` : `n${numberText(value)}`;
  if (isNull(value) || value === jsonNull) return "0";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof Date) return `d${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(identityOf(item))).join(",")}]`;
  const type = bsonType(value);
  if (type === undefined) {
    const members = Object.entries(value as Document).map(([key, item]) => [key, identityOf(item)] as const);
    return `{${JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)))}}`;
  }
  const number = decimalOf(value);
  if (number !== undefined) return `n${trimmed(decimalText(number))}`;
  const bytes = bytesOf(value);
  if (bytes !== undefined) return `b${bytes.toString("hex")}`;
  return `${type}:${bsonText(value)}`;
}

function numberText(value: number): string {
  const number = decimalOf(value);
  return number === undefined ? String(value) : trimmed(decimalText(number));
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Of a Binary or a UUID. */
export function bytesOf(value: Native): Buffer | undefined {
  const type = bsonType(value);
  if (type !== "Binary" && type !== "UUID") return undefined;
  const { buffer, position } = value as { readonly buffer: Uint8Array; readonly position?: number };
  return Buffer.from(buffer.buffer, buffer.byteOffset, position ?? buffer.byteLength);
}
