// The values of one question, collected while its shape is built, so that the shape can be generated before its values
// have places.

import type { InputValue, Value } from "../../src/core/index.ts";

export class Inputs {
  readonly #values: InputValue[] = [];
  readonly #ill: number[] = [];
  /** A part of the question can never hold. */
  folds = false;

  /** @param ill It is none of its field's type, and shall be refused. */
  take(value: InputValue, ill = false): Value {
    const index = this.#values.push(value) - 1;
    if (ill) this.#ill.push(index);
    return { kind: "input", index };
  }

  /** Of several values that are to be refused one is kept: which of them is met first, each database decides. */
  values(): readonly InputValue[] {
    const replaced = new Set(this.folds ? this.#ill : this.#ill.slice(1));
    return this.#values.map((value, index) => (replaced.has(index) ? null : value));
  }
}

/** Makes a part of a statement; its values go into `inputs`. */
export type Build<T> = (inputs: Inputs) => T;
