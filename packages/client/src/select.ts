// In charge of the type of a `select` text: reads it as the server does, by the names of the catalog, and gives the type of
// a row or says what is wrong. Types alone; nothing of it is left when it runs.

import type { CatalogTypes, ComputedOf, FieldsOf, RelationsOf, ResourceId } from "./catalog.ts";

/** What is wrong with a `select`, as the compiler shows it. */
export interface Wrong<Message extends string> {
  readonly wrong: Message;
}

interface Read<Row, Rest extends string> {
  readonly row: Row;
  readonly rest: Rest;
}

/** The type of one row; `Wrong` where the text names what is not there. A text that is not a literal gives unknown fields. */
export type Selected<C extends CatalogTypes, R extends ResourceId<C>, Text extends string> = string extends Text
  ? Record<string, unknown>
  : Text extends "*" | ""
    ? Flat<FieldsOf<C, R>>
    : Items<C, R, Text, {}> extends infer Outcome
      ? Outcome extends Read<infer Row, infer Rest>
        ? Rest extends ""
          ? Flat<Row>
          : Wrong<`there is a ")" too many before "${Rest}"`>
        : Outcome
      : never;

/** The parameter of `select`: the text itself, or a type that no text has and that says why. */
export type Checked<C extends CatalogTypes, R extends ResourceId<C>, Text extends string> =
  Selected<C, R, Text> extends infer Row ? (Row extends Wrong<string> ? Row : unknown) : never;

type Flat<T> = { [K in keyof T]: T[K] } & {};

/** Reads items up to the end of the text, or of the parentheses it is in. */
type Items<C extends CatalogTypes, R extends ResourceId<C>, Text extends string, Row> =
  Trim<Text> extends infer S extends string
    ? S extends ""
      ? Read<Row, "">
      : S extends `,${infer Rest}`
        ? Items<C, R, Rest, Row>
        : S extends `)${infer Rest}`
          ? Read<Row, Rest>
          : Word<S> extends infer W extends string
            ? S extends `${W}${infer After}`
              ? Item<C, R, Trim<W>, After, Row>
              : never
            : never
    : never;

/** What stands before the first comma or parenthesis. */
type Word<S extends string> = Before<Before<Before<S, "(">, ",">, ")">;
type Before<S extends string, Mark extends string> = S extends `${infer A}${Mark}${infer _}` ? A : S;

type Item<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  W extends string,
  After extends string,
  Row,
> = After extends `()${infer Rest}`
  ? Word<Rest> extends infer Cast extends string
    ? Rest extends `${Cast}${infer Further}`
      ? Joined<C, R, Row, Aggregate<C, R, W, Cast>, Further>
      : never
    : never
  : After extends `(${infer Inner}`
    ? Embedded<C, R, W, Inner, Row>
    : W extends "*"
      ? Joined<C, R, Row, FieldsOf<C, R>, After>
      : Joined<C, R, Row, Field<C, R, W>, After>;

type Joined<C extends CatalogTypes, R extends ResourceId<C>, Row, More, Rest extends string> =
  More extends Wrong<string> ? More : Items<C, R, Rest, Omit<Row, keyof More> & More>;

// One field: `alias:field->path::type`.
type Field<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  W extends string,
> = W extends `${infer Named}::${infer Type}` ? Value<C, R, Named, Type> : Value<C, R, W, undefined>;

type Value<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  Named extends string,
  Type,
> = Named extends `${infer Alias}:${infer Path}`
  ? At<C, R, Path, Type, Plain<Alias>>
  : At<C, R, Named, Type, LastKey<Named>>;

type At<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  Path extends string,
  Type,
  Name extends string,
> = Path extends `${infer Name0}->${infer Keys}`
  ? Plain<Name0> extends keyof AllFields<C, R>
    ? {
        [K in Name]: Type extends string
          ? Cast<Type> | null
          : Last<Keys> extends `>${string}`
            ? string | null
            : unknown;
      }
    : Unknown<R, Name0>
  : Plain<Path> extends keyof AllFields<C, R>
    ? {
        [K in Name]: Type extends string
          ? Cast<Type> | Extract<AllFields<C, R>[Plain<Path>], null>
          : AllFields<C, R>[Plain<Path>];
      }
    : Unknown<R, Path>;

type AllFields<C extends CatalogTypes, R extends ResourceId<C>> = FieldsOf<C, R> & ComputedOf<C, R>;
type Unknown<R extends string, Name extends string> = Wrong<`"${R}" has no field "${Name}"`>;

/** `a->b->>c`: the last step with its second arrow, if it has one. */
type Last<Keys extends string> = Keys extends `${infer _}->${infer Rest}` ? Last<Rest> : Keys;
type LastKey<Path extends string> = Path extends `${infer _}->${infer Keys}`
  ? Plain<Last<Keys> extends `>${infer Key}` ? Key : Last<Keys>>
  : Plain<Path>;

// Aggregates: `count()`, `total:price.sum()::text`.
type Aggregate<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  W extends string,
  Cast0 extends string,
