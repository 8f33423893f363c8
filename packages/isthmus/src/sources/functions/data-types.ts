// A JSON Schema as a type of the catalog. The schema goes along: documents that can show it show it.

import type { DataType, FieldSchema } from "../../core/index.ts";
import type { JsonSchema } from "./schemas.ts";

const any: DataType = { name: "json", native: "any" };

/** The schema without `null`, and whether that was one of its values. */
export function withoutNull(schema: JsonSchema): { readonly schema: JsonSchema; readonly nullable: boolean } {
  const { anyOf, type } = schema;
  if (Array.isArray(anyOf)) {
    const others = (anyOf as readonly JsonSchema[]).filter((one) => one["type"] !== "null");
    const [only] = others;
    if (others.length === 1 && others.length < anyOf.length && only !== undefined)
      return { schema: only, nullable: true };
  }
  if (Array.isArray(type) && type.includes("null")) {
    const others = type.filter((one) => one !== "null");
    return { schema: { ...schema, type: others.length === 1 ? others[0] : others }, nullable: true };
  }
  return { schema, nullable: false };
}

export function dataTypeOf(given: JsonSchema): DataType {
  return { ...typeOf(withoutNull(given).schema), schema: given };
}

function typeOf(schema: JsonSchema): DataType {
  const values = schema["enum"];
  if (Array.isArray(values) && values.length > 0 && values.every((one) => typeof one === "string"))
    return { name: "enum", native: "string", values };
  switch (schema["type"]) {
    case "string":
      return textType(schema);
    case "integer":
      return isSmall(schema) ? { name: "integer", native: "integer" } : { name: "bigint", native: "integer" };
    case "number":
      return { name: "float", native: "number" };
    case "boolean":
      return { name: "boolean", native: "boolean" };
    case "array": {
      const items = schema["items"];
      const element = isSchema(items) ? typeOf(withoutNull(items).schema) : any;
      return { name: "array", native: `array of ${element.native}`, element };
    }
    case "object":
      return { name: "composite", native: "object", parts: partsOf(schema) };
    default:
      return any;
  }
}

function isSmall({ minimum, maximum }: JsonSchema): boolean {
  return typeof minimum === "number" && minimum >= -(2 ** 31) && typeof maximum === "number" && maximum < 2 ** 31;
}

function textType({ format, maxLength }: JsonSchema): DataType {
  switch (format) {
    case "uuid":
      return { name: "uuid", native: "string (uuid)" };
    case "date":
      return { name: "date", native: "string (date)" };
    case "date-time":
      return { name: "timestamptz", native: "string (date-time)" };
    default:
      return { name: "text", native: "string", ...(typeof maxLength === "number" ? { maxLength } : {}) };
  }
}

function partsOf(schema: JsonSchema): NonNullable<DataType["parts"]> {
  return propertiesOf(schema).map(([name, one]) => ({ name, type: typeOf(withoutNull(one).schema) }));
}

export function propertiesOf({ properties }: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  return isSchema(properties)
    ? Object.entries(properties).filter((one): one is [string, JsonSchema] => isSchema(one[1]))
    : [];
}

export function requiredOf({ required }: JsonSchema): ReadonlySet<unknown> {
  return new Set(Array.isArray(required) ? (required as readonly unknown[]) : []);
}

export function fieldsOf(schema: JsonSchema): readonly FieldSchema[] {
  const required = requiredOf(schema);
  return propertiesOf(schema).map(([name, one]) => ({
    name,
    type: dataTypeOf(one),
    nullable: !required.has(name) || withoutNull(one).nullable,
    hasDefault: false,
    generated: "never",
    ...(typeof one["description"] === "string" ? { description: one["description"] } : {}),
  }));
}

export function isSchema(given: unknown): given is JsonSchema {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
