// Values of simple types as they stand in XML, held to their types; and lists and objects that came as texts.

import { readJson } from "../../core/index.ts";
import { wrongArgument } from "../shared/api/values.ts";
import { compareDecimals, parseDecimal } from "../shared/decimal.ts";
import type { SimpleType } from "./types.ts";
import { expectedOf, isNumeric, writeOne } from "./values.ts";
import { isXmlText } from "./xml/escape.ts";

/** Objects and lists within one another in what a caller gives. */
export const deepest = 100;

/** In a URL a list is JSON, or its items with commas between them; one value alone stands for a list of one. */
export function asList(given: unknown, at: string): readonly unknown[] {
  const value = typeof given === "string" ? structure(given) : given;
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value === ""
        ? []
        : value.split(",")
      : [value];
  if (list.length > 100_000) throw wrongArgument(at, "fewer values");
  return list;
}

export function structure(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return readJson(text, { deepest });
  } catch {
    return text;
  }
}

export function simpleText(type: SimpleType, given: unknown, at: string): string {
  if (type.list !== true) return oneText(type, given, at);
  return asList(typeof given === "string" ? given.trim().replaceAll(/\s+/g, ",") : given, at)
    .map((item, index) => oneText({ ...type, list: false }, item, `${at}[${index}]`))
    .join(" ");
}

function oneText(type: SimpleType, value: unknown, at: string): string {
  const { base, values, minLength, maxLength } = type;
  const text = writeOne(base, value);
  if (text === undefined) throw wrongArgument(at, expectedOf(base));
  if (!isXmlText(text)) throw wrongArgument(at, "a text of characters that XML has");
  if (values !== undefined && !values.includes(text)) {
    const shown = values.slice(0, 20).map((one) => JSON.stringify(one));
    throw wrongArgument(at, `one of ${shown.join(", ")}${values.length > shown.length ? ", …" : ""}`);
  }
  const length = minLength === undefined && maxLength === undefined ? 0 : lengthOf(base, text);
  if (minLength !== undefined && length < minLength) throw wrongArgument(at, `at least ${minLength} characters`);
  if (maxLength !== undefined && length > maxLength) throw wrongArgument(at, `at most ${maxLength} characters`);
  if (isNumeric(base)) checkNumber(type, text, at);
  return text;
}

function lengthOf(base: string, text: string): number {
  if (base === "hexBinary") return text.length / 2;
  return base === "base64Binary" ? Buffer.from(text, "base64").length : Array.from(text).length;
}

function checkNumber(
  { minimum, maximum, above, below, digits, fractionDigits }: SimpleType,
  text: string,
  at: string,
): void {
  const bound = (limit: string | undefined, holds: (order: number) => boolean, said: string): void => {
    const [value, other] = [parseDecimal(text), limit === undefined ? undefined : parseDecimal(limit)];
    if (value !== undefined && other !== undefined && !holds(compareDecimals(value, other)))
      throw wrongArgument(at, `${said} ${limit ?? ""}`);
  };
  bound(minimum, (order) => order >= 0, "at least");
  bound(maximum, (order) => order <= 0, "at most");
  bound(above, (order) => order > 0, "more than");
  bound(below, (order) => order < 0, "less than");
  const [before = "", behind = ""] = text.replace(/^-?0*/, "").split(".");
  const significant = behind.replace(/0+$/, "");
  if (fractionDigits !== undefined && significant.length > fractionDigits)
    throw wrongArgument(at, `at most ${fractionDigits} digits behind the point`);
  if (digits !== undefined && before.length + significant.length > digits)
    throw wrongArgument(at, `at most ${digits} digits`);
}
