// A request's variables, held against their types: in the same walk what belongs to the plan is written down as a text, by
// which the plan is found again. Made once per type, so that a request costs a few calls.

import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
} from "graphql";
import { isDatabaseEnum } from "../schema/field-types.ts";
import { holdsRows, inputMeaningOf, isPartOfThePlan } from "../schema/meaning.ts";
import { acceptedBy } from "../schema/scalars.ts";
import { isObject, rawText } from "./json.ts";
import { badVariable } from "./problems.ts";

/** Where a value stands. */
interface Place {
  readonly variable: string;
  /** The variable itself stands inside of an input object. */
  readonly inner: boolean;
  readonly path: (string | number)[];
}

/** Gives the value as the plan takes it, and adds to `shape` what of it the plan hangs on. */
export type Coerce = (value: unknown, shape: string[], place: Place) => unknown;

const made = new WeakMap<object, Coerce>();

export function coercerOf(type: GraphQLInputType): Coerce {
  let coerce = made.get(type);
  if (coerce === undefined) made.set(type, (coerce = make(type)));
  return coerce;
}

function make(type: GraphQLInputType): Coerce {
  if (type instanceof GraphQLNonNull) return required(type.ofType as GraphQLInputType, String(type));
  const inner = nonNull(type);
  return (value, shape, place) => {
    if (value !== null) return inner(value, shape, place);
    shape.push("n");
    return null;
  };
}

function required(type: GraphQLInputType, name: string): Coerce {
  const inner = nonNull(type);
  return (value, shape, place) => {
    if (value === null) throw wrong(place, value, `Expected non-nullable type "${name}" not to be null.`);
    return inner(value, shape, place);
  };
}

function nonNull(type: GraphQLInputType): Coerce {
  if (type instanceof GraphQLList) return list(type);
  if (type instanceof GraphQLInputObjectType) return object(type);
  if (type instanceof GraphQLEnumType) return enumeration(type);
  return leaf(type as GraphQLScalarType);
}

function list({ ofType }: GraphQLList<GraphQLInputType>): Coerce {
  const item = coercerOf(ofType);
  const named = ofType instanceof GraphQLNonNull ? ofType.ofType : ofType;
  const rows = named instanceof GraphQLInputObjectType && holdsRows(named);
  const plain =
    !(named instanceof GraphQLInputObjectType) && !(named instanceof GraphQLEnumType && !isDatabaseEnum(named));
  return (value, shape, place) => {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    const inner: string[] = [];
    const nested = place.inner || place.path.length > 0;
    place.path.push(0);
    for (let index = 0; index < items.length; index++) {
      place.path[place.path.length - 1] = index;
      items[index] = item(items[index], inner, place);
      if (!rows) inner.push(",");
    }
    place.path.pop();
    shape.push(plain ? "l" : rows ? rowsShape(inner, nested) : `[${inner.join("")}]`);
    return items;
  };
}

/**
 * How many rows there are does not matter, as long as none holds rows of its own and all are one statement: the fields are
 * those of any of them. Rows inside of rows are a statement each.
 */
function rowsShape(each: readonly string[], nested: boolean): string {
  if (nested || each.some((row) => row.includes("("))) return `[${each.join(",")}]`;
  const kinds = new Set(each);
  const keys = [...new Set([...kinds].flatMap((row) => (row === "=" ? [] : row.slice(1).split(" "))))].sort();
  return `${each.length === 0 ? "0" : kinds.size > 1 ? "~" : "="}${keys.join(" ")}`;
}

function object(type: GraphQLInputObjectType): Coerce {
  let fields: ReadonlyMap<string, readonly [Coerce, boolean]> | undefined;
  let needed: readonly string[] = [];
  const rows = holdsRows(type);
  // Not before it is used: types refer to each other.
  const known = (): ReadonlyMap<string, readonly [Coerce, boolean]> => {
    const all = Object.values(type.getFields());
    needed = all.filter((field) => field.type instanceof GraphQLNonNull).map(({ name }) => name);
    return new Map(
      all.map((field) => [
        field.name,
        [coercerOf(field.type), rows ? inputMeaningOf(field)?.kind === "relation" : isPartOfThePlan(field)],
      ]),
    );
  };
  return (value, shape, place) => {
    if (!isObject(value)) throw wrong(place, value, `Expected type "${type.name}" to be an object.`);
    fields ??= known();
    for (const name of needed)
      if (!Object.hasOwn(value, name)) throw wrong(place, value, `Field "${name}" of required type was not provided.`);
    const parts: string[] = [];
    const keys = Object.keys(value);
    for (const key of rows ? keys.sort() : keys) {
      const field = fields.get(key);
      if (field === undefined) throw wrong(place, value, `Field "${key}" is not defined by type "${type.name}".`);
      const inner: string[] = [];
      place.path.push(key);
      const coerced = field[0](value[key], inner, place);
      place.path.pop();
      if (coerced !== value[key]) value[key] = coerced;
      if (rows) parts.push(field[1] ? `${key}(${inner.join("")})` : key);
      else parts.push(key, ":", field[1] ? JSON.stringify(coerced) : inner.join(""), ",");
    }
    // No field's name begins so: a row with a field "a" is not taken for a variable that is absent.
    shape.push(rows ? `=${parts.join(" ")}` : `{${parts.join("")}}`);
    return value;
  };
}

function enumeration(type: GraphQLEnumType): Coerce {
  const free = isDatabaseEnum(type);
  return (value, shape, place) => {
    if (typeof value !== "string" || (type.getValue(value) ?? undefined) === undefined)
      throw wrong(place, value, `Value does not exist in "${type.name}" enum.`);
    shape.push(free ? "v" : `.${value}`);
    return value;
  };
}

function leaf(type: GraphQLScalarType): Coerce {
  const test = testOf(type.name);
  return (value, shape, place) => {
    if (!test(value)) throw wrong(place, value, `${type.name} cannot represent this value.`);
    shape.push(value === true ? "t" : value === false ? "f" : "v");
    return value;
  };
}

function testOf(name: string): (value: unknown) => boolean {
  const isNumber = (value: unknown): boolean => typeof value === "number" || rawText(value) !== undefined;
  switch (name) {
    case "Int":
      return (value) =>
        typeof value === "number" && Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647;
    case "Float":
      return isNumber;
    case "Boolean":
      return (value) => typeof value === "boolean";
    case "String":
      return (value) => typeof value === "string";
    case "ID":
      return (value) => typeof value === "string" || Number.isInteger(value);
  }
  switch (acceptedBy(name)) {
    case "text":
      return (value) => typeof value === "string";
    case "number":
      return isNumber;
    case "number-or-text":
      return (value) => typeof value === "string" || isNumber(value);
    case "any":
    case undefined:
      return () => true;
  }
}

const longestShown = 100;

function wrong({ variable, path }: Place, value: unknown, why: string): Error {
  const text = JSON.stringify(value) ?? "undefined";
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  const place = path.length === 0 ? "" : ` at "${variable}${steps}"`;
  return badVariable(`Variable "$${variable}" got invalid value ${shown}${place}; ${why}`);
}
