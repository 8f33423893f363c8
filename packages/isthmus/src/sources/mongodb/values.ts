// Values of a statement → what documents hold. MongoDB's fields take anything, so what PostgreSQL refuses is refused
// here, in the same words. The driver's classes are loaded when the first source is opened.

import type * as mongodb from "mongodb";
import type { DataType } from "../../core/index.ts";
import { notCountable, outOfRange, toBoolean, toBytes, toFloat, toText, toUuid } from "../shared/plain-values.ts";
import { invalidText } from "../shared/sql/invalid-text.ts";
import { toDate, toTime, toTimestamp } from "../shared/sql/times.ts";
import { decimalText, parseDecimal } from "../shared/decimal.ts";
import { scaledText } from "../shared/scaled-text.ts";
import { isNull, type Native } from "./native.ts";

export type Bson = Pick<typeof mongodb, "Binary" | "Decimal128" | "Double" | "Long" | "ObjectId" | "UUID">;

export async function loadBson(): Promise<Bson> {
  return import("mongodb");
}

/** ECMAScript's JSON.rawJSON, which TypeScript's libraries do not know yet: numbers that keep all their digits. */
export interface Raw {
  readonly rawJSON: string;
}
export const withRaw = JSON as unknown as { rawJSON(text: string): Raw; isRawJSON(value: unknown): value is Raw };

/** One value of a type. Null stays null; a value that is not there, as a missing claim, is null. */
export function toNative(value: unknown, type: DataType, bson: Bson): Native {
  if (value === null || value === undefined) return null;
  if (withRaw.isRawJSON(value)) return toNative(value.rawJSON, type, bson);
  switch (type.name) {
    case "smallint":
      return Number(toInteger(value, "smallint", 32_767n));
    case "integer":
      return Number(toInteger(value, "integer", 2_147_483_647n));
    case "bigint":
      return toInteger(value, "bigint", 9_223_372_036_854_775_807n);
    case "decimal":
      return toDecimal(value, type, bson);
    case "float":
      return new bson.Double(toFloat(value));
    case "boolean":
      return toBoolean(value);
    case "date":
      return new Date(`${toDate(toText(value))}T00:00:00Z`);
    case "time":
      return toTime(toText(value));
    case "timestamp":
    case "timestamptz":
      return new Date(`${toTimestamp(toText(value), type.name === "timestamptz").replace(" ", "T")}Z`);
    case "uuid":
      return new bson.UUID(toUuid(toText(value)));
    case "bytes":
      return new bson.Binary(toBytes(toText(value)));
    case "enum":
      return toEnum(toText(value), type);
    case "other":
      return type.native.startsWith("objectId") ? toObjectId(toText(value), bson) : toText(value);
    default:
      return toText(value);
  }
}

/** Throws 22023 unless it is a whole number that is not negative. */
export function toCount(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  const text = toText(value);
  if (/^\d{1,18}$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  throw notCountable();
}

function toInteger(value: unknown, name: string, largest: bigint): bigint {
  const text = toText(value);
  const digits = /^\s*([+-]?\d{1,40})\s*$/.exec(text)?.[1];
  if (digits === undefined) throw /^\s*[+-]?\d+\s*$/.test(text) ? outOfRange(text, name) : invalidText(name, text);
  const exact = BigInt(digits.replace("+", ""));
  if (exact > largest || exact < -largest - 1n) throw outOfRange(text, name);
  return exact;
}

/** 34 significant digits are kept of a Decimal128, 15 of a double. */
function toDecimal(value: unknown, type: DataType, bson: Bson): Native {
  const text = toText(value).trim();
  const number = parseDecimal(text);
  if (number === undefined) throw invalidText("numeric", text);
  const exact = decimalText(number);
  const digits = exact.replace(/\D/g, "").replace(/^0+/, "").replace(/0+$/, "").length;
  if (digits > 34 || exact.length > 6_000) throw outOfRange(text, "numeric");
  return type.stored === "double"
    ? new bson.Double(Number(exact))
    : bson.Decimal128.fromString(digits === 0 ? "0" : shortest(exact));
}

/** Without noughts behind the point that would count as digits. */
function shortest(text: string): string {
  return text.includes(".") && text.replace(/\D/g, "").length > 34 ? text.replace(/0+$/, "") : text;
}

/** A decimal that is written gets its field's scale. */
export function toScaled(value: unknown, type: DataType): unknown {
  if (type.name !== "decimal" || type.scale === undefined || isNull(value)) return value;
  return scaledText(toText(withRaw.isRawJSON(value) ? value.rawJSON : value), type);
}

/** The 24 hexadecimal digits, and nothing else that the driver would take: 12 characters are no ObjectId. */
function toObjectId(text: string, bson: Bson): Native {
  if (!/^[0-9a-fA-F]{24}$/.test(text)) throw invalidText("objectId", text);
  return bson.ObjectId.createFromHexString(text);
}

function toEnum(text: string, { values }: DataType): string {
  if (values?.includes(text) === false) throw invalidText("enum", text);
  return text;
}
