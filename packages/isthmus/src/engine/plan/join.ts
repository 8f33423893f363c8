// What is left to be done of a statement that reaches into several sources: keys to be asked for first, and rows of others
// to be put into the answer. Plain data, kept with the plan.

import type { DataTypeName, Value } from "../../core/index.ts";
import type { Plan } from "../plan.ts";
import type { KeyKind } from "../../catalog/index.ts";

export interface Join {
  /** Asked before everything else: keys of related rows, by which the statement's own rows are then chosen. */
  readonly first: readonly KeyQuestion[];
  /** How the rows of the answer are completed; absent where it can be passed on as it came. */
  readonly level?: JoinLevel;
}

/** The keys of all rows that a condition about a relation speaks of. */
export interface KeyQuestion {
  /** The input that takes the list. */
  readonly input: number;
  /** The keys' name in the rows of the plan. */
  readonly as: string;
  readonly kind: KeyKind;
  /** Of the field that the keys are compared with. */
  readonly type: DataTypeName;
  readonly plan: Plan;
  readonly most: number;
  /** The relation's name, for messages. */
  readonly relation: string;
}

/** One level of the answer: a list of rows, or one. */
export interface JoinLevel {
  /** In the order of the answer. What is not named here was added for the join, and is left out. */
  readonly members: readonly JoinMember[];
  readonly branches: readonly Branch[];
  readonly stripNulls: boolean;
}

export type JoinMember =
  /** Answered as it came. */
  | { readonly kind: "own"; readonly as: string }
  /** Rows of the same source with something to be completed below them. */
  | { readonly kind: "level"; readonly as: string; readonly level: JoinLevel }
  | { readonly kind: "group"; readonly as: string; readonly members: readonly JoinMember[] }
  /** `branch`: an index of the level's branches. */
  | { readonly kind: "branch"; readonly as: string; readonly branch: number }
  /** The members of the related rows, lifted into this level. */
  | { readonly kind: "lifted"; readonly names: readonly string[]; readonly branch: number };

/** A relation into another source. */
export interface Branch {
  readonly relation: string;
  /** By which rows here and there belong together. */
  readonly on: readonly KeyPair[];
  /** At most one related row is answered, and as an object. */
  readonly one: boolean;
  /** Rows without a related one are left out. */
  readonly inner: boolean;
  readonly plan: Plan;
  /** Of each row's own related rows. */
  readonly limit?: Value;
  readonly offset?: Value;
  readonly cap: number;
  /** Rows that may be fetched for all rows together. */
  readonly most: number;
  /** An aggregate over no rows at all: its members, and what each of them is. */
  readonly none?: readonly (readonly [as: string, value: 0 | null])[];
}

export interface KeyPair {
  /** Names of the keys in the rows here and there. */
  readonly here: string;
  readonly there: string;
  readonly kind: KeyKind;
  /** Of the field there. */
  readonly type: DataTypeName;
  /** The input that takes the list of keys. */
  readonly input: number;
}
