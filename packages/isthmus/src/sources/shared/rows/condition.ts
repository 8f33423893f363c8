// A condition over rows that are in memory, made into one function. As in SQL, a comparison with null is neither true nor
// false, and neither is its opposite.

import {
  type Comparison,
  type Condition,
  exactNumber,
  type Execution,
  type Field,
  type FieldRef,
  type Is,
  isLongDecimal,
  type LongDecimal,
  Problem,
  unsupported,
} from "../../../core/index.ts";
import { compareDecimals, parseDecimal } from "../decimal.ts";
import { isLike } from "../like.ts";
import { valueOf } from "../value-of.ts";
import { pathOf, type Row } from "./path.ts";

/** Undefined: unknown. A row is shown where it is true. */
export type Test = (row: Row, call: Execution) => boolean | undefined;

export function testOf(condition: Condition, fields: ReadonlyMap<string, Field>): Test {
  switch (condition.kind) {
    case "and":
      return junction(condition.of, fields, false);
    case "or":
      return junction(condition.of, fields, true);
    case "not": {
      const not = testOf(condition.of, fields);
      return (row, call) => {
        const holds = not(row, call);
        return holds === undefined ? undefined : !holds;
      };
    }
    case "constant":
      return () => condition.value;
    case "is":
      return isTest(condition.left, condition.right, fields);
    case "compare":
      return comparison(condition, fields);
    case "related":
      throw unsupported("a condition over related rows of an API's answer");
    default:
      return condition satisfies never;
  }
}

/** What a field, or a place inside it, is in a row; null where its guard does not hold. */
export function readerOf(ref: FieldRef, fields: ReadonlyMap<string, Field>): (row: Row, call: Execution) => unknown {
  const read = pathOf(ref);
  if (ref.guard === undefined) return read;
  const guard = testOf(ref.guard, fields);
  return (row, call) => (guard(row, call) === true ? read(row) : null);
}

/** @param decisive What one part must be to decide for all. */
function junction(of: readonly Condition[], fields: ReadonlyMap<string, Field>, decisive: boolean): Test {
  const parts = of.map((one) => testOf(one, fields));
  return (row, call) => {
    let unknown = false;
    for (const part of parts) {
      const holds = part(row, call);
      if (holds === decisive) return decisive;
      unknown ||= holds === undefined;
    }
    return unknown ? undefined : !decisive;
  };
}

function isTest(left: FieldRef, right: Is["right"], fields: ReadonlyMap<string, Field>): Test {
  const read = readerOf(left, fields);
  switch (right) {
    case "null":
    case "unknown":
      return (row, call) => isNull(read(row, call));
    case "not-null":
      return (row, call) => !isNull(read(row, call));
    case "true":
    case "false":
      return (row, call) => read(row, call) === (right === "true");
    default:
      return right satisfies never;
  }
}

function comparison({ left, operator, right, quantifier }: Comparison, fields: ReadonlyMap<string, Field>): Test {
  if (quantifier !== undefined) throw unsupported("a comparison with any or all of a list over an API's answer");
  const read = readerOf(left, fields);
  const type = left.path === undefined ? fields.get(left.field)?.type.name : undefined;
  const numeric = type === "integer" || type === "bigint" || type === "decimal" || type === "float";
  const given = (value: unknown): unknown => {
    if (numeric && typeof value === "string") return numberOf(value);
    return type === "boolean" && (value === "true" || value === "false") ? value === "true" : value;
  };
  const test =
    (holds: (value: unknown, other: unknown) => boolean): Test =>
    (row, call) => {
      const value = read(row, call);
      const other = given(valueOf(right, call));
      return isNull(value) || isNull(other) ? undefined : holds(value, other);
    };
  switch (operator) {
    case "eq":
      return test((value, other) => compare(value, other) === 0);
    case "neq":
      return test((value, other) => compare(value, other) !== 0);
    case "gt":
      return test((value, other) => compare(value, other) > 0);
    case "gte":
      return test((value, other) => compare(value, other) >= 0);
    case "lt":
      return test((value, other) => compare(value, other) < 0);
    case "lte":
      return test((value, other) => compare(value, other) <= 0);
    case "in":
      return (row, call) => {
        const value = read(row, call);
        const list = valueOf(right, call);
        if (isNull(value)) return undefined;
        return Array.isArray(list) && list.some((one) => compare(value, given(one)) === 0);
      };
    case "like":
      return test((value, other) => isLike(String(value), String(other)));
    case "ilike":
      return test((value, other) => isLike(String(value).toLowerCase(), String(other).toLowerCase()));
    case "isDistinct":
      return (row, call) => {
        const value = read(row, call);
        const other = given(valueOf(right, call));
        return isNull(value) || isNull(other) ? isNull(value) !== isNull(other) : compare(value, other) !== 0;
      };
    default:
      throw unsupported(`the operator ${operator} over an API's answer`);
  }
}

function numberOf(text: string): number | bigint | LongDecimal {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number))
    throw new Problem({
      code: "22P02",
      category: "invalid",
      message: `invalid input syntax for type numeric: "${text}"`,
    });
  return /^-?\d+(\.\d+)?$/.test(text) ? exactNumber(text) : number;
}

/** Numbers as numbers, everything else by its text. NaN where there is no order. */
export function compare(a: unknown, b: unknown): number {
  if (isLongDecimal(a) || isLongDecimal(b)) return compareLong(a, b);
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : a == b ? 0 : Number.NaN; // oxlint-disable-line eqeqeq -- 1n == 1
  const [x, y] = [textOf(a), textOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareLong(a: unknown, b: unknown): number {
  const [x, y] = [a, b].map((value) => parseDecimal(isLongDecimal(value) ? value.rawJSON : textOf(value)));
  return x === undefined || y === undefined ? Number.NaN : compareDecimals(x, y);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | bigint | boolean);
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
