// A value that fits what is kept of a document's schema: the smallest with all that is required, and now and then more.

import { resolved, type Schema } from "../../src/sources/shared/api/schema.ts";

type Shared = Readonly<Record<string, Schema>>;

const formats: Readonly<Record<string, string>> = {
  date: "2026-01-01",
  "date-time": "2026-01-01T00:00:00Z",
  uuid: "8e9b0a3e-0000-4000-8000-000000000000",
  email: "a@b.example",
  ipv4: "192.0.2.1",
};
const deepest = 8;

/** Undefined where the schema leads nowhere, or too deep. */
export function sample(given: Schema, shared: Shared, depth = 0): unknown {
  const schema = resolved(given, shared);
  if (schema === undefined || depth > deepest) return undefined;
  const known = schema.enum?.find((value) => value !== null);
  if (known !== undefined) return known;
  const [alternative] = [...(schema.any ?? []), ...(schema.one ?? [])];
  const type = schema.types?.[0] ?? typeWithin(schema, shared, depth);
  switch (type) {
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return numberOf(schema, type === "integer");
    case "boolean":
      return true;
    case "array":
      return listOf(schema, shared, depth);
    case "object":
      return Object.fromEntries(membersOf(schema, shared, depth));
    default:
      return alternative === undefined ? "x" : sample(alternative, shared, depth + 1);
  }
}

function typeWithin(schema: Schema, shared: Shared, depth: number): string | undefined {
  if (schema.properties !== undefined || schema.required !== undefined) return "object";
  if (depth > deepest) return undefined;
  for (const part of schema.all ?? []) {
    const found = resolved(part, shared);
    const type = found && (found.types?.[0] ?? typeWithin(found, shared, depth + 1));
    if (type !== undefined) return type;
  }
  return undefined;
}

function textOf({ format = "", minLength = 0, maxLength }: Schema): string {
  const text = (Object.hasOwn(formats, format) ? formats[format] : undefined) ?? "ab";
  const padded = text.padEnd(minLength, "c");
  return maxLength === undefined ? padded : padded.slice(0, maxLength);
}

function numberOf({ minimum, maximum, above, below }: Schema, whole: boolean): number {
  const least = minimum ?? (above === undefined ? 1 : above + (whole ? 1 : 0.5));
  const most = Math.min(
    maximum ?? Number.POSITIVE_INFINITY,
    below === undefined ? Number.POSITIVE_INFINITY : below - 0.5,
  );
  const value = Math.min(least, most);
  return whole ? (value === least ? Math.ceil(value) : Math.floor(value)) : value;
}

function listOf({ items = {}, minItems = 1 }: Schema, shared: Shared, depth: number): readonly unknown[] {
  const item = sample(items, shared, depth + 1);
  if (item === undefined) return minItems > 1 ? Array<unknown>(minItems).fill("x") : [];
  return Array<unknown>(Math.min(Math.max(1, minItems), 100)).fill(item);
}

function membersOf(schema: Schema, shared: Shared, depth: number): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  const gather = (given: Schema, level: number): void => {
    const found = resolved(given, shared);
    if (found === undefined || level > deepest) return;
    for (const part of [...(found.all ?? []), ...(found.one ?? []).slice(0, 1), ...(found.any ?? []).slice(0, 1)])
      gather(part, level + 1);
    for (const [name, one] of Object.entries(found.properties ?? {})) properties.set(name, one);
    for (const name of found.required ?? []) required.add(name);
  };
  gather(schema, 0);
  const [first] = properties.keys();
  if (first !== undefined && depth < 2) required.add(first);
  for (const name of required) {
    const property = properties.get(name);
    if (property?.readOnly === true) continue;
    const value = property === undefined ? "x" : sample(property, shared, depth + 1);
    if (value !== undefined) members.set(name, value);
  }
  return members;
}
