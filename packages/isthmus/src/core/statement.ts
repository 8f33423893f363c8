// One question, free of protocol and of values' spelling. A statement is a shape: values stand apart from it, in
// `Question.inputs`, and are pointed at by index, so that everything derived from a shape can be kept and used again.

/** A statement together with the caller's values. Two questions of one shape share the same `statement` object. */
export interface Question<S extends Statement = Statement> {
  readonly statement: S;
  /** The caller's values, as they came: text from a URL, lists of text, a JSON text body, numbers. Untrusted. */
  readonly inputs: readonly InputValue[];
}

export type InputValue = string | number | boolean | null | readonly (string | null)[];

export type Statement = Query | Mutation | Call;
export type Mutation = Insert | Update | Delete;

/** Where a value comes from. */
export type Value =
  | { readonly kind: "input"; readonly index: number }
  /** From the principal, by path in its claims. Only the configuration makes these. */
  | { readonly kind: "claim"; readonly path: readonly string[] }
  /** Written in the configuration, or part of the shape (a JSON key). */
  | {
      readonly kind: "literal";
      readonly value: string | number | boolean | null | readonly (string | number | boolean)[];
    }
  /** A field of the first row an earlier statement of the same transaction returned. */
  | { readonly kind: "result"; readonly step: number; readonly field: string };

/** A field, or a place inside it. `guard` is set by authorize: where it does not hold, the field reads as null. */
export interface FieldRef {
  readonly field: string;
  readonly path?: readonly JsonStep[];
  readonly guard?: Condition;
}

/** One arrow of a JSON path. Only the last step may give text (`->>`). */
export interface JsonStep {
  readonly to: { readonly key: string } | { readonly index: number };
  readonly as: "json" | "text";
}

// ---- conditions

export type Condition = Junction | Negation | Comparison | Is | Related | Constant;

export interface Junction {
  readonly kind: "and" | "or";
  readonly of: readonly Condition[];
}

export interface Negation {
  readonly kind: "not";
  readonly of: Condition;
}

export interface Comparison {
  readonly kind: "compare";
  readonly left: FieldRef;
  readonly operator: Operator;
  readonly right: Value;
  /** The right side is a list, and the comparison must hold for any or for all of it. */
  readonly quantifier?: "any" | "all";
  /** Full-text configuration, e.g. `english`. */
  readonly language?: string;
}

/** `like`/`ilike` patterns use `%` and `_`; `match`/`imatch` are regular expressions; `in` takes a list. */
export type Operator =
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
  | "in"
  | "isDistinct"
  | "contains"
  | "containedBy"
  | "overlaps"
  | "strictlyLeft"
  | "strictlyRight"
  | "notExtendsRight"
  | "notExtendsLeft"
  | "adjacent"
  | "textSearch"
  | "textSearchPlain"
  | "textSearchPhrase"
  | "textSearchWeb";

export interface Is {
  readonly kind: "is";
  readonly left: FieldRef;
  readonly right: "null" | "not-null" | "true" | "false" | "unknown";
}

/** At least one related record exists (and meets the condition, over the target's fields). */
export interface Related {
  readonly kind: "related";
  readonly relation: string;
  readonly where?: Condition;
  /** Set by authorize. */
  readonly guard?: Condition;
  /** Set by authorize: rows of a junction that the caller may see. */
  readonly throughWhere?: Condition;
}

export interface Constant {
  readonly kind: "constant";
  readonly value: boolean;
}

// ---- questions

export interface Query {
  readonly kind: "query";
  /** Resource id. */
  readonly resource: string;
  readonly select: readonly Selection[];
  readonly where?: Condition;
  readonly order?: readonly Order[];
  /** Whole numbers >= 0. */
  readonly limit?: Value;
  readonly offset?: Value;
  /** Rows behind the record whose order values this list holds (keyset pagination). `order` must end in a unique key. */
  readonly after?: Value;
  /** Of a query that aggregates: `order`, `after`, `limit` and `offset` choose the rows it aggregates, and not groups. */
  readonly aggregatesPage?: boolean;
  /** The answer shall name the last row's order values, so that the next page can be asked for. */
  readonly cursor?: boolean;
  readonly count?: "exact" | "planned" | "estimated";
  /** `one`: a JSON object, and exactly one row is expected; `many`: an array. */
  readonly answer: Answer;
  /** Set by authorize: most rows this query may return. */
  readonly cap?: number;
}

export interface Answer {
  readonly as: "many" | "one";
  /** Of `one`: where there is no row the answer is the JSON text `null`, rather than a refusal. */
  readonly optional?: boolean;
  /** Fields that are null are left out. */
  readonly stripNulls?: boolean;
}

export type Selection = FieldSelection | RelationSelection | GroupSelection | ConstantSelection | CursorSelection;

export interface FieldSelection {
  readonly kind: "field";
  /** Name in the answer. */
  readonly as: string;
  /** Absent for `count()` of rows. */
  readonly of?: FieldRef;
  /** Applied to the field (before aggregation); one of the source's castable types. */
  readonly cast?: string;
  /** With any aggregate in a select, the other fields of that select are what is grouped by. */
  readonly aggregate?: Aggregate;
}

export interface Aggregate {
  readonly function: "count" | "sum" | "avg" | "min" | "max";
  /** Equal values are taken once. */
  readonly distinct?: boolean;
  readonly cast?: string;
}

