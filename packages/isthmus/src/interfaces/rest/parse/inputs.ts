// Collects the values of a question beside its statement, and how each can be taken again from another request of the
// same shape.

import type { InputValue, Value } from "../../../core/index.ts";
import { arrayValues, listValues } from "./filter.ts";
import type { Take } from "./syntax.ts";

/** Where an input comes from in every request of the shape; `undefined` for what belongs to the shape itself. */
export type Recipe =
  | { readonly from: "parameter"; readonly slot: number; readonly take: Take }
  | { readonly from: "page"; readonly part: "limit" | "offset" }
  /** A parameter that may be repeated; `fixed` holds the values of those that belong to the shape. */
  | { readonly from: "repeated"; readonly slots: readonly number[]; readonly fixed: readonly string[] }
  | { readonly from: "cursor"; readonly slot: number; readonly length: number }
  | { readonly from: "body" };

export interface Inputs {
  readonly values: InputValue[];
  readonly recipes: (Recipe | undefined)[];
  /** Most values of one list. */
  readonly list: number;
  /** In a batch: what a value that names an earlier result stands for; `undefined` for any other value. */
  readonly reference: ((text: string) => Value | undefined) | undefined;
}

export function inputs(list: number, reference?: Inputs["reference"]): Inputs {
  return { values: [], recipes: [], list, reference };
}

export function addInput(into: Inputs, value: InputValue, recipe?: Recipe): Value {
  into.recipes.push(recipe);
  return { kind: "input", index: into.values.push(value) - 1 };
}

/** Adds a value as it stands in the URL; `slot` -1 for one inside a larger text. */
export function addTaken(into: Inputs, text: string, take: Take, slot: number): Value {
  const referred = into.reference?.(text);
  if (referred !== undefined) return referred;
  return addInput(into, taken(text, take, into.list), slot < 0 ? undefined : { from: "parameter", slot, take });
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
