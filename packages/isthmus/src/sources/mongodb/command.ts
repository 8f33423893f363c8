// What `compile` makes of a statement for MongoDB: plain data that names stored fields and says where values come from.
// It is executed many times with other values.

import type { Adjustment, DataType, JsonStep, Operator, Value } from "../../core/index.ts";

/** A stored field, or a place inside it. */
export interface Place {
  /** As it is stored; never with a dot or a dollar. */
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly steps?: readonly JsonStep[];
}

/**
 * A condition with two outcomes. SQL's conditions have three: `compile` asks each for what makes it true, or for what
 * makes it false, so that a negation never turns an unknown one into a match.
 */
export type Test = ConstantTest | JunctionTest | NoneTest | CompareTest | NullTest | RelatedTest;

export interface ConstantTest {
  readonly kind: "constant";
  readonly value: boolean;
}

export interface JunctionTest {
  readonly kind: "all" | "any";
  readonly of: readonly Test[];
}

/** The test does not hold. */
export interface NoneTest {
  readonly kind: "none";
  readonly of: Test;
}

export interface CompareTest {
  readonly kind: "compare";
  readonly at: Place;
  readonly operator: Operator;
  readonly value: Value;
  readonly quantifier?: "any" | "all";
  /** Whether the comparison is to be true, or to be false; an unknown one is neither. */
  readonly wanted: boolean;
}

/** The field is null or not there. */
export interface NullTest {
  readonly kind: "null";
  readonly at: Place;
}

export interface RelatedTest {
  readonly kind: "related";
  readonly link: Link;
  readonly where?: Test;
}

export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** A hop from documents here to related ones. */
export interface Link {
  readonly collection: string;
  readonly on: readonly Pair[];
  /** `on` then leads to the junction, and this from there to the target. */
  readonly through?: { readonly collection: string; readonly on: readonly Pair[]; readonly where?: Test };
  readonly toOne: boolean;
}

/** A value of a row: of its document, or of a related one's. */
export type Expression =
  | { readonly kind: "place"; readonly at: Place; readonly guard?: number; readonly cast?: string }
  | { readonly kind: "lifted"; readonly branch: number; readonly of: Expression }
  /** One for each row that is there: what counts rows. */
  | { readonly kind: "row" };

export interface AggregateCall {
  readonly function: "count" | "sum" | "avg" | "min" | "max";
  readonly distinct: boolean;
  readonly cast?: string;
}

/** What an answer's object holds, in its order. */
export type Member =
  | {
      readonly kind: "value";
      readonly as: string;
      readonly of: Expression;
      readonly type: DataType;
      readonly aggregate?: AggregateCall;
    }
  | { readonly kind: "group"; readonly as: string; readonly members: readonly Member[] }
  | { readonly kind: "constant"; readonly as: string; readonly value: string }
  | { readonly kind: "cursor"; readonly as: string }
  /** An object, or a list of them. */
  | { readonly kind: "branch"; readonly as: string; readonly branch: number }
  /** A spread to-one relation's member that is itself an embedded one. */
  | { readonly kind: "lifted"; readonly as: string; readonly branch: number; readonly of: Member }
  /** A spread to-many relation's member: a list of its values. */
  | { readonly kind: "listed"; readonly as: string; readonly branch: number; readonly of: Member };

export interface Term {
  readonly of: Expression;
  readonly type: DataType;
  readonly direction: "asc" | "desc";
  readonly nulls: "first" | "last";
}

/** Related documents that are fetched for all rows of a level at once. */
export interface Branch {
  readonly link: Link;
  /** Index in the level's guards: rows where it does not hold have no related ones. */
  readonly guard?: number;
  readonly level: Level;
  /** One object, or null, rather than a list. */
  readonly one: boolean;
}

/** A query of one collection, with what is embedded into its rows. */
export interface Level {
  readonly collection: string;
  /** Stored fields that name a record; none where it has no key. */
  readonly key: readonly string[];
  readonly where?: Test;
  readonly terms: readonly Term[];
  readonly limit?: Value;
  readonly offset?: Value;
  readonly after?: Value;
  readonly cap?: number;
  readonly cursor: boolean;
  readonly stripNulls: boolean;
  readonly grouped: boolean;
  /** Limit, offset and place in the order choose rows; otherwise, of a level that aggregates, groups. */
  readonly pagesRows: boolean;
  readonly members: readonly Member[];
  readonly branches: readonly Branch[];
  /** Conditions on a row, by which some of its fields read as null. */
  readonly guards: readonly Test[];
  /** Stored fields that are needed. */
  readonly fields: readonly string[];
}

export interface ReadCommand {
  readonly kind: "read";
  readonly level: Level;
  readonly one: boolean;
  /** Of `one`: no row is an answer too. */
  readonly optional: boolean;
  readonly count?: "exact" | "planned" | "estimated";
}

/** A field that is written. */
export interface Written {
  /** In the rows, and in messages. */
  readonly field: string;
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly default?: string | number | boolean;
}

export interface Preset {
  readonly field: Written;
  readonly value: Value;
}

/** A change of a field that starts from what stands there. */
export interface AdjustmentTo {
  readonly field: Written;
  readonly operator: Adjustment["operator"];
  readonly value: Value;
}

interface Change {
  readonly kind: "insert" | "update" | "delete";
  readonly resource: string;
  readonly collection: string;
  /** Stored fields that name a record. */
  readonly key: readonly string[];
  /** Sets of fields that are unique, by their own names and as they are stored; for messages. */
  readonly unique: readonly (readonly Pair[])[];
  readonly returning?: ReadCommand;
  readonly maxAffected?: Value;
  readonly single: boolean;
  readonly locate?: readonly Place[];
}

export interface InsertCommand extends Change {
  readonly kind: "insert";
  readonly fields: readonly Written[];
  readonly rows: Value;
  /** One document is written, and nothing else. */
  readonly alone: boolean;
  readonly presets: readonly Preset[];
  /** All fields of the resource, for what is missing in a row. */
  readonly all: readonly Written[];
  readonly defaults: boolean;
  readonly check?: Test;
  readonly conflict?: {
    readonly target: readonly Written[];
    readonly action: "merge" | "ignore";
    readonly where?: Test;
    readonly fields: readonly string[];
  };
}

export interface UpdateCommand extends Change {
  readonly kind: "update";
  readonly fields: readonly Written[];
  readonly values: Value;
  readonly presets: readonly Preset[];
  readonly defaulted: readonly string[];
  readonly matchBy?: readonly Written[];
  readonly adjust: readonly AdjustmentTo[];
  /** One document is changed at most, and no other decides about it. */
  readonly alone: boolean;
  readonly where?: Test;
  /** Absent too where the change cannot break it. */
  readonly check?: Test;
}

export interface DeleteCommand extends Change {
  readonly kind: "delete";
  /** As of an update. */
  readonly alone: boolean;
  readonly where?: Test;
}

export type WriteCommand = InsertCommand | UpdateCommand | DeleteCommand;
export type MongoCommand = ReadCommand | WriteCommand;
