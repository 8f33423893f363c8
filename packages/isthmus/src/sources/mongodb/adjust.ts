// Changes that start from what stands in a field: the new value is worked out here, exactly, and written on condition
// that the old one still stands.

import { type DataType, Problem } from "../../core/index.ts";
import { toText } from "../shared/plain-values.ts";
import type { AdjustmentTo } from "./command.ts";
import { storedType, valueOf } from "./comparison.ts";
import { addDecimals, decimalText } from "../shared/decimal.ts";
import { decimalOf, isDocument, isNull, type Document, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { toJson } from "./texts.ts";
import { toNative, toScaled } from "./values.ts";
import { invalidText } from "../shared/sql/invalid-text.ts";

/** The value a field gets; `standing` is never null. */
export type Adjust = (standing: Native) => Native;

/** Reads the operand once; throws 22P02 and 22004 for one that is none. `undefined`: whatever stands becomes null. */
export function adjustmentOf(reach: Reach, { field, operator, value }: AdjustmentTo): Adjust | undefined {
  const given = valueOf(reach, value);
  if (isNull(given)) return undefined;
  switch (operator) {
    case "increment":
      return increment(reach, field.type, given);
    case "append":
    case "prepend": {
      const operand = toJson(given, reach);
      return operator === "append" ? (standing) => joined(standing, operand) : (standing) => joined(operand, standing);
    }
    case "deleteKey":
      return (standing) => withoutKey(standing, toText(given));
    case "deleteElement": {
      const index = wholeNumber(given);
      return (standing) => withoutElement(standing, index);
    }
    case "deleteAtPath": {
      const path: readonly unknown[] = Array.isArray(given) ? given : [given];
      if (path.some(isNull))
        throw new Problem({ code: "22004", category: "invalid", message: "path element must not be null" });
      return (standing) => withoutPath(standing, path.map(toText), 0);
    }
  }
}

function increment(reach: Reach, type: DataType, given: unknown): Adjust {
  const stored = storedType(reach, type);
  const by = toNative(given, stored, reach.bson);
  if (type.name === "float") return (standing) => toNative(Number(standing) + Number(by), type, reach.bson);
  const addend = decimalOf(by);
  return (standing) => {
    const there = decimalOf(standing);
    if (there === undefined || addend === undefined) throw invalidText(type.name, String(standing));
    return toNative(toScaled(decimalText(addDecimals(there, addend)), type), stored, reach.bson);
  };
}

// ---- JSON

function joined(left: Native, right: Native): Native {
  if (isDocument(left) && isDocument(right)) return memberwise([...Object.entries(left), ...Object.entries(right)]);
  return [...listOf(left), ...listOf(right)];
}

function listOf(value: Native): readonly Native[] {
  return Array.isArray(value) ? value : [value];
}

/** `__proto__` too is a member like any other. */
function memberwise(members: readonly (readonly [string, Native])[]): Document {
  return Object.fromEntries(members);
}

function withoutKey(standing: Native, key: string): Native {
  if (isDocument(standing)) return memberwise(Object.entries(standing).filter(([name]) => name !== key));
  if (Array.isArray(standing)) return standing.filter((item) => item !== key);
  throw scalar();
}

function withoutElement(standing: Native, index: number): Native {
  if (Array.isArray(standing)) return standing.filter((_, at) => at !== (index < 0 ? index + standing.length : index));
  if (!isDocument(standing)) throw scalar();
  throw new Problem({ code: "22023", category: "invalid", message: "cannot delete from object using integer index" });
}

function withoutPath(standing: Native, path: readonly string[], at: number): Native {
  const step = path[at];
  if (!isDocument(standing) && !Array.isArray(standing)) {
    if (at === 0) throw scalar();
    return standing;
  }
  if (step === undefined) return standing;
  const isLast = at === path.length - 1;
  if (isDocument(standing)) {
    if (!Object.hasOwn(standing, step)) return standing;
    if (isLast) return withoutKey(standing, step);
    return memberwise(
      Object.entries(standing).map(([name, value]) => [name, name === step ? withoutPath(value, path, at + 1) : value]),
    );
  }
  const index = stepNumber(step, at);
  const place = index < 0 ? index + standing.length : index;
  if (isLast) return withoutElement(standing, index);
  return standing.map((item: Native, position) => (position === place ? withoutPath(item, path, at + 1) : item));
}

function stepNumber(step: string, at: number): number {
  if (/^\s*[+-]?\d{1,9}\s*$/.test(step)) return Number(step);
  throw new Problem({
    code: "22P02",
    category: "invalid",
    message: `path element at position ${at + 1} is not an integer: "${step.slice(0, 60)}"`,
  });
}

function wholeNumber(given: unknown): number {
  const text = toText(given);
  if (/^\s*[+-]?\d{1,9}\s*$/.test(text)) return Number(text);
  throw invalidText("integer", text);
}

function scalar(): Problem {
  return new Problem({ code: "22023", category: "invalid", message: "cannot delete from scalar" });
}
