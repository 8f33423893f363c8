// Values of documents as JSON text, spelled as PostgreSQL spells them.

import type { DataType } from "../../core/index.ts";
import { decimalText, parseDecimal, toScale } from "../shared/decimal.ts";
import { bsonText, bsonType, bytesOf, decimalOf, type Document, isNull, jsonNull, type Native } from "./native.ts";

/** A field's value, by its type; what is of another type than its field says is spelled by what it is. */
export function jsonOf(value: Native, type: DataType): string {
  if (isNull(value)) return "null";
  switch (type.name) {
    case "decimal":
      return decimalJson(value, type.scale) ?? plainJson(value);
    case "date":
      return value instanceof Date ? JSON.stringify(value.toISOString().slice(0, 10)) : plainJson(value);
    case "timestamp":
      return value instanceof Date ? `"${timeText(value)}"` : plainJson(value);
    default:
      return plainJson(value);
  }
}

/** The spelling PostgreSQL gives a value as text. */
export function textOf(value: Native, type: DataType): string {
  const json = jsonOf(value, type);
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

function decimalJson(value: Native, scale: number | undefined): string | undefined {
  const number = decimalOf(value);
  if (number === undefined) return undefined;
  return decimalText(scale === undefined ? number : toScale(number, scale));
}

/** Without noughts that end a fraction of seconds. */
function timeText(value: Date): string {
  if (Number.isNaN(value.getTime())) return "infinity";
  const text = value.toISOString().slice(0, -1);
  return text.endsWith(".000") ? text.slice(0, -4) : text.replace(/0+$/, "");
}

/** Any value of BSON. */
export function plainJson(value: Native): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    case "bigint":
      return value.toString();
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null || value === jsonNull ? "null" : objectJson(value);
    default:
      return "null";
  }
}

function objectJson(value: object): string {
  if (value instanceof Date) return `"${timeText(value)}+00:00"`;
  if (Array.isArray(value)) return `[${value.map(plainJson).join(",")}]`;
  const type = bsonType(value);
  if (type === undefined) {
    let text = "";
    for (const [key, item] of Object.entries(value as Document)) {
      if (item === undefined) continue;
      text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${plainJson(item)}`;
    }
    return `{${text}}`;
  }
  return specialJson(value, type);
}

function specialJson(value: object, type: string): string {
  switch (type) {
    case "ObjectId":
      return `"${(value as { toHexString(): string }).toHexString()}"`;
    case "Decimal128": {
      const number = parseDecimal(bsonText(value));
      return number === undefined ? JSON.stringify(bsonText(value)) : decimalText(number);
    }
    case "Long":
    case "Int32":
      return bsonText(value);
    case "Double":
      return plainJson(Number(value));
    case "UUID":
      return JSON.stringify(bsonText(value));
    case "Binary": {
      const hex = (bytesOf(value) ?? Buffer.alloc(0)).toString("hex");
      const isUuid = (value as { readonly sub_type?: number }).sub_type === 4 && hex.length === 32;
      return isUuid ? `"${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}"` : `"\\\\x${hex}"`;
    }
    default:
      return JSON.stringify(bsonText(value));
  }
}
