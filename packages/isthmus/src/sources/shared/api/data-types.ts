// A schema as a type of the catalog.

import type { DataType } from "../../../core/index.ts";
import { resolved, type Schema } from "./schema.ts";
import { flatObject } from "./flatten.ts";

/** Objects within objects that are typed; deeper ones are any JSON. */
const deepest = 2;
/** Members of an object beyond which it is any JSON. */
const mostParts = 60;

const any: DataType = { name: "json", native: "any" };

export function dataTypeOf(given: Schema, shared: Readonly<Record<string, Schema>>, depth = 0): DataType {
  const schema = resolved(given, shared);
  if (schema === undefined) return any;
  if (schema.any !== undefined || schema.one !== undefined || (schema.types?.length ?? 0) > 1) return any;
  switch (schema.types?.[0]) {
    case "string":
      return textType(schema);
    case "integer":
      return schema.format === "int32"
        ? { name: "integer", native: "integer (int32)" }
        : { name: "bigint", native: "integer" };
    case "number":
      return schema.format === "float" || schema.format === "double"
        ? { name: "float", native: `number (${schema.format})` }
        : { name: "decimal", native: "number" };
    case "boolean":
      return { name: "boolean", native: "boolean" };
    case "array": {
      const element = depth > deepest ? any : dataTypeOf(schema.items ?? {}, shared, depth + 1);
      return { name: "array", native: `array of ${element.native}`, element };
    }
    default:
      return schema.types === undefined && schema.enum?.every((value) => typeof value === "string") === true
        ? textType(schema)
        : objectType(schema, shared, depth);
  }
}

function objectType(schema: Schema, shared: Readonly<Record<string, Schema>>, depth: number): DataType {
  const flat = depth > deepest ? undefined : flatObject(schema, shared);
  if (flat === undefined || flat.properties.size > mostParts)
    return schema.types === undefined && schema.properties === undefined && schema.all === undefined
      ? any
      : { name: "json", native: "object" };
  return {
    name: "composite",
    native: "object",
    parts: [...flat.properties].map(([name, one]) => ({ name, type: dataTypeOf(one, shared, depth + 1) })),
  };
}

function textType(schema: Schema): DataType {
  const values = schema.enum?.filter((value): value is string => typeof value === "string");
  if (values !== undefined && values.length > 0) return { name: "enum", native: "string", values };
  switch (schema.format) {
    case "uuid":
      return { name: "uuid", native: "string (uuid)" };
    case "date":
      return { name: "date", native: "string (date)" };
    case "date-time":
      return { name: "timestamptz", native: "string (date-time)" };
    default: {
      const native = schema.format === undefined ? "string" : `string (${schema.format})`;
      return { name: "text", native, ...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength }) };
    }
  }
}
