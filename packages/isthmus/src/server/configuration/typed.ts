// The configuration's type over the catalog's types (`isthmus types` writes them): names of resources, fields and
// relations are checked by the compiler. Without them every name is allowed here and checked when the server starts.

import type { Configuration, DeleteRules, PolicyValue, Tests, Value } from "../../core/index.ts";

/** What `isthmus types` writes: of every resource its fields with their types, and its relations with their targets. */
export interface CatalogTypes {
  readonly resources: object;
  readonly operations: object;
}

export type TypedConfiguration<C extends CatalogTypes> = CatalogTypes extends C
  ? Configuration
  : Omit<Configuration, "roles"> & { readonly roles?: Readonly<Record<string, TypedRole<C>>> };

type TypedRole<C extends CatalogTypes> = {
  readonly extends?: readonly string[];
  /** Every resource and operation that is not named. */
  readonly "*"?: AnyRules;
} & { readonly [R in keyof C["resources"]]?: TypedRules<C, C["resources"][R]> } & {
  readonly [O in keyof C["operations"]]?: { readonly call?: boolean };
};

interface AnyRules {
  readonly read?:
    | boolean
    | {
        readonly maxRows?: number;
        readonly maxDepth?: number;
        readonly aggregate?: boolean;
        readonly export?: boolean;
      };
  readonly insert?: boolean;
  readonly update?: boolean;
  readonly delete?: boolean;
  readonly call?: boolean;
}

interface TypedRules<C extends CatalogTypes, R> {
  readonly read?: boolean | TypedReadRules<C, R>;
  readonly insert?: boolean | TypedInsertRules<C, R>;
  readonly update?: boolean | TypedUpdateRules<C, R>;
  readonly delete?: boolean | (Omit<DeleteRules, "where"> & { readonly where?: TypedWhere<C, R> });
}

interface TypedReadRules<C extends CatalogTypes, R> {
  /** Default: all. */
  readonly fields?: readonly FieldName<R>[];
  readonly except?: readonly FieldName<R>[];
  readonly where?: TypedWhere<C, R>;
  readonly maxRows?: number;
  readonly maxDepth?: number;
  /** Default: false. Sums, averages and grouped counts over the visible rows. */
  readonly aggregate?: boolean;
  /** Default: false. All the rows there are, in one answer that `maxRows` and `limits.rows` do not end. */
  readonly export?: boolean;
}

interface TypedInsertRules<C extends CatalogTypes, R> {
  readonly fields?: readonly FieldName<R>[];
  readonly except?: readonly FieldName<R>[];
  /** Fields the server sets; the caller cannot. */
  readonly set?: { readonly [F in FieldName<R>]?: ValueOf<FieldsOf<R>[F]> };
  /** What must hold of the row after the write. */
  readonly check?: TypedWhere<C, R>;
}

interface TypedUpdateRules<C extends CatalogTypes, R> extends TypedInsertRules<C, R> {
  readonly where?: TypedWhere<C, R>;
}

export type TypedWhere<C extends CatalogTypes, R> = {
  readonly and?: readonly TypedWhere<C, R>[];
  readonly or?: readonly TypedWhere<C, R>[];
  readonly not?: TypedWhere<C, R>;
} & { readonly [F in FieldName<R>]?: ValueOf<FieldsOf<R>[F]> | TypedTests<FieldsOf<R>[F]> } & {
  readonly [T in keyof RelationsOf<R>]?: TargetOf<RelationsOf<R>[T]> extends keyof C["resources"]
    ? TypedWhere<C, C["resources"][TargetOf<RelationsOf<R>[T]>]>
    : never;
};

type TypedTests<T> = {
  readonly [Test in Exclude<keyof Tests, "in">]?: ValueOf<T>;
} & { readonly in?: readonly Literal<T>[] | Claim };

type Claim = Extract<Value, { kind: "claim" }>;
export type FieldsOf<R> = R extends { readonly fields: infer F } ? F : never;
export type RelationsOf<R> = R extends { readonly relations: infer T } ? T : never;
export type TargetOf<L> = L extends { readonly to: infer T } ? T : L;
export type FieldName<R> = keyof FieldsOf<R> & string;
/** Large numbers and exact decimals may be written as text; a field of JSON or of a list takes any plain value. */
type Literal<T> = [NonNullable<T>] extends [number]
  ? number | string
  : NonNullable<T> extends boolean | string
    ? NonNullable<T>
    : PolicyValue;
type ValueOf<T> = Literal<T> | null | Claim;
