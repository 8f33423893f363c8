// Types of the catalog as TypeScript: what a value of a field is in a JSON answer, and how names and comments are written.

import type { DataType, Field } from "../../core/index.ts";
import { key, schemaText } from "./schema-text.ts";

export { key };

export function objectText(members: readonly (readonly [name: string, type: string])[]): string {
  return members.length === 0 ? "{}" : `{ ${members.map(([name, type]) => `${key(name)}: ${type}`).join("; ")} }`;
}

export function fieldType(field: Field): string {
  const type = typeText(field.type);
  return field.nullable && !/\bnull$/.test(type) ? `${type} | null` : type;
}

/** As a value of this type stands in a JSON answer. */
export function typeText(type: DataType): string {
  if (type.schema !== undefined) return schemaText(type.schema);
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint":
    case "decimal":
    case "float":
      return "number";
    case "boolean":
      return "boolean";
    case "enum":
      return type.values?.map((value) => JSON.stringify(value)).join(" | ") || "string";
    case "array": {
      const element = type.element === undefined ? "unknown" : typeText(type.element);
      return `${element.includes("|") ? `(${element})` : element}[]`;
    }
    case "composite":
      return type.parts === undefined
        ? "unknown"
        : objectText(type.parts.map(({ name, type: part }) => [name, `${typeText(part)} | null`]));
    case "json":
    case "other":
      return "unknown";
    case "text":
    case "uuid":
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
    case "interval":
    case "bytes":
    case "range":
    case "textsearch":
      return "string";
  }
}

export function doc(text: string | undefined, indent: string): readonly string[] {
  return text === undefined ? [] : [`${indent}/** ${text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")} */`];
}
