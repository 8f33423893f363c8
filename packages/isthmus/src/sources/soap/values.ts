// Values of XML Schema's own types, as XML spells them and as the catalog does.

import { type DataType, exactNumber, isLongDecimal } from "../../core/index.ts";
import type { SimpleType } from "./types.ts";

type Kind = "text" | "token" | "decimal" | "whole" | "float" | "boolean" | "date" | "moment" | "base64" | "hex";

interface Builtin {
  readonly kind: Kind;
  readonly type: DataType["name"];
  /** Of whole numbers. */
  readonly least?: bigint;
  readonly most?: bigint;
}

const whole = (type: DataType["name"], least?: bigint, most?: bigint): Builtin => ({
  kind: "whole",
  type,
  ...(least === undefined ? {} : { least }),
  ...(most === undefined ? {} : { most }),
});

const builtins: Readonly<Record<string, Builtin>> = {
  string: { kind: "text", type: "text" },
  normalizedString: { kind: "text", type: "text" },
  boolean: { kind: "boolean", type: "boolean" },
  decimal: { kind: "decimal", type: "decimal" },
  float: { kind: "float", type: "float" },
  double: { kind: "float", type: "float" },
  integer: whole("bigint"),
  nonNegativeInteger: whole("bigint", 0n),
  positiveInteger: whole("bigint", 1n),
  nonPositiveInteger: whole("bigint", undefined, 0n),
  negativeInteger: whole("bigint", undefined, -1n),
  long: whole("bigint", -(2n ** 63n), 2n ** 63n - 1n),
  unsignedLong: whole("bigint", 0n, 2n ** 64n - 1n),
  int: whole("integer", -(2n ** 31n), 2n ** 31n - 1n),
  unsignedInt: whole("bigint", 0n, 2n ** 32n - 1n),
  short: whole("smallint", -32_768n, 32_767n),
  unsignedShort: whole("integer", 0n, 65_535n),
  byte: whole("smallint", -128n, 127n),
  unsignedByte: whole("smallint", 0n, 255n),
  date: { kind: "date", type: "date" },
  dateTime: { kind: "moment", type: "timestamptz" },
  time: { kind: "moment", type: "time" },
  base64Binary: { kind: "base64", type: "bytes" },
  hexBinary: { kind: "hex", type: "bytes" },
};
const token: Builtin = { kind: "token", type: "text" };

function builtinOf(base: string): Builtin {
  return (Object.hasOwn(builtins, base) ? builtins[base] : undefined) ?? token;
}

export function dataTypeOfSimple({ base, list, values, maxLength, digits, fractionDigits }: SimpleType): DataType {
  const native = `xs:${base}`;
  const { type } = builtinOf(base);
  const one: DataType =
    values !== undefined && type === "text"
      ? { name: "enum", native, values }
      : {
          name: type,
          native,
          ...(type === "text" && maxLength !== undefined && list !== true ? { maxLength } : {}),
          ...(type === "decimal" && digits !== undefined ? { precision: digits } : {}),
          ...(type === "decimal" && fractionDigits !== undefined ? { scale: fractionDigits } : {}),
        };
  return list === true ? { name: "array", native: `list of ${native}`, element: one } : one;
}

// ---- XML → values

/** Undefined: the text is no such value. */
export function readSimple(type: SimpleType, text: string): unknown {
  if (type.list !== true) return readOne(type.base, text);
  const items = text.split(/[ \t\r\n]+/).filter((item) => item !== "");
  const values = items.map((item) => readOne(type.base, item));
  return values.includes(undefined) ? undefined : values;
}

function readOne(base: string, given: string): unknown {
  const { kind } = builtinOf(base);
  if (kind === "text") return given;
  const text = given.trim();
  switch (kind) {
    case "token":
      return text.replaceAll(/\s+/g, " ");
    case "boolean":
      return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : undefined;
    case "whole":
    case "decimal": {
      const plain = canonicalDecimal(text);
      return plain === undefined || (kind === "whole" && plain.includes(".")) ? undefined : exactNumber(plain);
    }
    case "float":
      return readFloat(text);
    case "date":
      // XML allows a date a time zone, which no other date has.
      return /^-?\d{4,}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?$/.test(text)
        ? text.replace(/(?:Z|[+-]\d\d:\d\d)$/, "")
        : undefined;
    case "moment":
      return text === "" ? undefined : text;
    case "base64": {
      const plain = text.replaceAll(/\s+/g, "");
      return /^[A-Za-z0-9+/]*={0,2}$/.test(plain) ? `\\x${Buffer.from(plain, "base64").toString("hex")}` : undefined;
    }
    case "hex":
      return /^(?:[0-9a-f]{2})*$/i.test(text) ? `\\x${text.toLowerCase()}` : undefined;
    default:
      return kind satisfies never;
  }
}

