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
}
