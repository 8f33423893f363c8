// Casts, done in the server on the value that was fetched.

import { Problem, type DataType } from "../../core/index.ts";
import { decimalText, toScale } from "../shared/decimal.ts";
import { plainJson, textOf } from "./json.ts";
import { decimalOf, isNull, type Native } from "./native.ts";
import { type Bson, toNative } from "./values.ts";

const types: Readonly<Record<string, DataType>> = {
  text: { name: "text", native: "text" },
  varchar: { name: "text", native: "text" },
  smallint: { name: "smallint", native: "smallint" },
  int2: { name: "smallint", native: "smallint" },
  integer: { name: "integer", native: "integer" },
  int: { name: "integer", native: "integer" },
  int4: { name: "integer", native: "integer" },
  bigint: { name: "bigint", native: "bigint" },
  int8: { name: "bigint", native: "bigint" },
  numeric: { name: "decimal", native: "numeric" },
  decimal: { name: "decimal", native: "numeric" },
  float8: { name: "float", native: "float8" },
  "double precision": { name: "float", native: "double precision" },
  boolean: { name: "boolean", native: "boolean" },
  bool: { name: "boolean", native: "boolean" },
  date: { name: "date", native: "date" },
  timestamp: { name: "timestamp", native: "timestamp" },
  timestamptz: { name: "timestamptz", native: "timestamptz" },
  uuid: { name: "uuid", native: "uuid" },
  json: { name: "json", native: "json" },
  jsonb: { name: "json", native: "jsonb" },
};

export const castable: readonly string[] = Object.keys(types);

/** The type a cast leads to. */
export function castType(to: string): DataType {
  return types[to.toLowerCase()] ?? { name: "text", native: "text" };
}

/** Throws 22P02 for a text that is none of the type, 42846 for a type that nothing leads to. */
export function cast(value: Native, from: DataType, to: DataType, bson: Bson): Native {
  if (isNull(value)) return null;
  if (to.name === "text")
    return from.name === "json" && typeof value === "string" ? plainJson(value) : textOf(value, from);
  if (to.name === "json") return value;
  const number = decimalOf(value);
  if (number !== undefined && (to.name === "smallint" || to.name === "integer" || to.name === "bigint")) {
    return toNative(decimalText(toScale(number, 0)), to, bson);
  }
  if (number !== undefined && to.name === "boolean") return number.digits !== 0n;
  if (typeof value === "boolean" && to.name === "integer") return value ? 1 : 0;
  if (number !== undefined && to.name !== "decimal" && to.name !== "float") throw impossible(from, to);
  return toNative(textOf(value, from), to, bson);
}

function impossible(from: DataType, to: DataType): Problem {
  return new Problem({
    code: "42846",
    category: "invalid",
    message: `cannot cast type ${from.native} to ${to.native}`,
  });
}
