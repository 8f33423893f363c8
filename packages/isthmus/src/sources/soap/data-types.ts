// A type of XML as a type of the catalog.

import type { DataType, FieldSchema } from "../../core/index.ts";
import { type ComplexType, elementsOf, heirsOf, type TypeKey, typeOf, type Types, type XmlElement } from "./types.ts";
import { dataTypeOfSimple } from "./values.ts";

/** Objects within objects that are typed; deeper ones are any JSON. */
const deepest = 2;
/** Members of an object beyond which it is any JSON. */
const mostParts = 60;

const any: DataType = { name: "json", native: "xs:anyType" };

export function dataTypeOf(key: TypeKey, types: Types, depth = 0): DataType {
  const type = typeOf(key, types);
  if (type.kind === "simple") return dataTypeOfSimple(type);
  if (type.items !== undefined) return listOf(dataTypeOf(type.items, types, depth + 1));
  const members = membersOf(type, key, types);
  if (type.open === true || members.length === 0) return any;
  if (depth > deepest || members.length > mostParts) return { name: "json", native: nameOf(key) };
  return {
    name: "composite",
    native: nameOf(key),
    parts: members.map((one) => ({ name: one.name, type: memberType(one, types, depth + 1) })),
  };
}

export function elementType({ type, many }: Pick<XmlElement, "type" | "many">, types: Types, depth = 0): DataType {
  const one = dataTypeOf(type, types, depth);
  return many === true ? listOf(one) : one;
}

export function fieldsOf(key: TypeKey, types: Types): readonly FieldSchema[] {
  const type = typeOf(key, types);
  if (type.kind === "simple") return [];
  return membersOf(type, key, types).map((one) => ({
    name: one.name,
    type: memberType(one, types, 1),
    nullable: true,
    hasDefault: false,
    generated: "never",
    ...(one.description === undefined ? {} : { description: one.description }),
  }));
}

interface Member {
  readonly name: string;
  readonly type: TypeKey;
  readonly many?: boolean | undefined;
  readonly description?: string | undefined;
}

function memberType({ type, many }: Member, types: Types, depth: number): DataType {
  return elementType({ type, ...(many === true ? { many } : {}) }, types, depth);
}

/** By name: an element that stands in several places of a choice is one member. */
function membersOf(type: ComplexType, key: TypeKey, types: Types): readonly Member[] {
  const found = new Map<string, Member>();
  if (heirsOf(key, types).length > 0) found.set("_type", { name: "_type", type: "xs:string" });
  for (const one of [...elementsOf(type.content), ...type.attributes, ...(type.text === undefined ? [] : [type.text])])
    if (!found.has(one.name)) found.set(one.name, one);
  return [...found.values()];
}

function listOf(element: DataType): DataType {
  return { name: "array", native: `list of ${element.native}`, element };
}

function nameOf(key: TypeKey): string {
  return key.slice(key.indexOf("}") + 1).replace(/\/$/, "");
}
