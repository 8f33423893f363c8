// Keys of rows as texts: equal exactly when the sources' values are.

import { type DataTypeName, isLongDecimal } from "../../core/index.ts";
import type { KeyKind } from "../../catalog/index.ts";

/** Undefined for null, and for what is no value. */
export function keyText(value: unknown, kind: KeyKind): string | undefined {
  const text = textOf(value);
  if (text === undefined || kind === "text") return text;
  return kind === "uuid" ? text.toLowerCase() : numberText(text);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return isLongDecimal(value) ? value.rawJSON : undefined;
}

const longest = 40;

/** 1, 1.0 and 01 are the same number; what is none stays what it is. */
function numberText(text: string): string {
  if (text.length > longest) return text;
  if (/^-?\d+$/.test(text)) return String(BigInt(text));
  if (/^-?\d+\.\d*$/.test(text)) {
    const [whole = "", fraction = ""] = text.split(".", 2);
    const digits = fraction.replace(/0+$/, "");
    if (digits === "") return numberText(whole);
    const sign = whole.startsWith("-") ? "-" : "";
    return `${sign}${whole.replace(/^-?0*(?=\d)/, "")}.${digits}`;
  }
  return /^-?\d+(\.\d+)?[eE][+-]?\d{1,3}$/.test(text) ? String(Number(text)) : text;
}

const bounds: Readonly<Partial<Record<DataTypeName, bigint>>> = {
  smallint: 32_767n,
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
};

/** Whether a field of the type can hold the key at all; one that cannot is not asked for. */
export function canHold(type: DataTypeName, text: string): boolean {
  if (text.includes("\u0000")) return false;
  const most = bounds[type];
  if (most !== undefined) {
    if (text.length > 20 || !/^-?\d+$/.test(text)) return false;
    const number = BigInt(text);
    return number <= most && number >= -most;
  }
  switch (type) {
    case "decimal":
    case "float":
      return text.length <= longest && /^-?\d+(\.\d+)?$/.test(text);
    case "uuid":
      return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
    case "boolean":
      return text === "true" || text === "false";
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(text);
    default:
      return true;
  }
}
