// What is known of an API's types: what is left of its schema, as it stands in the lock. Plain JSON.

import type { Schema } from "../shared/api/schema.ts";

export interface GraphType {
  readonly kind: "object" | "interface" | "union" | "leaf";
  /** Of an object or an interface: those that can be asked for without arguments, or with none that are required. */
  readonly fields?: Readonly<Record<string, GraphField>>;
  /** Of a union. */
  readonly members?: readonly string[];
  /** A page of a list as Relay has it: where its items are. */
  readonly connection?: "nodes" | "edges";
}

export interface GraphField {
  /** Name of the type, without lists and exclamation marks. */
  readonly type: string;
  /** Lists around it. */
  readonly lists: number;
  /** As the schema writes it: `[Order!]!`. */
  readonly written: string;
}

export type GraphTypes = Readonly<Record<string, GraphType>>;

/** What all bindings of a source share. */
export interface SharedDefinitions {
  readonly types: GraphTypes;
  /** Of arguments, by the names of input types. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

const leaf: GraphType = { kind: "leaf" };

export function typeNamed(name: string, types: GraphTypes): GraphType {
  return (Object.hasOwn(types, name) ? types[name] : undefined) ?? leaf;
}

export function fieldNamed({ fields = {} }: GraphType, name: string): GraphField | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
