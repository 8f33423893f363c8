// Fields as a collection's validator declares them: https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/

import type { DataType, FieldSchema } from "../../core/index.ts";
import { typeOf } from "./sampled-fields.ts";

type Schema = Readonly<Record<string, unknown>>;

export function validatorFields(validator: unknown): readonly FieldSchema[] {
  const schema = asSchema(validator);
  const required = new Set(textsOf(schema["required"]));
  const properties = Object.entries(asSchema(schema["properties"]));
  const fields = properties.map(([name, given]) => fieldOf(name, asSchema(given), required.has(name)));
  return fields.some((field) => field.name === "_id")
    ? fields
    : [fieldOf("_id", { bsonType: "objectId" }, true), ...fields];
}

function fieldOf(name: string, schema: Schema, required: boolean): FieldSchema {
  const kinds = kindsOf(schema);
  const takesNull = kinds.includes("null");
  const type = refined(typeOf(kinds.filter((kind) => kind !== "null")), schema);
  const { title, description } = schema;
  const text = typeof description === "string" ? description : title;
  return {
    name,
    type: takesNull && name !== "_id" ? { ...type, native: `${type.native}|null` } : type,
    nullable: name !== "_id" && (!required || takesNull),
    hasDefault: name === "_id" && type.native === "objectId",
    generated: "never",
    ...(typeof text === "string" ? { description: text } : {}),
  };
}

/** JSON Schema's own names beside BSON's. */
const spelled: Readonly<Record<string, string>> = {
  boolean: "bool",
  number: "double",
  integer: "long",
};

function kindsOf(schema: Schema): readonly string[] {
  const given = [...textsOf(schema["bsonType"]), ...textsOf(schema["type"])].map((kind) => spelled[kind] ?? kind);
  if (given.length > 0) return given;
  const values = schema["enum"];
  return Array.isArray(values)
    ? [...new Set(values.map((value) => (value === null ? "null" : typeof value === "string" ? "string" : "any")))]
    : [];
}

function refined(type: DataType, schema: Schema): DataType {
  if (type.name !== "text") return type;
  const values = Array.isArray(schema["enum"])
    ? schema["enum"].filter((value): value is string => typeof value === "string")
    : [];
  if (values.length > 0) return { ...type, name: "enum", values };
  const { maxLength } = schema;
  return typeof maxLength === "number" ? { ...type, maxLength } : type;
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === "string");
}
