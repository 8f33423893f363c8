// What the URL's grammar gives before any name has been resolved against the catalog: plain trees of names and values.

import type { JsonStep, Operator } from "../../../core/index.ts";

export interface FieldName {
  readonly name: string;
  readonly path: readonly JsonStep[];
}

export type AggregateFunction = "count" | "sum" | "avg" | "min" | "max";

export interface SelectField {
  readonly kind: "field";
  /** `*` with an aggregate is `count()`; without one, all fields. */
  readonly field: FieldName;
  readonly alias?: string;
  readonly cast?: string;
  readonly aggregate?: AggregateFunction;
  readonly aggregateCast?: string;
}

export interface SelectRelation {
  readonly kind: "relation";
  readonly target: string;
  readonly alias?: string;
  readonly hint?: string;
  readonly join: "left" | "inner";
  readonly spread: boolean;
  readonly of: readonly SelectItem[];
}

export type SelectItem = SelectField | SelectRelation;

/** How the text of a value becomes an input: `pattern` spells `%` as `*`; `array` is a PostgreSQL array literal. */
export type Take = "text" | "pattern" | "list" | "array" | "pattern-array" | "number";

export type Operation =
  | { readonly kind: "is"; readonly right: "null" | "not-null" | "true" | "false" | "unknown" }
  | {
      readonly kind: "compare";
      readonly operator: Operator;
      readonly take: Take;
      /** As it stands in the request, decoded; of a list, with its parentheses. */
      readonly value: string;
      readonly quantifier?: "any" | "all";
      readonly language?: string;
    };

export interface Filter {
  readonly kind: "filter";
  readonly field: FieldName;
  readonly negated: boolean;
  readonly operation: Operation;
  /** Which parameter of the query the value is the end of; -1 when it stands inside a larger text. */
  readonly slot: number;
}

export interface LogicTree {
  readonly kind: "and" | "or";
  readonly negated: boolean;
  readonly of: readonly (LogicTree | Filter)[];
}

export interface OrderTerm {
  readonly field: FieldName;
  /** Of a related order: the embedded resource it names. */
  readonly through?: string;
  readonly direction: "asc" | "desc";
  readonly nulls?: "first" | "last";
}

/** Something said of one level of the tree of embedded resources. */
export interface Placed<T> {
  readonly path: readonly string[];
  readonly it: T;
}
