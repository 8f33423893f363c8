// A change that was found to be allowed, or worked out, by reading a document: its filter holds only while what was read
// still stands there.

import { Problem } from "../../core/index.ts";
import type { Bound } from "./bound.ts";
import { fieldsOf } from "./bind.ts";
import { changedMeanwhile } from "./errors.ts";
import { bothOf, type Filter, filterOf, residualOf, weaken } from "./filter.ts";
import { isNull, type Document } from "./native.ts";
import type { Reach } from "./reach.ts";
import { among } from "./written.ts";

/**
 * This document, while the fields have the very values that were read. MongoDB's equality also finds a list by one of its
 * elements; that is ruled out.
 */
export function asRead(reach: Reach, document: Document, where: Bound, names: readonly string[] = []): Filter {
  const tried = fieldsOf(residualOf(where));
  const standing = [...new Set([...names, ...tried])].map((name) => equals(reach, name, document[name]));
  return bothOf([filterOf(among([document])), filterOf(weaken(where)), ...standing]);
}

function equals({ decimal128 }: Reach, name: string, value: unknown): Filter {
  const same = { [name]: { $eq: isNull(value) ? null : value } };
  if (!Array.isArray(value)) return { $and: [same, { [name]: { $not: { $type: "array" } } }] };
  // Where lists cannot be in lists, none is an element of another.
  return decimal128 ? { $and: [same, { $nor: [{ [name]: { $elemMatch: { $eq: value } } }] }] } : same;
}

/** How often a change that found a document changed meanwhile begins anew, while nothing has been written. */
const mostTries = 10;

/** @param attempt `undefined`: a document was changed meanwhile, and nothing has been written. */
export async function unlessChanged<T>(reach: Reach, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const result = await attempt();
    if (result !== undefined) return result;
    // A transaction keeps to its snapshot, and would find the same again.
    if (tries === mostTries || reach.inTransaction) throw changedMeanwhile();
    // Apart from each other, the next time.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3 * tries));
    if (reach.call.signal.aborted && reach.call.signal.reason instanceof Problem) throw reach.call.signal.reason;
  }
}

/** Whether all were written; throws where some were, as whoever takes part in no transaction is told how far it went. */
export function wroteAll(reach: Reach, written: number, wanted: number): boolean {
  if (written >= wanted) return true;
  if (written === 0) return false;
  throw changedMeanwhile(reach.inTransaction ? 0 : written);
}
