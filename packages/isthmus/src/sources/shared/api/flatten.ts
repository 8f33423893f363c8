// An object schema with what it takes over from others (`allOf`) in it; where it is one plainly, and not one of several.

import { resolved, type Schema } from "./schema.ts";

export interface FlatObject {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly closed: boolean;
}

const deepest = 12;

/** Undefined where it is no object, or one whose members are not known. */
export function flatObject(schema: Schema, shared: Readonly<Record<string, Schema>>): FlatObject | undefined {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  let closed = false;
  let plain = true;

  function add(given: Schema, depth: number): void {
    const found = resolved(given, shared);
    if (found === undefined || depth > deepest || found.any !== undefined || found.one !== undefined) {
      plain = false;
      return;
    }
    if (found.types !== undefined && !found.types.includes("object")) plain = false;
    if (found.types !== undefined && found.types.length > 1) plain = false;
    for (const one of found.all ?? []) add(one, depth + 1);
    for (const [name, one] of Object.entries(found.properties ?? {})) properties.set(name, one);
    for (const name of found.required ?? []) required.add(name);
    closed ||= found.additional === false;
  }

  add(schema, 0);
  return plain && properties.size > 0 ? { properties, required, closed } : undefined;
}
