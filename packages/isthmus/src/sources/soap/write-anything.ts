// What nothing describes → XML: texts, and objects by their members' names, whose attributes have an `@` ahead of theirs. The
// counterpart of `readAnything`.

import { isLongDecimal } from "../../core/index.ts";
import { wrongArgument } from "../shared/api/values.ts";
import { deepest, structure } from "./write-text.ts";
import { escapeAttribute, escapeText, isXmlText } from "./xml/escape.ts";

type Row = Readonly<Record<string, unknown>>;

/** What a name may be made of, so that it ends nothing and begins nothing else. */
const name = /^[\p{L}_][\p{L}\p{N}._-]*$/u;

export function attributesOfAnything(given: unknown, at: string, out: string[]): void {
  const value = typeof given === "string" ? structure(given) : given;
  if (!isRow(value)) return;
  for (const [key, one] of Object.entries(value))
    if (key.startsWith("@") && one !== null && one !== undefined)
      out.push(` ${named(key.slice(1), at)}="${escapeAttribute(textOf(one, `${at}.${key}`))}"`);
}

export function contentOfAnything(given: unknown, at: string, out: string[], depth = 0): void {
  const value = typeof given === "string" && depth === 0 ? structure(given) : given;
  if (!isRow(value)) {
    if (Array.isArray(value)) throw wrongArgument(at, "a text or an object");
    out.push(escapeText(textOf(value, at)));
    return;
  }
  membersOfAnything(Object.entries(value), at, out, depth);
}

/** Members beside those that a type knows. */
export function membersOfAnything(
  members: readonly (readonly [string, unknown])[],
  at: string,
  out: string[],
  depth = 0,
): void {
  if (depth > deepest) throw wrongArgument(at.slice(0, 100), "a value that is not as deep");
  for (const [key, value] of members) {
    if (key.startsWith("@") || value === undefined || value === null) continue;
    const place = at === "" ? key : `${at}.${key}`;
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      out.push(`<${named(key, at)}`);
      attributesOfAnything(one, place, out);
      out.push(">");
      contentOfAnything(one, place, out, depth + 1);
      out.push(`</${key}>`);
    }
  }
}

function named(key: string, at: string): string {
  if (name.test(key)) return key;
  throw wrongArgument(at === "" ? key.slice(0, 100) : `${at}.${key.slice(0, 100)}`, "a name that XML can have");
}

function textOf(value: unknown, at: string): string {
  if (value === null || value === undefined) return "";
  const text = isLongDecimal(value)
    ? value.rawJSON
    : typeof value === "object"
      ? undefined
      : String(value as string | number | bigint | boolean);
  if (text === undefined || !isXmlText(text)) throw wrongArgument(at, "a text of characters that XML has");
  return text;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLongDecimal(value);
}
