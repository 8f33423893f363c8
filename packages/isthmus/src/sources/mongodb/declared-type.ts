// Types as the configuration spells them.

import { Problem, type DataType } from "../../core/index.ts";
import type { Abilities } from "./connect.ts";

const names: Readonly<Record<string, DataType>> = {
  text: { name: "text", native: "string" },
  string: { name: "text", native: "string" },
  smallint: { name: "smallint", native: "int" },
  integer: { name: "integer", native: "int" },
  int: { name: "integer", native: "int" },
  bigint: { name: "bigint", native: "long" },
  long: { name: "bigint", native: "long" },
  float: { name: "float", native: "double" },
  double: { name: "float", native: "double" },
  boolean: { name: "boolean", native: "bool" },
  bool: { name: "boolean", native: "bool" },
  date: { name: "date", native: "date" },
  timestamp: { name: "timestamp", native: "date" },
  timestamptz: { name: "timestamptz", native: "date" },
  uuid: { name: "uuid", native: "binData" },
  bytes: { name: "bytes", native: "binData" },
  json: { name: "json", native: "object" },
  objectId: { name: "other", native: "objectId" },
};

/** Nulls are stored as nulls: the configuration says nothing of a validator. `found`: what documents were seen to hold. */
export function declaredType(text: string, found: DataType | undefined, { decimal128 }: Abilities): DataType {
  const decimal = /^(?:decimal|numeric)(?:\((\d{1,3})(?:\s*,\s*(\d{1,3}))?\))?$/.exec(text.trim());
  if (decimal !== null) {
    const [, precision, scale] = decimal;
    const asDouble = found?.name === "float" || found?.name === "integer" || !decimal128;
    return {
      name: "decimal",
      native: asDouble ? "double|null" : "decimal|null",
      ...(asDouble ? { stored: "double" } : {}),
      ...(precision === undefined ? {} : { precision: Number(precision), scale: Number(scale ?? 0) }),
    };
  }
  const known = Object.hasOwn(names, text.trim()) ? names[text.trim()] : undefined;
  if (known !== undefined) return { ...known, native: `${known.native}|null` };
  throw new Problem({
    code: "ISTHMUS105",
    category: "invalid",
    message: `There is no type "${text}" for a field; expected decimal(10,2) or one of ${Object.keys(names).join(", ")}`,
  });
}
