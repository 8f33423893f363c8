// What a function may ask, over the catalog's types (`isthmus types` writes them): a resource, field, relation or operation
// that does not exist is a compile error, and an answer has the type of what was asked for.

import type { Access, CallOptions, InnerRow, InnerTransaction, Select } from "../../core/index.ts";
import type { DeleteOptions, InsertOptions, ReadOptions, UpdateOptions } from "../../core/index.ts";
import type { CatalogTypes, FieldName, FieldsOf, RelationsOf, TargetOf, TypedWhere } from "./typed.ts";

/** With the catalog's types, or without. */
export type AccessTo<C extends CatalogTypes> = CatalogTypes extends C ? PlainAccess : TypedAccess<C>;

/** Also asks as the system, within the transaction. */
export type TransactionOn<C extends CatalogTypes> = AccessTo<C> & {
  /** @param reason Stands in the log. */
  asSystem(reason: string): AccessTo<C>;
};

export type { InnerTransaction as TransactionLimits };

/** Reads, writes and calls, where no types were written. */
export interface PlainAccess extends Pick<Access, "read" | "one" | "call"> {
  insert(resource: string, rows: InnerRow, options: InsertOptions & { readonly returning: Select }): Promise<InnerRow>;
  insert(
    resource: string,
    rows: readonly InnerRow[],
    options: InsertOptions & { readonly returning: Select },
  ): Promise<readonly InnerRow[]>;
  insert(resource: string, rows: InnerRow | readonly InnerRow[], options?: InsertOptions): Promise<number>;
  update(resource: string, options: UpdateOptions & { readonly returning: Select }): Promise<readonly InnerRow[]>;
  update(resource: string, options: UpdateOptions): Promise<number>;
  delete(resource: string, options: DeleteOptions & { readonly returning: Select }): Promise<readonly InnerRow[]>;
  delete(resource: string, options: DeleteOptions): Promise<number>;
}

type ResourceName<C extends CatalogTypes> = keyof C["resources"] & string;
type Found<C extends CatalogTypes, R extends ResourceName<C>> = C["resources"][R];
type RelationName<R> = keyof RelationsOf<R> & string;
type Target<C extends CatalogTypes, R, L> =
  L extends RelationName<R> ? Extract<TargetOf<RelationsOf<R>[L]>, ResourceName<C>> : never;

/** Names of fields (`*`: all) and of relations, or relations with what is wanted of them. */
export type TypedSelect<C extends CatalogTypes, R> = readonly (
  | "*"
  | FieldName<R>
  | RelationName<R>
  | {
      readonly [L in RelationName<R>]?:
        | TypedSelect<C, Found<C, Target<C, R, L>>>
        | TypedReadOptions<C, Found<C, Target<C, R, L>>>;
    }
)[];

export interface TypedReadOptions<C extends CatalogTypes, R> extends Omit<ReadOptions, "select" | "where" | "order"> {
  /** Default: all fields. */
  readonly select?: TypedSelect<C, R>;
  readonly where?: TypedWhere<C, R>;
  readonly order?: readonly (FieldName<R> | { readonly [F in FieldName<R>]?: "asc" | "desc" })[];
}

type Numeric<R> = {
  [F in FieldName<R>]: NonNullable<FieldsOf<R>[F]> extends number ? F : never;
}[FieldName<R>];

/** The record that a selection gives. */
export type Selected<C extends CatalogTypes, R, S> = S extends readonly (infer Item)[]
  ? Flat<Together<Item extends unknown ? Part<C, R, Item> : never>>
  : FieldsOf<R>;

type Part<C extends CatalogTypes, R, Item> = Item extends "*"
  ? FieldsOf<R>
  : Item extends FieldName<R>
    ? Pick<FieldsOf<R>, Item>
    : Item extends RelationName<R>
      ? { [L in Item]: Related<C, R, L, undefined> }
      : { [L in keyof Item & RelationName<R>]: Related<C, R, L, Item[L]> };

type Related<C extends CatalogTypes, R, L extends RelationName<R>, Wanted> = RelationsOf<R>[L] extends {
  readonly many: true;
}
  ? readonly Selected<C, Found<C, Target<C, R, L>>, Wishes<Wanted>>[]
  : Selected<C, Found<C, Target<C, R, L>>, Wishes<Wanted>> | null;

type Wishes<Wanted> = Wanted extends readonly unknown[]
  ? Wanted
  : Wanted extends { readonly select: infer S }
    ? S
    : undefined;