/** Members of this level that are answered as one object of their own. */
export interface GroupSelection {
  readonly kind: "group";
  readonly as: string;
  readonly select: readonly Selection[];
}

/** A text that is the same in every row, e.g. a type's name. */
export interface ConstantSelection {
  readonly kind: "constant";
  readonly as: string;
  readonly value: string;
}

/** The row's own order values as one JSON text, as `Query.after` takes them. `order` must end in a unique key. */
export interface CursorSelection {
  readonly kind: "cursor";
  readonly as: string;
}

export interface RelationSelection {
  readonly kind: "relation";
  readonly as: string;
  readonly relation: string;
  /** `inner`: records of this level without a related one are left out. */
  readonly join: "left" | "inner";
  /** The related record's fields are lifted into this level (to-many: as arrays). */
  readonly spread: boolean;
  /** Not in the answer; there for its join, or for ordering by it. */
  readonly hidden?: boolean;
  readonly query: Query;
  /** Set by authorize. */
  readonly guard?: Condition;
  /** Set by authorize: rows of a junction that the caller may see. */
  readonly throughWhere?: Condition;
}

export interface Order {
  readonly by: FieldRef;
  /** Order by a field of a to-one relation that is part of the select, named by its `as`. */
  readonly through?: string;
  readonly direction: "asc" | "desc";
  /** Default: last when ascending, first when descending (as PostgreSQL), on every source. */
  readonly nulls?: "first" | "last";
}

// ---- changes

export interface Preset {
  readonly field: string;
  readonly value: Value;
}

interface Change {
  readonly resource: string;
  /** What comes back of the written rows; absent: only their number. Its `where` is absent until authorize sets it. */
  readonly returning?: Query;
  /** Refused and undone when more rows than this are affected. */
  readonly maxAffected?: Value;
  /** Refused and undone unless exactly one row is affected. */
  readonly single?: boolean;
  /** Names fields whose values of the written row are wanted for its address (REST `Location`). */
  readonly locate?: readonly string[];
}

export interface Insert extends Change {
  readonly kind: "insert";
  /** Fields the caller gives; other keys in the rows are ignored. */
  readonly fields: readonly string[];
  /** A JSON text: an array of objects, or one object. */
  readonly rows: Value;
  /** `rows` is one object. Default: it is looked at. */
  readonly one?: boolean;
  /** What a field absent from a row gets. */
  readonly missing: "null" | "default";
  readonly conflict?: {
    /** Fields of a primary key or unique constraint. */
    readonly target: readonly string[];
    readonly action: "merge" | "ignore";
    /** Existing rows that a merge may change; authorize adds those within the policy's reach. */
    readonly where?: Condition;
    /** Which fields a merge writes; absent: all that are given. Set by authorize. */
    readonly fields?: readonly string[];
  };
  /** Set by the parser for values an interface supplies, and by authorize for the policy's. These win over `rows`. */
  readonly presets?: readonly Preset[];
  /** Set by authorize: must hold for every row after the write, or nothing is written. */
  readonly check?: Condition;
}

export interface Update extends Change {
  readonly kind: "update";
  readonly fields: readonly string[];
  /** A JSON text: one object for all rows; with `matchBy`, an array of objects, each for the row it names. */
  readonly values: Value;
  /** Changes that start from what stands there; none of their fields is one of `fields`. */
  readonly adjust?: readonly Adjustment[];
  /** Of `fields`: those the one object has not, which get their default. */
  readonly defaulted?: readonly string[];
  /** Bulk update: each object changes the row whose these fields equal its own. */
  readonly matchBy?: readonly string[];
  readonly where?: Condition;
  readonly presets?: readonly Preset[];
  readonly check?: Condition;
}

/**
 * `increment` adds a number. The others change JSON: `append` and `prepend` join two arrays or objects (`||`), `deleteKey`
 * takes a key away, `deleteElement` the element at an index (from the end where negative), `deleteAtPath` what a list of
 * keys and indexes leads to. A null stays null.
 */
export interface Adjustment {
  readonly field: string;
  readonly operator: "increment" | "append" | "prepend" | "deleteKey" | "deleteElement" | "deleteAtPath";
  readonly value: Value;
}

export interface Delete extends Change {
  readonly kind: "delete";
  readonly where?: Condition;
}

export interface Call {
  readonly kind: "call";
  /** Operation id, and which of its overloads. */
  readonly operation: string;
  readonly overload: number;
  readonly arguments: readonly { readonly name: string; readonly value: Value }[];
  /** The whole body as the one unnamed argument. */
  readonly wholeBody?: Value;
  /** Arguments given as one JSON object text; `arguments` is then empty and `names` lists what is taken from it. */
  readonly object?: { readonly names: readonly string[]; readonly value: Value };
  /** The call must not write: it runs in a read-only transaction. */
  readonly readOnly: boolean;
  /** What to take of the rows a function returns; for operations that return rows. */
  readonly query?: Query;
  readonly single?: boolean;
  readonly maxAffected?: Value;
}

declare const authorized: unique symbol;

/** A statement that has passed `authorize`, the only function that can make one. Sources accept nothing else. */
export type Authorized<S extends Statement = Statement> = S & { readonly [authorized]: true };