> = W extends `${infer Alias}:${infer Rest}`
  ? Computed<C, R, Rest, Cast0, Plain<Alias>>
  : Computed<C, R, W, Cast0, undefined>;

type Computed<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  W extends string,
  Cast0 extends string,
  Alias,
> = W extends `${infer Path}.${infer Function}`
  ? Before<Before<Path, "::">, "->"> extends keyof AllFields<C, R>
    ? {
        [K in Alias extends string ? Alias : Function]: Cast0 extends `::${infer T}`
          ? Cast<T> | null
          : OfFunction<Function, Path extends keyof AllFields<C, R> ? AllFields<C, R>[Path] : unknown>;
      }
    : Unknown<R, Path>
  : W extends "count"
    ? { [K in Alias extends string ? Alias : "count"]: number }
    : Wrong<`"${W}()" is no aggregate`>;

type OfFunction<Function extends string, Of> = Function extends "count"
  ? number
  : Function extends "sum" | "avg"
    ? number | null
    : Of | null;

// Related records: `alias:relation!hint!inner(…)`, `...relation(…)`.
type Embedded<C extends CatalogTypes, R extends ResourceId<C>, W extends string, Inner extends string, Row> =
  Place<W> extends {
    name: infer Name extends string;
    as: infer As extends string;
    hints: infer Hints extends string;
    spread: infer Spread;
  }
    ? Related<C, R, Name, Exclude<Hints, "inner" | "left">> extends infer L
      ? L extends { to: infer To extends ResourceId<C> }
        ? Items<C, To, Inner, {}> extends infer Outcome
          ? Outcome extends Read<infer Child, infer Rest>
            ? Items<C, R, Rest, Row & Wrapped<L, Flat<Child>, As, "inner" extends Hints ? true : false, Spread>>
            : Outcome
          : never
        : L
      : never
    : never;

type Place<W extends string> = W extends `...${infer Rest}` ? Spot<Rest, true> : Spot<W, false>;
type Spot<W extends string, Spread> = W extends `${infer Alias}:${infer Rest}`
  ? { name: Plain<Before<Rest, "!">>; as: Plain<Alias>; hints: Hints<Rest>; spread: Spread }
  : { name: Plain<Before<W, "!">>; as: Plain<Before<W, "!">>; hints: Hints<W>; spread: Spread };
type Hints<W extends string> = W extends `${infer _}!${infer Rest}` ? Split<Rest> : never;
type Split<W extends string> = W extends `${infer A}!${infer Rest}` ? A | Split<Rest> : W;

/** By the relation's own name; else by the resource it leads to or its constraint, where that tells one. */
type Related<
  C extends CatalogTypes,
  R extends ResourceId<C>,
  Name extends string,
  Hint extends string,
> = Name extends keyof RelationsOf<C, R>
  ? RelationsOf<C, R>[Name]
  : Candidates<C, R, Name, Hint> extends infer K
    ? [K] extends [never]
      ? Wrong<`"${R}" has no relation "${Name}"`>
      : IsUnion<K> extends true
        ? Wrong<`"${R}" has several relations to "${Name}": write ${K & string}`>
        : K extends keyof RelationsOf<C, R>
          ? RelationsOf<C, R>[K]
          : never
    : never;

type Candidates<C extends CatalogTypes, R extends ResourceId<C>, Name extends string, Hint extends string> = {
  [K in keyof RelationsOf<C, R>]: RelationsOf<C, R>[K] extends infer L
    ? L extends { to: Name } | { key: Name }
      ? [Hint] extends [never]
        ? K
        : L extends { key: Hint } | { through: Hint }
          ? K
          : L extends { columns: readonly Hint[] }
            ? K
            : never
      : never
    : never;
}[keyof RelationsOf<C, R>];

type IsUnion<T, U = T> = T extends U ? ([U] extends [T] ? false : true) : never;

type Wrapped<L, Child, As extends string, Inner, Spread> = Spread extends true
  ? L extends { many: true }
    ? { [K in keyof Child]: Child[K][] }
    : {
        [K in keyof Child]: L extends { optional: true } ? (Inner extends true ? Child[K] : Child[K] | null) : Child[K];
      }
  : {
      [K in As]: L extends { many: true }
        ? Child[]
        : L extends { optional: true }
          ? Inner extends true
            ? Child
            : Child | null
          : Child;
    };

type Trim<S extends string> = S extends ` ${infer Rest}` | `\n${infer Rest}` | `\t${infer Rest}`
  ? Trim<Rest>
  : S extends `${infer Rest} ` | `${infer Rest}\n` | `${infer Rest}\t`
    ? Trim<Rest>
    : S;
type Plain<S extends string> = Trim<S> extends `"${infer Name}"` ? Name : Trim<S>;

type Cast<Type extends string> =
  Trim<Lowercase<Type>> extends infer T
    ? T extends
        | `int${string}`
        | `float${string}`
        | "smallint"
        | "bigint"
        | "decimal"
        | "numeric"
        | "real"
        | "double precision"
      ? number
      : T extends "bool" | "boolean"
        ? boolean
        : T extends "json" | "jsonb"
          ? unknown
          : string
    : never;
