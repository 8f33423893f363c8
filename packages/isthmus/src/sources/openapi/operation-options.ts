// What the configuration may say of an operation of an API whose requests are put together from a path and its parts.

import { z } from "zod";
import { type OperationOptions, operationShape } from "../shared/api/operation-options.ts";

export const apiOperationShape = operationShape.extend({
  prepare: z.custom<Prepare>((value) => typeof value === "function", "expected a function").optional(),
});

/** The arguments as they were given, which may be texts where numbers are meant → as they are sent. They are checked behind it. */
export type Prepare = (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** As the user writes them. */
export interface ApiOperationOptions extends OperationOptions {
  /**
   * Fills in what can be derived from other arguments. What it gives beside the arguments fills the placeholders of the path that
   * are no arguments.
   */
  readonly prepare?: Prepare;
}
