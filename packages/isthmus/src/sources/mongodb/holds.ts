// Bound tests tried on a document in the server's memory: guards, checks, and what the database cannot tell.

import type { JsonStep } from "../../core/index.ts";
import type { Bound } from "./bound.ts";
import { unsupported } from "./compile-condition.ts";
import { isLike } from "./like.ts";
import { compare, type Document, identityOf, isDocument, isNull, jsonNull, type Native } from "./native.ts";

export function holds(of: Bound, document: Document): boolean {
  switch (of.kind) {
    case "constant":
      return of.value;
    case "all":
      return of.of.every((part) => holds(part, document));
    case "any":
      return of.of.some((part) => holds(part, document));
    case "none":
      return !holds(of.of, document);
    case "null":
      return isNull(inside(document[of.name], of.steps));
    case "compare":
      return isMet(compare(document[of.name], of.value), of.operator);
    case "in": {
      const value = document[of.name];
      return !isNull(value) && of.values.some((one) => compare(value, one) === 0) === of.wanted;
    }
    case "pattern": {
      const value = document[of.name];
      if (typeof value !== "string") return !isNull(value) && !of.wanted;
      // A hostile regular expression takes for ever, and this thread is everybody's.
      if (of.like === undefined) throw unsupported("A regular expression beside a condition inside a document");
      return isLike(value, of.like, of.folds) === of.wanted;
    }
    case "keys":
      return of.keys.has(keyText(of.names, document) ?? "");
    case "inside":
      return of.holds(inside(document[of.name], of.steps));
  }
}

function isMet(order: number | undefined, operator: "gt" | "gte" | "lt" | "lte"): boolean {
  if (order === undefined) return false;
  if (order === 0) return operator === "gte" || operator === "lte";
  return order > 0 === operator.startsWith("g");
}

/** The values of some fields as one text; `undefined` where one is null: null is equal to nothing. */
export function keyText(names: readonly string[], document: Document): string | undefined {
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const value = document[only];
    return isNull(value) ? undefined : identityOf(value);
  }
  const values = names.map((name) => document[name]);
  return values.some(isNull) ? undefined : JSON.stringify(values.map(identityOf));
}

/**
 * What stands at a path inside a value: `undefined` where there is nothing. JSON's own null is a value, except behind an
 * arrow that gives text.
 */
export function inside(value: Native, steps: readonly JsonStep[] | undefined): Native {
  if (steps === undefined || steps.length === 0) return value;
  let here = value;
  for (const { to } of steps) {
    if ("key" in to) here = isDocument(here) && Object.hasOwn(here, to.key) ? here[to.key] : undefined;
    else here = Array.isArray(here) ? (here.at(to.index) as Native) : undefined;
  }
  if (here === null && steps.at(-1)?.as === "json") return jsonNull;
  return here;
}
