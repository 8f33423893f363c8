// What differs between SQL databases, as a record of functions. Nothing asks which dialect it has.

import type {
  Adjustment,
  Comparison,
  DataType,
  FieldSelection,
  JsonStep,
  Resource,
  Value,
} from "../../../core/index.ts";
import type { Fragment } from "./fragment.ts";
import type { Handed } from "./command.ts";

/** An expression, and what is known of its value. */
export interface Typed {
  readonly sql: Fragment;
  readonly type: DataType;
  readonly nullable: boolean;
  /** JSON that the statement itself has built, so that it need not be checked or converted again. */
  readonly built?: boolean;
}

/** One member of the JSON objects that are answered. */
export interface Output {
  readonly as: string;
  readonly value: Typed;
  /** Computed over many rows, or the same in all: not part of what is grouped by. */
  readonly aggregate: boolean;
  /** Further values that are grouped by. */
  readonly keys?: readonly Fragment[];
}

/** Rows that are to become JSON: everything that follows SELECT. */
export interface Rows {
  readonly alias: string;
  readonly from: Fragment;
  readonly where: Fragment | undefined;
  readonly order: Fragment | undefined;
  readonly limit: Fragment | undefined;
  readonly outputs: readonly Output[];
  /** Some outputs are aggregates; the others are grouped by. */
  readonly grouped: boolean;
  /** Outputs that hold queries of their own stand beside an offset: skip rows first, then compute them. */
  readonly skipFirst: boolean;
  readonly stripNulls: boolean;
  /** Set where they are the rows related to one other row, in whose place they stand. */
  readonly nested?: Nested;
}

/** What ties rows to another one, for databases whose derived tables cannot see that one (MariaDB). */
export interface Nested {
  /** One object is wanted, and not a list. */
  readonly one: boolean;
  /** Values of the rows, and what each equals of the other one. */
  readonly ties: readonly Tie[];
  /** A condition on the other one. */
  readonly guard: Fragment | undefined;
  /** The rows' conditions among themselves: all but the ties and the guard. */
  readonly where: Fragment | undefined;
}

export interface Tie {
  readonly there: Fragment;
  readonly here: Fragment;
}

/** One value of rows that are related to another one. */
export interface Listed {
  readonly value: Typed;
  readonly from: Fragment;
  readonly where: Fragment | undefined;
  readonly order: Fragment | undefined;
  readonly limit: Fragment | undefined;
}

/** Rows that have become one JSON object each: `item`, or `element` as an element of an array, to be selected `from`. */
export interface Items {
  readonly item: Fragment;
  readonly element: Fragment;
  /** The array of all, where it is not to be made of the elements. */
  readonly list?: Fragment;
  readonly from: Fragment;
}

export interface Dialect {
  readonly name: string;
  readonly placeholder: (position: number) => string;
  readonly quote: (name: string) => Fragment;
  /** The name of an answer's column; absent: as it is. */
  readonly answerName?: (name: string) => Fragment;
  readonly table: (resource: Pick<Resource, "native">) => Fragment;
  /** A value of the type, where the database would not find the type by itself. */
  readonly value: (value: Value | Handed, type: DataType) => Fragment;
  /** A whole number >= 0. */
  readonly count: (value: Value) => Fragment;
  readonly compare: (left: Typed, comparison: Comparison, place: Place) => Fragment;
  readonly sameOrNull: (left: Fragment, right: Fragment) => Fragment;
  /** The place inside a value; `->>` gives text. */
  readonly path: (from: Typed, steps: readonly JsonStep[]) => Typed;
  /** A value as it is answered, where its type has a spelling of its own; absent where no type has. */
  readonly shown?: (value: Typed) => Typed;
  readonly cast: (from: Typed, to: string) => Typed;
  /** `distinct`: over values that can be grouped by. */
  readonly aggregate: (
    call: NonNullable<FieldSelection["aggregate"]>["function"],
    of: Typed | undefined,
    distinct?: boolean,
  ) => Typed;
  /** What a field becomes by an adjustment that its type allows. */
  readonly adjust: (from: Typed, adjustment: Adjustment) => Fragment;
  /** A text of the shape. */
  readonly constant: (value: string) => Typed;
  /** A value that can be grouped by. */
  readonly groupable: (value: Typed) => Typed;
  /** What a value is ordered and paged by. */
  readonly orderable: (value: Typed) => Typed;
  /** `inList`: of an order within the function that makes a list. */
  readonly orderTerm: (value: Typed, direction: "asc" | "desc", nulls: "first" | "last", inList: boolean) => Fragment;
  readonly limit: (limit: Limits) => Fragment;
  /** The smaller of two numbers. */
  readonly least: (left: Fragment, right: Fragment) => Fragment;
  readonly items: (rows: Rows, alias: () => string) => Items;
  /** The text of a whole answer of many rows, where there is a shorter way to it than an array of items. */
  readonly answer?: (
    rows: Rows,
    alias: () => string,
  ) => { readonly body: Fragment; readonly from: Fragment } | undefined;
  /** One JSON object of the values, where an expression can stand. */
  readonly object: (outputs: readonly Output[], stripNulls: boolean, alias: () => string) => Fragment;
  /** One JSON object of the values, built in place; aggregates may be among them. */
  readonly group: (outputs: readonly Output[]) => Fragment;
  /**
   * A JSON array of all items as an expression of the built JSON type; `filter` leaves some out. `order`: an item's place,
   * for databases that do not go by the order of the table the items come from.
   */
  readonly array: (item: Fragment, filter?: Fragment, order?: Fragment) => Fragment;
  /** The place of a row in an order; absent: the place in which it comes from its table. */
  readonly place?: (order: Fragment) => Fragment;
  /** A JSON array of one value of related rows, as an expression; absent: out of a derived table. */
  readonly list?: (listed: Listed) => Fragment;
  /** Derived tables cannot see the row they belong to. */
  readonly blindTables?: true;
  /** A value as it goes into such an array. */
  readonly element: (value: Typed) => Fragment;
  /** JSON text of a built value, as it leaves the statement. */
  readonly text: (json: Fragment) => Fragment;
  /** The JSON text of one row's item. */
  readonly itemText: (item: Fragment) => Fragment;
  /** The only item's JSON text, out of the group of all rows. */
  readonly only: (item: Fragment) => Fragment;
  /** A JSON array text of order values, and the value at a place of such a text. */
  readonly cursor: (values: readonly Typed[]) => Fragment;
  readonly cursorValue: (cursor: Value, index: number, type: DataType) => Fragment;
  /** A JSON text as any other text, as a value of an answer. */
  readonly plainText: (json: Fragment) => Fragment;
  /** The statement that tells the plan; absent: the database guesses no counts. */
  readonly explain?: (statement: Fragment) => Fragment;
  /** A function over a row, by the row's alias. */
  readonly call: (native: { readonly schema: string; readonly function: string }, row: Row) => Fragment;
}

export interface Limits {
  readonly limit: Fragment | undefined;
  readonly offset: Fragment | undefined;
}

/** Where a row stands: its alias, and its resource. */
export interface Row {
  readonly alias: string;
  readonly resource: Resource;
  /** The whole row is kept in a column of this name, since the alias stands for something wider. */
  readonly whole?: string;
}

/** Where a comparison stands. */
export interface Place extends Row {
  readonly dialect: Dialect;
}

export const jsonType: DataType = { name: "json", native: "jsonb" };
export const textType: DataType = { name: "text", native: "text" };
export const bigintType: DataType = { name: "bigint", native: "bigint" };
