// Holds an answer to the one row that was asked for.

import { Problem, type Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";

/** Throws PGRST116 (406) where one object was asked for and there is none, or more than one. */
export function expectSingular(context: RestContext, result: Result): void {
  if (context.media.kind !== "object" || result.rows === 1) return;
  throw new Problem({
    code: "PGRST116",
    category: "invalid",
    status: 406,
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${result.rows} rows`,
  });
}
