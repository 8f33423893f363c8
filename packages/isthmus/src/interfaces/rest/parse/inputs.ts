// Collects the values of a question beside its statement, and how each can be taken again from another request of the
// same shape.

import type { InputValue, Value } from "../../../core/index.ts";
import { arrayValues, listValues } from "./filter.ts";
import type { Take } from "./syntax.ts";

/** Where an input came from: a parameter's value, or `undefined` for what belongs to the shape. */
export interface Recipe {
  readonly slot: number;
  readonly take: Take;
}

export interface Inputs {
  readonly values: InputValue[];
  readonly recipes: (Recipe | undefined)[];
  /** Most values of one list. */
  readonly list: number;
}

export function inputs(list: number): Inputs {
  return { values: [], recipes: [], list };
}

export function addInput(into: Inputs, value: InputValue, recipe?: Recipe): Value {
  into.recipes.push(recipe);
  return { kind: "input", index: into.values.push(value) - 1 };
}

/** Adds a value as it stands in the URL; `slot` -1 for one inside a larger text. */
export function addTaken(into: Inputs, text: string, take: Take, slot: number): Value {
  return addInput(into, taken(text, take, into.list), slot < 0 ? undefined : { slot, take });
}

export function taken(text: string, take: Take, most: number): InputValue {
  switch (take) {
    case "text":
      return text;
    case "pattern":
      return text.replaceAll("*", "%");
    case "list":
      return listValues(text, most);
    case "array":
      return arrayValues(text, most);
    case "pattern-array":
      return arrayValues(text.replaceAll("*", "%"), most);
    case "number":
      return Number(text);
  }
}