type Together<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer All) => void ? All : never;
type Flat<T> = { readonly [K in keyof T]: T[K] };

type InsertOf<R> = R extends { readonly insert: infer I } ? I : Partial<FieldsOf<R>>;
type UpdateOf<R> = R extends { readonly update: infer U } ? U : Partial<FieldsOf<R>>;

interface TypedInsertOptions<R> {
  /** Rows that are there already, by these unique fields, are left as they are or changed. */
  readonly conflict?: { readonly fields: readonly FieldName<R>[]; readonly action: "ignore" | "merge" };
}

interface TypedUpdateOptions<C extends CatalogTypes, R> {
  /** `"all"`: every row. */
  readonly where: TypedWhere<C, R> | "all";
  readonly set?: UpdateOf<R>;
  /** Numbers that are added to what stands there, in the same statement. */
  readonly increment?: { readonly [F in Numeric<R>]?: number | string };
}

interface TypedDeleteOptions<C extends CatalogTypes, R> {
  readonly where: TypedWhere<C, R> | "all";
}

type ArgumentsOf<Operation> = Operation extends { readonly parameters: infer P }
  ? P
  : Operation extends { readonly body: infer B }
    ? B
    : never;
type ResultOf<Operation> = Operation extends { readonly result: infer Result } ? Result : never;
type Given<Args> = {} extends Args ? [args?: Args, options?: CallOptions] : [args: Args, options?: CallOptions];

/** Reads, writes and calls. All of it goes the road of every statement: authorized, planned, compiled, executed. */
export interface TypedAccess<C extends CatalogTypes> {
  read<R extends ResourceName<C>, const S extends TypedSelect<C, Found<C, R>> | undefined = undefined>(
    resource: R,
    options?: Omit<TypedReadOptions<C, Found<C, R>>, "select"> & { readonly select?: S },
  ): Promise<readonly Selected<C, Found<C, R>, S>[]>;
  /** The only row there is; undefined where there is none. Throws where there are several. */
  one<R extends ResourceName<C>, const S extends TypedSelect<C, Found<C, R>> | undefined = undefined>(
    resource: R,
    options?: Omit<TypedReadOptions<C, Found<C, R>>, "select"> & { readonly select?: S },
  ): Promise<Selected<C, Found<C, R>, S> | undefined>;
  /** Gives the record with what is `returning`, a list of them for a list, or how many were written. */
  insert<R extends ResourceName<C>, const S extends TypedSelect<C, Found<C, R>>>(
    resource: R,
    row: InsertOf<Found<C, R>>,
    options: TypedInsertOptions<Found<C, R>> & { readonly returning: S },
  ): Promise<Selected<C, Found<C, R>, S>>;
  insert<R extends ResourceName<C>, const S extends TypedSelect<C, Found<C, R>>>(
    resource: R,
    rows: readonly InsertOf<Found<C, R>>[],
    options: TypedInsertOptions<Found<C, R>> & { readonly returning: S },
  ): Promise<readonly Selected<C, Found<C, R>, S>[]>;
  insert<R extends ResourceName<C>>(
    resource: R,
    rows: InsertOf<Found<C, R>> | readonly InsertOf<Found<C, R>>[],
    options?: TypedInsertOptions<Found<C, R>>,
  ): Promise<number>;
  /** Gives the rows with what is `returning`, or how many were changed: 0 where the condition held for none. */
  update<R extends ResourceName<C>, const S extends TypedSelect<C, Found<C, R>>>(
    resource: R,
    options: TypedUpdateOptions<C, Found<C, R>> & { readonly returning: S },
  ): Promise<readonly Selected<C, Found<C, R>, S>[]>;
  update<R extends ResourceName<C>>(resource: R, options: TypedUpdateOptions<C, Found<C, R>>): Promise<number>;
  delete<R extends ResourceName<C>, const S extends TypedSelect<C, Found<C, R>>>(
    resource: R,
    options: TypedDeleteOptions<C, Found<C, R>> & { readonly returning: S },
  ): Promise<readonly Selected<C, Found<C, R>, S>[]>;
  delete<R extends ResourceName<C>>(resource: R, options: TypedDeleteOptions<C, Found<C, R>>): Promise<number>;
  call<O extends keyof C["operations"] & string>(
    operation: O,
    ...given: Given<ArgumentsOf<C["operations"][O]>>
  ): Promise<ResultOf<C["operations"][O]>>;
}
