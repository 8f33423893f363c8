// A field's type as a JSON Schema (2020-12): what stands in a body, not how a database spells it.

import type { DataType } from "../../../core/index.ts";
import type { Part } from "./document.ts";
import { code } from "./markdown.ts";

/** `null` is added to what the schema allows where the value may be absent. */
export function typeSchema(type: DataType, nullable: boolean): Part {
  if (type.schema !== undefined) return type.schema;
  const schema = plainSchema(type);
  if (!nullable || schema["type"] === undefined) return schema;
  const values = schema["enum"];
  return {
    ...schema,
    type: [schema["type"], "null"],
    ...(Array.isArray(values) ? { enum: [...(values as readonly unknown[]), null] } : {}),
  };
}

function plainSchema(type: DataType): Part {
  // A spelling of the source's own may be any JSON value.
  if (type.representation !== undefined) return {};
  switch (type.name) {
    case "smallint":
      return { type: "integer", format: "int16" };
    case "integer":
      return { type: "integer", format: "int32" };
    case "bigint":
      return { type: "integer", format: "int64" };
    case "decimal":
      return { type: "number" };
    case "float":
      return { type: "number", format: "double" };
    case "boolean":
      return { type: "boolean" };
    case "text":
      return type.maxLength === undefined ? { type: "string" } : { type: "string", maxLength: type.maxLength };
    case "uuid":
      return { type: "string", format: "uuid" };
    case "date":
      return { type: "string", format: "date" };
    case "timestamptz":
      return { type: "string", format: "date-time" };
    case "enum":
      return type.values === undefined || type.values.length === 0
        ? { type: "string" }
        : { type: "string", enum: [...type.values] };
    case "array":
      return { type: "array", items: type.element === undefined ? {} : typeSchema(type.element, true) };
    case "composite":
      return compositeSchema(type);
    case "json":
    case "other":
      // Any JSON value: how a source prints a type that only it knows is its own affair.
      return {};
    default:
      // time, timestamp, interval, bytes, range, textsearch: texts for which JSON Schema has no format that is true.
      return { type: "string" };
  }
}

function compositeSchema(type: DataType): Part {
  const parts = (type.parts ?? []).map((part) => [part.name, typeSchema(part.type, true)] as const);
  return { type: "object", properties: Object.fromEntries(parts) };
}

/** What the schema cannot say of the type: how the source calls it, and how its values are written. */
export function typeNote(type: DataType): string {
  const native = code(type.native);
  switch (type.name) {
    case "bytes":
      return `${native}, written as text.`;
    case "json":
      return `${native}: any JSON value.`;
    case "timestamp":
      return `${native}: date and time without an offset.`;
    default:
      return `${native}.`;
  }
}
