// The types of fields, the same for every source: what a value is, not how a database spells it.

/** The closed set of kinds of value. `other` is passed through as the source prints it. */
export type DataTypeName =
  | "smallint"
  | "integer"
  | "bigint"
  | "decimal"
  | "float"
  | "boolean"
  | "text"
  | "uuid"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "interval"
  | "json"
  | "bytes"
  | "enum"
  | "array"
  | "range"
  | "textsearch"
  | "composite"
  | "other";

export interface DataType {
  readonly name: DataTypeName;
  /** The source's own spelling, as it may be written in a cast, e.g. `numeric(10,2)` or `shop.order_status`. */
  readonly native: string;
  /** Of an array: what it holds. Of a range: its bounds. */
  readonly element?: DataType;
  /** Of an enum: its values, in the source's order. */
  readonly values?: readonly string[];
  /** Of text, in characters. */
  readonly maxLength?: number;
  /** Of a decimal: digits in all, and behind the point. */
  readonly precision?: number;
  readonly scale?: number;
  /** Of a composite: its parts. */
  readonly parts?: readonly { readonly name: string; readonly type: DataType }[];
  /**
   * Of dates and times in a source without types for them: how this column spells them, e.g.
   * `YYYY-MM-DDTHH:MM:SS.mmmZ`, `seconds` since 1970, or `mixed`. Absent: `YYYY-MM-DD HH:MM:SS`, or its part.
   */
  readonly stored?: string;
  /** In a source whose columns hold anything: values of bytes have been seen among those of this type. */
  readonly holdsBytes?: boolean;
  /** Values are whole documents of this media type, or of any (PostgreSQL: a domain that is named like one). */
  readonly media?: string;
  /** A JSON Schema (2020-12) without references that says more of its values than the type does. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** The source spells values of this type in a way of its own (PostgreSQL: casts of a domain). */
  readonly representation?: Representation;
}

/** Functions of the source between a value and its spelling; what is absent is spelled as the type is by itself. */
export interface Representation {
  /** Gives the JSON value that is answered. */
  readonly shown?: NativeFunction;
  /** Reads the text a filter compares with. */
  readonly fromText?: NativeFunction;
  /** Reads the JSON value that is written. */
  readonly fromJson?: NativeFunction;
}

export interface NativeFunction {
  readonly schema: string;
  readonly function: string;
}
