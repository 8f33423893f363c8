// What has changed between two schemas of a source, in words. Shown by `isthmus sync`, and when a lock is out of date.

import type { FieldSchema, OperationSchema, ResourceSchema, SourceSchema } from "../../core/index.ts";
import { type Lock, sortedSchema } from "./lock.ts";

/** One line per change, additions with `+`, removals with `-`, changes with `~`. Empty when nothing has changed. */
export function lockDifference(before: Lock | undefined, after: Lock): readonly string[] {
  const was = before?.sources ?? {};
  const lines: string[] = [];
  for (const name of Object.keys(was)) if (!Object.hasOwn(after.sources, name)) lines.push(`- source ${name}`);
  for (const [name, { kind, schema }] of Object.entries(after.sources)) {
    const old = Object.hasOwn(was, name) ? was[name] : undefined;
    if (old === undefined) {
      lines.push(
        `+ source ${name} (${kind}): ${counted(schema.resources, "resource")}, ${counted(schema.operations, "operation")}`,
      );
    } else lines.push(...schemaDifference(old.schema, schema));
  }
  return lines;
}

export function schemaDifference(was: SourceSchema, is: SourceSchema): readonly string[] {
  const [before, after] = [sortedSchema(was), sortedSchema(is)];
  const lines: string[] = [];
  compareBy(before.resources, after.resources, nameOf, lines, {
    what: (resource) => `${resource.kind} ${nameOf(resource)}`,
    more: (resource) => ` (${resource.fields.map((field) => field.name).join(", ")})`,
    changes: (old, now) => resourceDifference(old, now).map((line) => line.replace(/^(. )/, `$1${nameOf(now)}: `)),
  });
  compareBy(before.operations, after.operations, signatureOf, lines, {
    what: (operation) => `operation ${signatureOf(operation)}`,
    changes: (old, now) => (same(old, now) ? [] : [`~ operation ${signatureOf(now)}: what it returns or may do`]),
  });
  for (const [part, name] of parts) if (!same(before[part], after[part])) lines.push(`~ ${name}`);
  return lines;
}

const parts = [
  ["namespaces", "namespaces"],
  ["castable", "types for casts"],
  ["textSearchConfigurations", "full-text configurations"],
  ["unable", "what the server cannot do"],
] as const;

function resourceDifference(before: ResourceSchema, after: ResourceSchema): readonly string[] {
  const lines: string[] = [];
  compareBy(before.fields, after.fields, (field) => field.name, lines, {
    what: (field) => `field ${field.name}`,
    more: (field) => ` (${spell(field)})`,
    changes: (old, now) => (spell(old) === spell(now) ? [] : [`~ field ${now.name}: ${spell(old)} → ${spell(now)}`]),
  });
  compareBy(before.foreignKeys, after.foreignKeys, (key) => key.name, lines, {
    what: (key) => `foreign key ${key.name}`,
    more: (key) => ` (${key.fields.join(", ")} → ${key.target.name})`,
    changes: (old, now) => (same(old, now) ? [] : [`~ foreign key ${now.name}`]),
  });
  for (const part of ["key", "unique", "indexes", "kind", "insertable", "updatable", "deletable"] as const) {
    if (!same(before[part], after[part]))
      lines.push(`~ ${part}: ${JSON.stringify(before[part])} → ${JSON.stringify(after[part])}`);
  }
  if (!same(before.binding, after.binding)) lines.push("~ how it is read");
  return lines;
}

interface Words<T> {
  readonly what: (item: T) => string;
  readonly more?: (item: T) => string;
  readonly changes: (before: T, after: T) => readonly string[];
}

function compareBy<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
  lines: string[],
  words: Words<T>,
): void {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const now = new Map(after.map((item) => [keyOf(item), item]));
  for (const [key, item] of old) if (!now.has(key)) lines.push(`- ${words.what(item)}`);
  for (const [key, item] of now) {
    const was = old.get(key);
    if (was === undefined) lines.push(`+ ${words.what(item)}${words.more?.(item) ?? ""}`);
    else lines.push(...words.changes(was, item));
  }
}

function nameOf(place: { readonly namespace: string; readonly name: string }): string {
  return place.namespace === "main" || place.namespace === "public" ? place.name : `${place.namespace}.${place.name}`;
}

function signatureOf(operation: OperationSchema): string {
  return `${nameOf(operation)}(${operation.parameters.map((parameter) => `${parameter.name} ${parameter.type.native}`).join(", ")})`;
}

function spell(field: FieldSchema): string {
  const parts = [field.type.native || field.type.name, field.nullable ? "nullable" : "not null"];
  if (field.generated === "always") parts.push("generated");
  else if (field.hasDefault) parts.push("with default");
  return parts.join(", ");
}

function counted(list: readonly unknown[], noun: string): string {
  return `${list.length} ${noun}${list.length === 1 ? "" : "s"}`;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
