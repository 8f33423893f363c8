// Bound tests as MongoDB's filters. Values stand only where an operator's operand stands, so that none is ever read as
// an operator.

import type { Bound } from "./bound.ts";
import { allOf, always, anyOf, isExact } from "./bound.ts";
import { bsonType, type Native } from "./native.ts";

export type Filter = Readonly<Record<string, unknown>>;

const nothing: Filter = { _id: { $in: [] } };
const everything: Filter = {};

/** All of them; without a wrapping that would hide from the server which index it is about. */
export function bothOf(filters: readonly Filter[]): Filter {
  const kept = filters.filter((filter) => Object.keys(filter).length > 0);
  const [first] = kept;
  return kept.length > 1 ? { $and: kept } : (first ?? everything);
}

export function filterOf(of: Bound): Filter {
  switch (of.kind) {
    case "constant":
      return of.value ? everything : nothing;
    case "all":
      return { $and: of.of.map(filterOf) };
    case "any":
      return { $or: of.of.map(filterOf) };
    case "none":
      return { $nor: [filterOf(of.of)] };
    case "null":
      if (of.lists === true)
        return { $and: [{ [of.name]: { $eq: null } }, { [of.name]: { $not: { $type: "array" } } }] };
      return { [of.name]: { $eq: null } };
    case "compare":
      return { [of.name]: { [`$${of.operator}`]: of.value } };
    case "in":
      if (!of.wanted) return { [of.name]: { $nin: [...of.values, null] } };
      return { [of.name]: oneOf(of.name, of.values) };
    case "pattern": {
      const matches = { [of.name]: { $regex: of.source, $options: of.folds ? "is" : "s" } };
      return of.wanted ? matches : { $and: [{ [of.name]: { $ne: null } }, { $nor: [matches] }] };
    }
    case "keys":
      return keysFilter(of);
    case "inside":
      return everything;
  }
}

function oneOf(name: string, values: readonly Native[]): unknown {
  if (values.length !== 1) return { $in: values };
  const [value] = values;
  // FerretDB looks for an _id by its index only where no operator stands before it. These are never read as one.
  const bare = name === "_id" && (typeof value === "string" || bsonType(value) === "ObjectId");
  return bare ? value : { $eq: value };
}

function keysFilter({ names, keys }: Extract<Bound, { kind: "keys" }>): Filter {
  const [only] = names;
  if (keys.size === 0 || only === undefined) return nothing;
  if (names.length === 1)
    return {
      [only]: oneOf(
        only,
        Array.from(keys.values(), ([value]) => value),
      ),
    };
  return {
    $or: [...keys.values()].map((key) => Object.fromEntries(names.map((name, at) => [name, { $eq: key[at] }]))),
  };
}

/** What the database can tell: every document that meets the test meets this too. */
export function weaken(of: Bound): Bound {
  if (isExact(of)) return of;
  switch (of.kind) {
    case "all":
      return allOf(of.of.map(weaken));
    case "any":
      return anyOf(of.of.map(weaken));
    case "inside":
      return of.hint ?? always;
    default:
      return always;
  }
}

/** What is left to be tried here of documents that the database has found by the weakened test. */
export function residualOf(of: Bound): Bound {
  if (isExact(of)) return always;
  return of.kind === "all" ? allOf(of.of.filter((part) => !isExact(part))) : of;
}
