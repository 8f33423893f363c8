// What a source says of itself when it is introspected, before the configuration has been joined to it.

import type { Capabilities } from "./capabilities.ts";
import type { DataType } from "./data-type.ts";

export interface SourceSchema {
  /** Namespaces (PostgreSQL schemas) that are exposed; the first is the default. A source without any has one, `"main"`. */
  readonly namespaces: readonly string[];
  readonly resources: readonly ResourceSchema[];
  readonly operations: readonly OperationSchema[];
  /** Type names a caller may cast to, in the source's spelling. */
  readonly castable: readonly string[];
  /** Full-text configurations (`english`, …) a caller may name. */
  readonly textSearchConfigurations: readonly string[];
  /** What the operations' `binding`s share (schemas of an API's document); only the source itself reads it. */
  readonly definitions?: Readonly<Record<string, unknown>>;
  /** Its operations go by their own names, beside those of the first source. Default: false. */
  readonly unqualified?: boolean;
  /** Of what sources of its kind can, what this server cannot: found by asking it. Default: nothing. */
  readonly unable?: readonly (keyof Capabilities)[];
  /** What the source holds and does not offer, and why: a line each, for `isthmus dev`. Never part of the lock. */
  readonly leftOut?: readonly string[];
}

export interface ResourceSchema {
  readonly namespace: string;
  readonly name: string;
  readonly kind: "table" | "view" | "materialized-view" | "foreign-table";
  readonly description?: string;
  readonly fields: readonly FieldSchema[];
  /** Primary key, in its order; empty when there is none. Of a view: inherited from its base table, where the source can tell. */
  readonly key: readonly string[];
  readonly unique: readonly (readonly string[])[];
  /** Field lists of the indexes, the leading field first; used by `isthmus check` alone. */
  readonly indexes: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKeySchema[];
  readonly insertable: boolean;
  readonly updatable: boolean;
  readonly deletable: boolean;
  /** Writing it may change other resources in ways the foreign keys do not tell: triggers, rules, inheritance. */
  readonly triggers?: boolean;
  /** Full-text search runs on this companion table (SQLite FTS5: `content=` tables). */
  readonly textSearch?: { readonly table: string; readonly fields: readonly string[] };
  /** How the source reads it (of an API: which operations list and fetch it); only the source itself reads it. */
  readonly binding?: unknown;
}

export interface FieldSchema {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** The source fills the field when a row is inserted without it. */
  readonly hasDefault: boolean;
  /** `always`: the caller cannot write it (generated column, identity ALWAYS). */
  readonly generated: "never" | "always";
  /** The default as the source prints it; for documentation only. */
  readonly default?: string;
  readonly description?: string;
  /** A function over the row, called by this name (PostgreSQL computed field). Never part of `select=*`. */
  readonly computed?: { readonly schema: string; readonly function: string };
}

export interface ForeignKeySchema {
  readonly name: string;
  readonly fields: readonly string[];
  readonly target: { readonly namespace: string; readonly name: string };
  readonly targetFields: readonly string[];
  /** The fields are unique together: at most one row points at a target row. */
  readonly unique: boolean;
  /** A relation by function (PostgreSQL computed relationship): joined by calling it, not by fields. */
  readonly computed?: { readonly schema: string; readonly function: string; readonly toOne: boolean };
}

export interface OperationSchema {
  readonly namespace: string;
  readonly name: string;
  readonly description?: string;
  readonly parameters: readonly ParameterSchema[];
  /** `read`: STABLE or IMMUTABLE, so GET may call it; `write`: VOLATILE. */
  readonly effect: "read" | "write";
  readonly returns: ReturnSchema;
  /** One unnamed parameter of this type takes the whole request body. */
  readonly wholeBody?: "json" | "text" | "bytes" | "xml";
  /** How the source carries it out (of an API: method, path, where each argument goes); only the source itself reads it. */
  readonly binding?: unknown;
  /** Roles that may call it, besides what `roles` of the configuration says. */
  readonly access?: readonly string[];
  /** The source says itself what is wrong with the arguments, all at once: an interface lets any of them through. */
  readonly lenient?: boolean;
  /** Under the same Idempotency-Key it may be begun again after it was cut off: it takes up what it had done. */
  readonly resumable?: boolean;
}

export interface ParameterSchema {
  readonly name: string;
  readonly type: DataType;
  readonly required: boolean;
  readonly variadic: boolean;
}

export interface ReturnSchema {
  readonly many: boolean;
  /**
   * `void`: nothing; `scalar`: one value (or a list of them); `row`: rows of named parts that are no resource;
   * `resource`: rows of a resource, which can then be filtered, ordered and embedded like it.
   */
  readonly shape: "void" | "scalar" | "row" | "resource";
  readonly type?: DataType;
  readonly fields?: readonly FieldSchema[];
  readonly resource?: { readonly namespace: string; readonly name: string };
}
