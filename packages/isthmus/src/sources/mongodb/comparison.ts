// Comparisons get the values of one call: with a field, with a place inside a document, with a pattern.

import { Problem, type DataType, type JsonStep, type Value } from "../../core/index.ts";
import { toText } from "../shared/plain-values.ts";
import { valueOf as valueIn } from "../shared/value-of.ts";
import { allOf, always, anyOf, type Bound, never, noneOf } from "./bound.ts";
import type { CompareTest, Place } from "./command.ts";
import { patterns, typeAt, unsupported } from "./compile-condition.ts";
import { plainJson } from "./json.ts";
import { isLike } from "./like.ts";
import { compareTexts, identityOf, isNull, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { likeExpression, toJson } from "./texts.ts";
import { toNative } from "./values.ts";

export function valueOf({ call }: Pick<Reach, "call">, value: Value): unknown {
  return valueIn(value, call);
}

export function comparison(reach: Reach, test: CompareTest): Bound {
  const { operator, quantifier, wanted } = test;
  const given = valueOf(reach, test.value);
  const each = (value: unknown, want: boolean): Bound => single(reach, test, value, want);
  if (operator === "in") return member(reach, test, listOf(given));
  if (quantifier === undefined) return each(given, wanted);
  const list = listOf(given);
  // `any` is true by one that is true, and false only when all are false; `all` the other way round.
  const parts = list.map((value) => each(value, wanted));
  if ((quantifier === "any") === wanted) return anyOf(parts);
  return allOf(parts);
}

function listOf(given: unknown): readonly unknown[] {
  if (given === null || given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}

/** `in`: true by one that is equal; false when none is, and no null leaves it open. */
function member(reach: Reach, test: CompareTest, list: readonly unknown[]): Bound {
  const { at, wanted } = test;
  if (list.length === 0) return wanted ? never : always;
  const present = list.filter((value) => !isNull(value));
  const found: Bound = isInside(at)
    ? insideAny(reach, at, present, wanted)
    : { kind: "in", name: at.name, values: present.map((value) => native(reach, value, at.type)), wanted };
  return !wanted && present.length < list.length ? never : found;
}

function native(reach: Reach, value: unknown, type: DataType): Native {
  return toNative(value, storedType(reach, type), reach.bson);
}

/** A server without Decimal128 keeps decimals as doubles. */
export function storedType({ decimal128 }: Pick<Reach, "decimal128">, type: DataType): DataType {
  return type.name === "decimal" && type.stored === undefined && !decimal128 ? { ...type, stored: "double" } : type;
}

function isInside(at: Place): boolean {
  return at.steps !== undefined || at.type.name === "json" || at.type.name === "array";
}

export function absentAt({ name, type, steps }: Place): Bound {
  if (steps !== undefined) return { kind: "null", name, steps };
  const lists = type.name === "json" || type.name === "array";
  return { kind: "null", name, ...(lists ? { lists } : {}) };
}

const opposite = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" } as const;

function single(reach: Reach, test: CompareTest, given: unknown, wanted: boolean): Bound {
  const { at, operator } = test;
  if (operator === "isDistinct") return distinct(reach, at, given, wanted);
  if (isNull(given)) return never;
  if (patterns.has(operator)) return pattern(at, operator, toText(given), wanted);
  if (isInside(at)) return insideOne(reach, test, given, wanted);
  const value = native(reach, given, at.type);
  switch (operator) {
    case "eq":
      return { kind: "in", name: at.name, values: [value], wanted };
    case "neq":
      return { kind: "in", name: at.name, values: [value], wanted: !wanted };
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return { kind: "compare", name: at.name, operator: wanted ? operator : opposite[operator], value };
    default:
      throw new Problem({ code: "ISTHMUS500", category: "internal", message: `There is no test for ${operator}` });
  }
}

function distinct(reach: Reach, at: Place, given: unknown, wanted: boolean): Bound {
  const absent = absentAt(at);
  const same: Bound = isNull(given)
    ? absent
    : isInside(at)
      ? insideAny(reach, at, [given], true)
      : { kind: "in", name: at.name, values: [native(reach, given, at.type)], wanted: true };
  return wanted ? noneOf(same) : same;
}

function pattern(at: Place, operator: string, text: string, wanted: boolean): Bound {
  const folds = operator.startsWith("i");
  const like = operator.endsWith("like") ? text : undefined;
  const source = like === undefined ? text : likeExpression(like);
  if (at.steps === undefined) return { kind: "pattern", name: at.name, source, like, folds, wanted };
  // A hostile regular expression takes for ever, and this thread is everybody's.
  if (like === undefined) throw unsupported("A regular expression for a place inside a document");
  return inside(at, at.steps, (value) => isLike(spelled(value), like, folds) === wanted);
}

// ---- places inside documents

function inside(at: Place, steps: readonly JsonStep[], test: (value: Native) => boolean, hint?: Bound): Bound {
  const met = (value: Native) => !isNull(value) && test(value);
  return { kind: "inside", name: at.name, steps, holds: met, ...(hint === undefined ? {} : { hint }) };
}

function spelled(value: Native): string {
  return typeof value === "string" ? value : plainJson(value);
}

function insideOne(reach: Reach, test: CompareTest, given: unknown, wanted: boolean): Bound {
  const { at, operator } = test;
  if (operator === "eq") return insideAny(reach, at, [given], wanted);
  if (operator === "neq") return insideAny(reach, at, [given], !wanted);
  const text = toText(given);
  const asked = wanted ? operator : opposite[operator as keyof typeof opposite];
  return inside(at, at.steps ?? [], (value) => {
    const order = compareTexts(spelled(value), text);
    return order === 0 ? asked.endsWith("e") : order > 0 === asked.startsWith("g");
  });
}

function insideAny(reach: Reach, at: Place, given: readonly unknown[], wanted: boolean): Bound {
  const steps = at.steps ?? [];
  if (typeAt(at).name !== "text") {
    const same = new Set(given.map((value) => identityOf(toJson(value, reach))));
    return inside(at, steps, (value) => same.has(identityOf(value)) === wanted);
  }
  const texts = given.map(toText);
  const set = new Set(texts);
  const hint = wanted ? hintOf(reach, at, steps, texts) : undefined;
  return inside(at, steps, (value) => set.has(spelled(value)) === wanted, hint);
}

/** What an index on the place can find: every value that is spelled like one of the texts. */
function hintOf(reach: Reach, at: Place, steps: readonly JsonStep[], texts: readonly string[]): Bound | undefined {
  const parts = steps.map(({ to }) => ("key" in to ? to.key : to.index < 0 ? "" : String(to.index)));
  if (parts.some((part) => part === "" || /[.$\0]/.test(part))) return undefined;
  if (
    texts.some((text) => /^[[{]/.test(text) || /^\d{4}-/.test(text) || /^(\\x|[0-9a-f]{24}$|[0-9a-f]{8}-)/i.test(text))
  )
    return undefined;
  const values = texts.flatMap((text): Native[] => {
    if (text === "true" || text === "false") return [text, text === "true"];
    const number = Number(text);
    if (text.trim() === "" || !Number.isFinite(number)) return [text];
    const whole = /^-?\d{1,18}$/.test(text) ? [BigInt(text)] : [];
    const decimal = reach.decimal128 && /^-?\d+\.\d{1,30}$/.test(text) ? [reach.bson.Decimal128.fromString(text)] : [];
    return [text, number, ...whole, ...decimal];
  });
  return { kind: "in", name: [at.name, ...parts].join("."), values, wanted: true };
}
