// The values that a write's JSON body gives, as SQL: a function makes rows of a list, and a record of one object; of an
// object of a few plain values each is taken by itself, which spares the function.

import type { Condition, DataType, Field, Resource, Value } from "../../core/index.ts";
import { empty, type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { applied, keyText, postgres, typedList } from "./dialect.ts";

const quote = postgres.quote;
const plainJson: DataType = { name: "json", native: "json" };
/** Values taken one by one; each reads the whole body anew, so that many would cost more than the function does. */
const mostTaken = 4;

export interface Given {
  readonly value: (field: Field) => Fragment;
  /** What the values are selected from, `r` among it; absent where they stand for themselves. */
  readonly from: Fragment | undefined;
}

/** Of a body that is one object. `once`: it is written to one row at most. */
export function givenByOne(body: Value, fields: readonly Field[], once: boolean): Given {
  const object = sql`CAST(${parameter({ value: body, as: "json" })} AS json)`;
  if (once && fields.length <= mostTaken && fields.every(({ type }) => isPlain(type))) {
    return { value: (field) => taken(object, field), from: undefined };
  }
  return { value: givenValue, from: sql`json_to_record(${object}) AS r(${givenList(fields)})` };
}

/** The columns of the rows that are given; what has a spelling of its own is read from its JSON. */
export function givenList(fields: readonly Field[]): Fragment {
  return typedList(
    fields.map((field) => (field.type.representation?.fromJson === undefined ? field : { ...field, type: plainJson })),
  );
}

export function givenValue({ name, type }: Field): Fragment {
  const value = sql`r.${quote(name)}`;
  const reader = type.representation?.fromJson;
  return reader === undefined ? value : applied(reader, value);
}

/**
 * A text becomes the column's own as it is assigned: a cast that is written out would cut it to the column's length,
 * where the database refuses it.
 */
function taken(object: Fragment, { name, type }: Field): Fragment {
  const text = sql`${object} ->> ${keyText(name)}`;
  return type.name === "text" ? sql`(${text})` : sql`CAST(${text} AS ${raw(type.native)})`;
}

const plainNames: ReadonlySet<DataType["name"]> = new Set([
  "smallint",
  "integer",
  "bigint",
  "decimal",
  "float",
  "boolean",
  "uuid",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "interval",
]);

/** Whether the type's text is all there is to its JSON. */
function isPlain({ name, native, representation }: DataType): boolean {
  if (representation !== undefined) return false;
  return name === "text" ? /^(?:text|character|bpchar)\b/.test(native) : plainNames.has(name);
}

/** ` FROM …`, if there is anything to select from. */
export function fromOf({ from }: Given): Fragment {
  return from === undefined ? empty : sql` FROM ${from}`;
}

/** Whether no two rows can meet the condition: it compares a whole key with single values. */
export function namesOneRow({ key, unique }: Resource, where: Condition | undefined): boolean {
  const equal = new Set(where === undefined ? [] : fieldsEqual(where));
  return [key, ...unique].some((set) => set.length > 0 && set.every((field) => equal.has(field)));
}

function fieldsEqual(where: Condition): readonly string[] {
  if (where.kind === "and") return where.of.flatMap(fieldsEqual);
  const plain = where.kind === "compare" && where.operator === "eq" && where.quantifier === undefined;
  return plain && where.left.path === undefined ? [where.left.field] : [];
}
