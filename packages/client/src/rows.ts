// In charge of the types of questions: postgrest-js's builder, by the catalog's names. What runs is postgrest-js itself.

import type { CatalogTypes, FieldsOf, InsertOf, ResourceId, UpdateOf } from "./catalog.ts";
import type { IsthmusError } from "./error.ts";
import type { Checked, Selected } from "./select.ts";

export interface Success<D> {
  readonly data: D;
  readonly error: null;
  /** Rows there are in all, where `count` was asked for. */
  readonly count: number | null;
  readonly status: number;
  readonly statusText: string;
}

export interface Failure {
  readonly data: null;
  readonly error: IsthmusError;
  readonly count: null;
  /** 0 when no answer came. */
  readonly status: number;
  readonly statusText: string;
}

export type Outcome<D> = Success<D> | Failure;

/** A question that is ready: awaited it is asked; given to `client.live`, `client.batch` or a query it is asked there. */
export interface Question<D> extends PromiseLike<Outcome<D>> {
  /** Ends the request when the signal does. */
  abortSignal(signal: AbortSignal): this;
  setHeader(name: string, value: string): this;
  /** Rejects with the IsthmusError instead of giving it. The last call of a question. */
  throwOnError(): PromiseLike<Success<D>>;
}

/** What a question answers. */
export type DataOf<Q> = Q extends Question<infer D> ? D : never;

export type CountKind = "exact" | "planned" | "estimated";

/** Fields, places in JSON (`data->a`), and fields of embedded resources (`category.name`). */
type Column<C extends CatalogTypes, R extends ResourceId<C>> =
  | (keyof FieldsOf<C, R> & string)
  | `${keyof FieldsOf<C, R> & string}->${string}`
  | `${string}.${string}`;

type Compared<C extends CatalogTypes, R extends ResourceId<C>, K> = K extends keyof FieldsOf<C, R>
  ? [NonNullable<FieldsOf<C, R>[K]>] extends [number]
    ? number | string
    : NonNullable<FieldsOf<C, R>[K]>
  : unknown;

interface Elsewhere {
  /** The embedded resource it is for. */
  readonly referencedTable?: string;
}

/** Rows of a resource, narrowed step by step. The methods are those of `@supabase/postgrest-js`. */
export interface Rows<C extends CatalogTypes, R extends ResourceId<C>, D> extends Question<D> {
  /** After a write: what is answered of the rows that were written. */
  select<const Text extends string = "*">(columns?: Text & Checked<C, R, Text>): Rows<C, R, Selected<C, R, Text>[]>;

  eq<K extends Column<C, R>>(column: K, value: Compared<C, R, K>): this;
  neq<K extends Column<C, R>>(column: K, value: Compared<C, R, K>): this;
  gt<K extends Column<C, R>>(column: K, value: Compared<C, R, K>): this;
  gte<K extends Column<C, R>>(column: K, value: Compared<C, R, K>): this;
  lt<K extends Column<C, R>>(column: K, value: Compared<C, R, K>): this;
  lte<K extends Column<C, R>>(column: K, value: Compared<C, R, K>): this;
  in<K extends Column<C, R>>(column: K, values: readonly Compared<C, R, K>[]): this;
  notIn<K extends Column<C, R>>(column: K, values: readonly Compared<C, R, K>[]): this;
  is(column: Column<C, R>, value: boolean | null): this;
  isDistinct<K extends Column<C, R>>(column: K, value: Compared<C, R, K> | null): this;
  like(column: Column<C, R>, pattern: string): this;
  likeAllOf(column: Column<C, R>, patterns: readonly string[]): this;
  likeAnyOf(column: Column<C, R>, patterns: readonly string[]): this;
  ilike(column: Column<C, R>, pattern: string): this;
  ilikeAllOf(column: Column<C, R>, patterns: readonly string[]): this;
  ilikeAnyOf(column: Column<C, R>, patterns: readonly string[]): this;
  regexMatch(column: Column<C, R>, pattern: string): this;
  regexIMatch(column: Column<C, R>, pattern: string): this;
  contains(column: Column<C, R>, value: string | readonly unknown[] | Readonly<Record<string, unknown>>): this;
  containedBy(column: Column<C, R>, value: string | readonly unknown[] | Readonly<Record<string, unknown>>): this;
  overlaps(column: Column<C, R>, value: string | readonly unknown[]): this;
  rangeGt(column: Column<C, R>, range: string): this;
  rangeGte(column: Column<C, R>, range: string): this;
  rangeLt(column: Column<C, R>, range: string): this;
  rangeLte(column: Column<C, R>, range: string): this;
  rangeAdjacent(column: Column<C, R>, range: string): this;
  textSearch(
    column: Column<C, R>,
    query: string,
    options?: { readonly config?: string; readonly type?: "plain" | "phrase" | "websearch" },
  ): this;
  match(values: Partial<FieldsOf<C, R>>): this;
  not(column: Column<C, R>, operator: string, value: unknown): this;
  or(filters: string, options?: Elsewhere): this;
  filter(column: Column<C, R>, operator: string, value: unknown): this;

  order(
    column: Column<C, R> | `${string}(${string})`,
    options?: { readonly ascending?: boolean; readonly nullsFirst?: boolean } & Elsewhere,
  ): this;
  limit(rows: number, options?: Elsewhere): this;
  range(from: number, to: number, options?: Elsewhere): this;
  /** Refuses a change of more rows than these. */
  maxAffected(rows: number): this;
  /** Does everything, and then undoes it. */
  rollback(): this;

  /** Exactly one row; anything else is refused (PGRST116). */
  single(): Question<One<D>>;
  /** One row or null; more than one is refused. */
  maybeSingle(): Question<One<D> | null>;
  csv(): Question<string>;
  /** The answer's type, where it cannot be told from the text. */
  overrideTypes<T>(): Question<T>;
}

type One<D> = D extends readonly (infer T)[] ? T : never;

/** What can be done with a resource. */
export interface Resource<C extends CatalogTypes, R extends ResourceId<C>> {
  select<const Text extends string = "*">(
    columns?: Text & Checked<C, R, Text>,
    options?: { readonly count?: CountKind; readonly head?: boolean },
  ): Rows<C, R, Selected<C, R, Text>[]>;
  insert(
    values: InsertOf<C, R> | readonly InsertOf<C, R>[],
    options?: { readonly count?: CountKind; readonly defaultToNull?: boolean },
  ): Rows<C, R, null>;
  /** Inserts, or changes what has the same key. */
  upsert(
    values: InsertOf<C, R> | readonly InsertOf<C, R>[],
    options?: {
      readonly onConflict?: string;
      readonly ignoreDuplicates?: boolean;
      readonly count?: CountKind;
      readonly defaultToNull?: boolean;
    },
  ): Rows<C, R, null>;
  update(values: UpdateOf<C, R>, options?: { readonly count?: CountKind }): Rows<C, R, null>;
  delete(options?: { readonly count?: CountKind }): Rows<C, R, null>;
}
