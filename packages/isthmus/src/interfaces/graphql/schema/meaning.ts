// What a field or an argument of the schema stands for in the catalog. It is kept on the schema itself, so that a document
// is compiled by walking it beside the schema, with no second table of names.

import type { Field, Operation, Relation } from "../../../core/index.ts";
import type { Shown } from "./names.ts";

/** The aggregates that are computed field by field. */
export type FieldAggregate = "sum" | "avg" | "min" | "max";

export type FieldMeaning =
  // of a row
  | { readonly kind: "field"; readonly field: Field }
  | { readonly kind: "relation"; readonly relation: Relation; readonly target: Shown }
  | { readonly kind: "relation-aggregate"; readonly relation: Relation; readonly target: Shown }
  // of an aggregate
  | { readonly kind: "aggregate" | "nodes" | "count" }
  | { readonly kind: "function"; readonly function: FieldAggregate }
  // of a connection
  | { readonly kind: "edges" | "pageInfo" | "cursor" | "node" }
  | { readonly kind: "page"; readonly part: PagePart }
  // of what a mutation answers
  | { readonly kind: "affected" | "returning" }
  // of the roots
  | { readonly kind: RootKind; readonly shown: Shown }
  | { readonly kind: "nothing" }
  | { readonly kind: "call"; readonly operation: Operation; readonly overload: number };

export type PagePart = "hasNextPage" | "hasPreviousPage" | "startCursor" | "endCursor";

export type RootKind =
  | "list"
  | "by-pk"
  | "list-aggregate"
  | "connection"
  | "insert"
  | "insert-one"
  | "update"
  | "update-by-pk"
  | "update-many"
  | "delete"
  | "delete-by-pk";

export type InputMeaning =
  | { readonly kind: "junction"; readonly of: "and" | "or" | "not" }
  | { readonly kind: "field"; readonly field: Field }
  | { readonly kind: "relation"; readonly relation: Relation; readonly target: Shown }
  | { readonly kind: "operator"; readonly test: Test };

/** One operator of a comparison. */
export type Test =
  | {
      readonly kind: "compare";
      readonly operator:
        | "eq"
        | "neq"
        | "gt"
        | "gte"
        | "lt"
        | "lte"
        | "like"
        | "ilike"
        | "match"
        | "imatch"
        | "contains"
        | "containedBy"
        | "in";
      readonly negated: boolean;
    }
  | { readonly kind: "is-null" }
  | { readonly kind: "has-key" }
  | { readonly kind: "has-keys"; readonly all: boolean };

const meaning = Symbol("isthmus.meaning");

/** Not every value of an argument's shape can be told from its type; those marked so are part of the plan. */
const structural = Symbol("isthmus.structural");

/** The objects of this input type are rows that are written: their values are never part of a plan. */
const rows = Symbol("isthmus.rows");

interface Extended {
  readonly extensions: Readonly<Record<string | symbol, unknown>>;
}

/** To be spread into the configuration of a field. */
export function means(of: FieldMeaning): Extended {
  return { extensions: { [meaning]: of } };
}

export function inputMeans(of: InputMeaning, isStructural = false): Extended {
  return { extensions: { [meaning]: of, ...(isStructural ? { [structural]: true } : {}) } };
}

export const partOfThePlan: Extended = { extensions: { [structural]: true } };
export const writtenRows: Extended = { extensions: { [rows]: true } };

export function meaningOf(field: Extended): FieldMeaning {
  return read(field, meaning) as FieldMeaning;
}

export function inputMeaningOf(field: Extended): InputMeaning {
  return read(field, meaning) as InputMeaning;
}

export function isPartOfThePlan(of: Extended): boolean {
  return read(of, structural) === true;
}

export function holdsRows(type: Extended): boolean {
  return read(type, rows) === true;
}

function read({ extensions }: Extended, key: symbol): unknown {
  return extensions[key];
}
