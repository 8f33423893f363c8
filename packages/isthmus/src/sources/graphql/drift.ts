// What of an answer is not as the schema describes it: lists, objects, what must not be null, and GraphQL's own scalars.

import { isLongDecimal } from "../../core/index.ts";
import { fieldNamed, type GraphField, type GraphTypes, typeNamed } from "./schema-types.ts";

/** Undefined: nothing. */
export function driftIn(value: unknown, field: GraphField, types: GraphTypes, at = "it"): string | undefined {
  return written(value, field.written, field.type, types, at);
}

function written(value: unknown, text: string, type: string, types: GraphTypes, at: string): string | undefined {
  if (text.endsWith("!")) {
    if (value === null || value === undefined) return `${at}: expected a value`;
    return written(value, text.slice(0, -1), type, types, at);
  }
  if (value === null || value === undefined) return undefined;
  if (text.startsWith("[")) {
    if (!Array.isArray(value)) return `${at}: expected a list`;
    for (const [index, one] of (value as readonly unknown[]).entries()) {
      const fault = written(one, text.slice(1, -1), type, types, `${at}[${index}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const of = typeNamed(type, types);
  if (of.kind === "leaf") return leafDrift(value, type, at);
  if (typeof value !== "object" || Array.isArray(value)) return `${at}: expected an object`;
  for (const [name, inner] of Object.entries(value)) {
    const field = fieldNamed(of, name);
    const fault = field === undefined ? undefined : driftIn(inner, field, types, `${at}.${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const leaves: Readonly<Record<string, { readonly is: (value: unknown) => boolean; readonly name: string }>> = {
  Int: { is: (value) => Number.isInteger(value), name: "a whole number" },
  Float: {
    is: (value) => typeof value === "number" || typeof value === "bigint" || isLongDecimal(value),
    name: "a number",
  },
  String: { is: (value) => typeof value === "string", name: "a text" },
  ID: {
    is: (value) => typeof value === "string" || typeof value === "number" || typeof value === "bigint",
    name: "an id",
  },
  Boolean: { is: (value) => typeof value === "boolean", name: "true or false" },
};

function leafDrift(value: unknown, type: string, at: string): string | undefined {
  const known = Object.hasOwn(leaves, type) ? leaves[type] : undefined;
  return known === undefined || known.is(value) ? undefined : `${at}: expected ${known.name}`;
}
