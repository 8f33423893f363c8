// Fields as a sample of documents shows them: a field of one kind of value has its type, one of several is JSON.

import type { DataType, FieldSchema } from "../../core/index.ts";
import { bsonType, bytesOf, type Document, isNull, type Native } from "./native.ts";

export function sampledFields(documents: readonly Document[]): readonly FieldSchema[] {
  const seen = new Map<string, Set<string>>([["_id", new Set()]]);
  for (const document of documents) {
    for (const [name, value] of Object.entries(document)) {
      let kinds = seen.get(name);
      if (kinds === undefined) seen.set(name, (kinds = new Set()));
      kinds.add(kindOf(value));
    }
  }
  return [...seen].map(([name, kinds]) => fieldOf(name, kinds));
}

/** A sample proves of no field that it is always there, but of `_id`. */
function fieldOf(name: string, kinds: ReadonlySet<string>): FieldSchema {
  const isKey = name === "_id";
  const present = [...kinds].filter((kind) => kind !== "null");
  const type = isKey && present.length === 0 ? typeOf(["objectId"]) : typeOf(present);
  return {
    name,
    // What has been null, or was never seen at all, may be stored as null.
    type: isKey ? type : { ...type, native: `${type.native}|null` },
    nullable: !isKey,
    hasDefault: isKey && type.native === "objectId",
    generated: "never",
  };
}

const types: Readonly<Record<string, DataType>> = {
  string: { name: "text", native: "string" },
  int: { name: "integer", native: "int" },
  long: { name: "bigint", native: "long" },
  double: { name: "float", native: "double" },
  decimal: { name: "decimal", native: "decimal" },
  bool: { name: "boolean", native: "bool" },
  date: { name: "timestamptz", native: "date" },
  objectId: { name: "other", native: "objectId" },
  uuid: { name: "uuid", native: "binData" },
  binData: { name: "bytes", native: "binData" },
};

export function typeOf(kinds: readonly string[]): DataType {
  const [only, other] = kinds;
  if (only !== undefined && other === undefined) return types[only] ?? { name: "json", native: only };
  // Whole numbers of both sizes are one field's; others that differ keep what they are only as JSON.
  if (kinds.length > 0 && kinds.every((kind) => kind === "int" || kind === "long"))
    return { name: "bigint", native: "long" };
  if (kinds.length > 0 && kinds.every((kind) => kind === "int" || kind === "double"))
    return { name: "float", native: "double" };
  return { name: "json", native: "any" };
}

function kindOf(value: Native): string {
  if (isNull(value)) return "null";
  if (typeof value === "string") return "string";
  // The driver gives whole numbers of 32 bits and doubles alike.
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? "int" : "double";
  if (typeof value === "bigint") return "long";
  if (typeof value === "boolean") return "bool";
  if (value instanceof Date) return "date";
  if (Array.isArray(value)) return "array";
  const type = bsonType(value);
  if (type === "ObjectId") return "objectId";
  if (type === "Decimal128") return "decimal";
  if (type === "UUID" || (type === "Binary" && (value as { readonly sub_type?: number }).sub_type === 4))
    return bytesOf(value)?.length === 16 ? "uuid" : "binData";
  return type === "Binary" ? "binData" : "object";
}
