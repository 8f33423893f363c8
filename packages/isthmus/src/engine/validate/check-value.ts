// What is wrong with one value: by the type of its field as the source has it, and by what the configuration says.

import type { Field, FieldCheck } from "../../core/index.ts";
import { fitsFormat } from "./formats.ts";
import { compilePattern, type Pattern } from "./pattern.ts";

/** A code of `texts`, and what its text has to name. */
export interface Fault {
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Of a value that is there and not null. */
export type CheckValue = (value: unknown) => Fault | undefined;

const wholes: Readonly<Record<string, readonly [bigint, bigint]>> = {
  smallint: [-32_768n, 32_767n],
  integer: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-9_223_372_036_854_775_808n, 18_446_744_073_709_551_615n],
};

/** @throws Error that says what of the check cannot be. */
export function compileCheck(field: Field, check: FieldCheck): CheckValue {
  const pattern = check.pattern === undefined ? undefined : compilePattern(check.pattern);
  if (check.min !== undefined && check.max !== undefined && compare(check.min, check.max) > 0)
    throw new Error("min is more than max");
  if ((check.minLength ?? 0) > (check.maxLength ?? Number.POSITIVE_INFINITY))
    throw new Error("minLength is more than maxLength");
  return (value) => typed(field, value) ?? textual(check, pattern, value) ?? ranged(check, value);
}

/** Whatever a source may still understand passes: what it refuses itself, it refuses in its own words. */
function typed({ type }: Field, value: unknown): Fault | undefined {
  const range = wholes[type.name];
  if (range !== undefined) return whole(value, range);
  switch (type.name) {
    case "decimal":
    case "float":
      return typeof value === "number" ||
        isRaw(value) ||
        (typeof value === "string" && /^\s*[+-]?(?:\d|\.\d|inf|nan)/i.test(value))
        ? undefined
        : { code: "number" };
    case "boolean":
      return typeof value === "boolean" || value === 0 || value === 1 || typeof value === "string"
        ? undefined
        : { code: "boolean" };
    case "enum":
      return typeof value === "string" && (type.values ?? [value]).includes(value)
        ? undefined
        : { code: "oneOf", values: { values: (type.values ?? []).join(", ") } };
    case "uuid":
      return typeof value === "string" && /^\{?[0-9a-f]{4}(?:-?[0-9a-f]{4}){7}\}?$/i.test(value)
        ? undefined
        : { code: "uuid" };
    case "text":
      if (typeof value !== "string") return typeof value === "object" ? { code: "text" } : undefined;
      return type.maxLength !== undefined && lengthOf(value.trimEnd()) > type.maxLength
        ? { code: "maxLength", values: { most: type.maxLength } }
        : undefined;
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
      return typeof value === "object" || typeof value === "boolean"
        ? { code: type.name === "timestamptz" ? "timestamp" : type.name }
        : undefined;
    default:
      return undefined;
  }
}

function whole(value: unknown, [least, most]: readonly [bigint, bigint]): Fault | undefined {
  const text =
    typeof value === "string"
      ? value.trim()
      : isRaw(value)
        ? value.rawJSON
        : typeof value === "number" || typeof value === "bigint"
          ? String(value)
          : "";
  if (!/^[+-]?\d{1,40}$/.test(text)) return { code: "whole" };
  const number = BigInt(text.replace(/^\+/, ""));
  return number < least || number > most
    ? { code: "range", values: { min: String(least), max: String(most) } }
    : undefined;
}

function textual(check: FieldCheck, pattern: Pattern | undefined, value: unknown): Fault | undefined {
  const { oneOf, format, minLength, maxLength, notBlank } = check;
  if (oneOf !== undefined && !oneOf.some((one) => one === value))
    return { code: "oneOf", values: { values: oneOf.join(", ") } };
  if (typeof value !== "string") return undefined;
  if (notBlank === true && value.trim() === "") return { code: "notBlank" };
  if (minLength !== undefined && lengthOf(value) < minLength)
    return { code: "minLength", values: { least: minLength } };
  if (maxLength !== undefined && lengthOf(value) > maxLength) return { code: "maxLength", values: { most: maxLength } };
  if (format !== undefined && !fitsFormat(format, value)) return { code: format };
  return pattern?.test(value) === false ? { code: "pattern" } : undefined;
}

function ranged({ min, max }: FieldCheck, value: unknown): Fault | undefined {
  const given = isRaw(value) ? value.rawJSON : value;
  if (typeof given !== "number" && typeof given !== "string" && typeof given !== "bigint") return undefined;
  const [low, high] = [min !== undefined && compare(given, min) < 0, max !== undefined && compare(given, max) > 0];
  if (!low && !high) return undefined;
  if (min !== undefined && max !== undefined) return { code: "range", values: { min, max } };
  return low ? { code: "min", values: { min: min ?? "" } } : { code: "max", values: { max: max ?? "" } };
}

/** Numbers by their size, with all their digits where both are whole; other texts by their characters, as dates are. */
function compare(a: number | string | bigint, b: number | string | bigint): number {
  if (/^[+-]?\d+$/.test(String(a)) && /^[+-]?\d+$/.test(String(b))) {
    const [left, right] = [BigInt(a), BigInt(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function isRaw(value: unknown): value is { readonly rawJSON: string } {
  return typeof value === "object" && value !== null && "rawJSON" in value && typeof value.rawJSON === "string";
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
