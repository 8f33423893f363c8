// Values as statements take them: as text, whatever JSON they came in, so that the source reads them by the field's type.

import type { DataType, InputValue, Value } from "../../../core/index.ts";
import { type Given, isConstant, itemsOf, now, readOf } from "./given.ts";
import { rawText } from "./json.ts";
import { badVariable } from "./problems.ts";
import { addInput, type Inputs } from "./work.ts";

/** One value, to be compared with or handed to a function. */
export function addValue(inputs: Inputs, given: Given, type: DataType): Value {
  const read = readOf(given);
  return constantOr(inputs, given, (variables) => textOf(read(variables), type));
}

/** A list of values. */
export function addList(inputs: Inputs, given: Given, type: DataType): Value {
  const read = readOf(given);
  return constantOr(inputs, given, (variables) => {
    const value = read(variables);
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item) => plain(textOf(item, type)));
  });
}

function plain(value: InputValue): string | null {
  return typeof value === "string" || value === null ? value : String(value);
}

/** A value as JSON, as rows are written. */
export function addJson(inputs: Inputs, given: Given, rename?: (value: unknown) => unknown): Value {
  const read = readOf(given);
  return constantOr(inputs, given, (variables) =>
    JSON.stringify(rename === undefined ? read(variables) : rename(read(variables))),
  );
}

/** What the document says is worked out once. */
function constantOr(inputs: Inputs, given: Given, recipe: Parameters<typeof addInput>[1]): Value {
  if (!isConstant(given)) return addInput(inputs, recipe);
  const value = recipe({});
  return addInput(inputs, () => value);
}

/** Rows of a page: written in the document it is part of the plan, since pages have few sizes and plans gain by knowing. */
export function addCount(inputs: Inputs, given: Given, what: string, literal: boolean): Value {
  const check = (value: unknown): number => {
    if (typeof value === "number" && value >= 0) return value;
    throw badVariable(`${what} must not be negative`);
  };
  if (literal && isConstant(given)) return { kind: "literal", value: check(now(given)) };
  const read = readOf(given);
  return constantOr(inputs, given, (variables) => check(read(variables)));
}

function textOf(value: unknown, type: DataType): InputValue {
  if (value === null || value === undefined) return null;
  if (type.name === "json" || type.name === "composite") return JSON.stringify(value);
  if (type.name === "array" && Array.isArray(value)) return arrayText(value, type.element);
  if (typeof value === "string") return value;
  return rawText(value) ?? (typeof value === "object" ? JSON.stringify(value) : String(value as number | boolean));
}

/** As PostgreSQL spells an array. */
function arrayText(items: readonly unknown[], element: DataType | undefined): string {
  const texts = items.map((item) => {
    if (item === null) return "NULL";
    const text = textOf(item, element ?? { name: "text", native: "text" });
    return `"${String(text).replaceAll(/["\\]/g, "\\$&")}"`;
  });
  return `{${texts.join(",")}}`;
}

export function itemsNow(given: Given): readonly unknown[] {
  return itemsOf(given).map(now);
}
