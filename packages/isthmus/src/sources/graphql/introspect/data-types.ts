// Types of a schema as types of the catalog.

import type { DataType, DataTypeName, FieldSchema } from "../../../core/index.ts";
import { type GraphField, type GraphTypes, typeNamed } from "../schema-types.ts";

export interface TypeNames {
  readonly types: GraphTypes;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** Of the configuration. */
  readonly scalars: Readonly<Record<string, DataTypeName>>;
}

const known: Readonly<Record<string, DataTypeName>> = {
  Int: "integer",
  Float: "float",
  String: "text",
  Boolean: "boolean",
  ID: "text",
  DateTime: "timestamptz",
  Date: "date",
  Time: "time",
  UUID: "uuid",
  URL: "text",
  URI: "text",
};

/** Members of an object beyond which it is any JSON. */
const mostParts = 60;

export function leafType(name: string, { enums, scalars }: Pick<TypeNames, "enums" | "scalars">): DataType {
  const values = Object.hasOwn(enums, name) ? enums[name] : undefined;
  if (values !== undefined) return { name: "enum", native: name, values };
  const configured = Object.hasOwn(scalars, name) ? scalars[name] : undefined;
  return { name: configured ?? (Object.hasOwn(known, name) ? known[name] : undefined) ?? "json", native: name };
}

/** @param depth Objects within it that are asked for by default. */
export function fieldType(field: GraphField, names: TypeNames, depth: number): DataType {
  return listsAround(field.lists, namedType(field.type, names, depth));
}

function listsAround(lists: number, inner: DataType): DataType {
  let type = inner;
  for (let at = 0; at < lists; at++) type = { name: "array", native: `[${type.native}]`, element: type };
  return type;
}

function namedType(name: string, names: TypeNames, depth: number): DataType {
  const of = typeNamed(name, names.types);
  if (of.kind === "leaf") return leafType(name, names);
  const parts = Object.entries(of.fields ?? {}).flatMap(([part, field]) => {
    const other = typeNamed(field.type, names.types);
    if (other.connection !== undefined || (other.kind !== "leaf" && depth <= 0)) return [];
    return [{ name: part, type: fieldType(field, names, depth - 1) }];
  });
  if (of.kind === "union" || parts.length === 0 || parts.length > mostParts) return { name: "json", native: name };
  return { name: "composite", native: name, parts };
}

/** Of a row: all but pages of further lists, which have to be asked for by themselves. */
export function rowFields(
  type: string,
  names: TypeNames,
  depth: number,
  descriptions: Readonly<Record<string, string>>,
): readonly FieldSchema[] {
  const of = typeNamed(type, names.types);
  return Object.entries(of.fields ?? {}).flatMap(([name, field]): readonly FieldSchema[] => {
    const other = typeNamed(field.type, names.types);
    if (other.connection !== undefined) return [];
    const description = Object.hasOwn(descriptions, name) ? descriptions[name] : undefined;
    return [
      {
        name,
        type: fieldType(field, names, depth - 1),
        nullable: !field.written.endsWith("!"),
        hasDefault: false,
        generated: "never",
        ...(description === undefined ? {} : { description }),
      },
    ];
  });
}
