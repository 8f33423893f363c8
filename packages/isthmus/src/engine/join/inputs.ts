// The inputs of a question with those that a join adds.

import type { InputValue } from "../../core/index.ts";

/** The caller's values stay where they are; those of the join stand behind them. */
export function withInputs(
  inputs: readonly InputValue[],
  added: readonly (readonly [index: number, value: InputValue])[],
): readonly InputValue[] {
  const all = [...inputs];
  for (const [index, value] of added) {
    while (all.length < index) all.push(null);
    all[index] = value;
  }
  return all;
}