const special: Readonly<Record<string, string>> = { INF: "Infinity", "-INF": "-Infinity", NaN: "NaN" };

/** What JSON has no number for is a text, as databases have it. */
function readFloat(text: string): unknown {
  if (Object.hasOwn(special, text)) return special[text];
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** `+007.50`, `.5` → as JSON has it; undefined where it is no decimal. */
export function canonicalDecimal(text: string): string | undefined {
  const parts = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(text);
  if (parts === null || !/\d/.test(text)) return undefined;
  const [, sign = "", before = "", behind = ""] = parts;
  const plain = `${before === "" ? "0" : before}${behind === "" ? "" : `.${behind}`}`;
  return sign === "-" && /[1-9]/.test(plain) ? `-${plain}` : plain;
}

// ---- values → XML

/** Of what a caller gives. Undefined: it is no such value. */
export function writeOne(base: string, value: unknown): string | undefined {
  const { kind, least, most } = builtinOf(base);
  switch (kind) {
    case "text":
    case "token":
      return typeof value === "string" ? value : isPlain(value) ? plainText(value) : undefined;
    case "boolean":
      return value === true || value === "true" ? "true" : value === false || value === "false" ? "false" : undefined;
    case "decimal":
      return decimalOf(value);
    case "whole": {
      const text = decimalOf(value);
      if (text === undefined || text.includes(".")) return undefined;
      const number = BigInt(text);
      return (least !== undefined && number < least) || (most !== undefined && number > most) ? undefined : text;
    }
    case "float":
      return writeFloat(value);
    case "date":
      return typeof value === "string" && isDate(value) ? value : undefined;
    case "moment":
      return typeof value === "string" && isMoment(base, value) ? momentText(base, value) : undefined;
    case "base64":
      return bytesOf(value)?.toString("base64");
    case "hex":
      return bytesOf(value)?.toString("hex").toUpperCase();
    default:
      return kind satisfies never;
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || isLongDecimal(value);
}

function plainText(value: unknown): string {
  return isLongDecimal(value) ? value.rawJSON : String(value as number | bigint | boolean);
}

/** XML's decimals have no exponent. */
function decimalOf(value: unknown): string | undefined {
  if (typeof value === "bigint" || isLongDecimal(value)) return plainText(value);
  if (typeof value === "string") return value.length > 1_000 ? undefined : canonicalDecimal(value.trim());
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const text = String(value);
  if (!text.includes("e")) return text;
  return Number.isInteger(value) ? String(BigInt(value)) : value.toFixed(20).replace(/0+$/, "");
}

function writeFloat(value: unknown): string | undefined {
  if (typeof value === "bigint" || isLongDecimal(value)) return plainText(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value).replace("e", "E") : undefined;
  if (typeof value !== "string") return undefined;
  const found = Object.entries(special).find(([, name]) => name === value)?.[0];
  return found ?? (readFloat(value) === undefined ? undefined : value);
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isMoment(base: string, text: string): boolean {
  const time = "\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,12})?)?(?:Z|[+-]\\d\\d:\\d\\d)?";
  if (base === "time") return new RegExp(`^${time}$`).test(text);
  return new RegExp(`^\\d{4}-\\d\\d-\\d\\d[T ]${time}$`).test(text) && isDate(text.slice(0, 10));
}

/** XML wants the `T`, and seconds. */
function momentText(base: string, text: string): string {
  return (base === "time" ? text : text.replace(" ", "T")).replace(/((?:^|T)\d\d:\d\d)(?!:)/, "$1:00");
}

/** Hexadecimal digits behind `\x`, a `data:` address in base64, or the text they are. */
function bytesOf(value: unknown): Buffer | undefined {
  if (typeof value !== "string") return undefined;
  if (value.startsWith("\\x"))
    return /^\\x(?:[0-9a-f]{2})*$/i.test(value) ? Buffer.from(value.slice(2), "hex") : undefined;
  const data = /^data:[^,]*;base64,/.exec(value);
  return data === null ? Buffer.from(value) : Buffer.from(value.slice(data[0].length), "base64");
}

/** What a caller is told that he should have given. */
export function expectedOf(base: string): string {
  const { kind } = builtinOf(base);
  const names: Readonly<Record<Kind, string>> = {
    text: "a text",
    token: "a text",
    decimal: "a decimal number",
    whole: `a whole number (xs:${base})`,
    float: "a number",
    boolean: "true or false",
    date: "a date (YYYY-MM-DD)",
    moment: base === "time" ? "a time (HH:MM:SS)" : "a date and time (ISO 8601)",
    base64: "bytes (\\x…)",
    hex: "bytes (\\x…)",
  };
  return names[kind];
}

/** Whether its order is that of numbers. */
export function isNumeric(base: string): boolean {
  const { kind } = builtinOf(base);
  return kind === "decimal" || kind === "whole" || kind === "float";
}
