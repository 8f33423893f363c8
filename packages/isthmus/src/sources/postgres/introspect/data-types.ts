// PostgreSQL's types as the catalog's.

import type { DataType, DataTypeName, Representation } from "../../../core/index.ts";
import type { ColumnFact } from "./columns.ts";
import type { TypeFact } from "./types.ts";

const builtin: ReadonlyMap<string, DataTypeName> = new Map([
  ["int2", "smallint"],
  ["int4", "integer"],
  ["int8", "bigint"],
  ["numeric", "decimal"],
  ["float4", "float"],
  ["float8", "float"],
  ["bool", "boolean"],
  ["text", "text"],
  ["varchar", "text"],
  ["bpchar", "text"],
  ["char", "text"],
  ["name", "text"],
  ["uuid", "uuid"],
  ["date", "date"],
  ["time", "time"],
  ["timetz", "time"],
  ["timestamp", "timestamp"],
  ["timestamptz", "timestamptz"],
  ["interval", "interval"],
  ["json", "json"],
  ["jsonb", "json"],
  ["bytea", "bytes"],
  ["tsvector", "textsearch"],
]);

const noModifier = -1;
/** Modifiers of `numeric(p,s)` and `varchar(n)` count from here. */
const modifierOffset = 4;
/** A composite can hold itself by way of an array; nobody asks for parts deeper than this. */
const maxDepth = 8;

export interface TypeReader {
  /** The type by its id. `native` is the spelling with the modifier, where there is one. */
  read(type: number, modifier?: number, native?: string): DataType;
  fact(type: number): TypeFact | undefined;
  /** The type under a domain, and under the domain under that. */
  base(type: number): number;
}

export function typeReader(
  types: readonly TypeFact[],
  columnsByRelation: ReadonlyMap<number, readonly ColumnFact[]>,
  representations: ReadonlyMap<number, Representation>,
): TypeReader {
  const facts = new Map(types.map((type) => [type.id, type]));

  function base(type: number): number {
    const fact = facts.get(type);
    return fact?.kind === "d" ? base(fact.base) : type;
  }

  function read(id: number, modifier: number, native: string | undefined, depth: number): DataType {
    const fact = facts.get(id);
    if (fact === undefined) return { name: "other", native: native ?? "unknown" };
    const spelling = native ?? fact.native;
    if (fact.kind === "d") {
      const carried = fact.modifier === noModifier ? modifier : fact.modifier;
      // Casts are of one domain: a domain over it does not have them.
      const { representation: _, media: __, ...base } = read(fact.base, carried, undefined, depth);
      const representation = representations.get(id);
      return {
        ...base,
        native: spelling,
        ...(representation === undefined ? {} : { representation }),
        ...(isMedia(fact.name) ? { media: fact.name } : {}),
      };
    }
    if (fact.element !== 0)
      return { name: "array", native: spelling, element: read(fact.element, modifier, undefined, depth + 1) };
    if (fact.kind === "e") return { name: "enum", native: spelling, values: fact.labels ?? [] };
    if (fact.kind === "r" || fact.kind === "m") {
      return { name: "range", native: spelling, element: read(fact.subtype, noModifier, undefined, depth + 1) };
    }
    if (fact.kind === "c") return composite(fact, spelling, depth);
    const name =
      fact.name === "citext" ? "text" : fact.schema === "pg_catalog" ? (builtin.get(fact.name) ?? "other") : "other";
    return { name, native: spelling, ...measures(fact.name, modifier) };
  }

  function composite(fact: TypeFact, native: string, depth: number): DataType {
    const columns = depth < maxDepth ? columnsByRelation.get(fact.relation) : undefined;
    if (columns === undefined) return { name: "composite", native };
    const parts = columns.map((part) => ({
      name: part.name,
      type: read(part.type, part.modifier, part.native, depth + 1),
    }));
    return { name: "composite", native, parts };
  }

  return {
    read: (type, modifier = noModifier, native) => read(type, modifier, native, 0),
    fact: (type) => facts.get(type),
    base,
  };
}

/** `text/html` and the like, or `*` on both sides for any document. */
function isMedia(name: string): boolean {
  return name === "*/*" || /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(name);
}

function measures(name: string, modifier: number): Partial<DataType> {
  if (modifier < modifierOffset) return {};
  const packed = modifier - modifierOffset;
  if (name === "varchar" || name === "bpchar") return { maxLength: packed };
  // Eleven bits of scale, signed: `numeric(2,-3)` is a type since PostgreSQL 15.
  if (name === "numeric") return { precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
  return {};
}
