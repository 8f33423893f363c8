// Holds an answer to the one row that was asked for.

import { notOneRow, type Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";

/** Throws PGRST116 (406) where one object was asked for and there is none, or more than one. */
export function expectSingular(context: RestContext, result: Result): void {
  if (context.media.kind !== "object" || result.rows === 1) return;
  throw notOneRow(result.rows);
}
