// The part of JSON Schema that is checked: what is left of a document's schema, whichever version it was written in.

export interface Schema {
  /** Pointer of a shared schema; the other members are then absent, but for `nullable`. */
  readonly ref?: string;
  /** One of these; absent: any. */
  readonly types?: readonly SchemaType[];
  readonly nullable?: boolean;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false`: nothing beside the properties; a schema: what the others must be. */
  readonly additional?: Schema | false;
  readonly items?: Schema;
  readonly all?: readonly Schema[];
  readonly any?: readonly Schema[];
  readonly one?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly above?: number;
  readonly below?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
}

export type SchemaType = "string" | "number" | "integer" | "boolean" | "array" | "object";

/** Follows a shared schema to what it says; undefined where it leads nowhere, or in a circle. */
export function resolved(schema: Schema, shared: Readonly<Record<string, Schema>>): Schema | undefined {
  let current = schema;
  for (let hops = 0; hops < 20; hops++) {
    if (current.ref === undefined) return current;
    const next = Object.hasOwn(shared, current.ref) ? shared[current.ref] : undefined;
    if (next === undefined) return undefined;
    current = current.nullable === true ? { ...next, nullable: true } : next;
  }
  return undefined;
}
