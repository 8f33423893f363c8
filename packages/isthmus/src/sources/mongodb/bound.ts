// Tests with their values: what filters are made of, and what documents are tried with.

import type { JsonStep } from "../../core/index.ts";
import type { Native } from "./native.ts";

export type Ordering = "gt" | "gte" | "lt" | "lte";

export type Bound =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "all" | "any"; readonly of: readonly Bound[] }
  | { readonly kind: "none"; readonly of: Bound }
  /** `lists`: the field may hold a list, of which MongoDB would try the elements. */
  | { readonly kind: "null"; readonly name: string; readonly steps?: readonly JsonStep[]; readonly lists?: boolean }
  | { readonly kind: "compare"; readonly name: string; readonly operator: Ordering; readonly value: Native }
  /** Equal to one of them; where `wanted` is false: there, and equal to none. */
  | { readonly kind: "in"; readonly name: string; readonly values: readonly Native[]; readonly wanted: boolean }
  | {
      readonly kind: "pattern";
      readonly name: string;
      readonly source: string;
      /** Of LIKE: the pattern as it was given. */
      readonly like: string | undefined;
      readonly folds: boolean;
      readonly wanted: boolean;
    }
  /** The fields together are one of these keys. */
  | { readonly kind: "keys"; readonly names: readonly string[]; readonly keys: ReadonlyMap<string, readonly Native[]> }
  /** About a place inside a document, or a whole one: tried in the server; `hint` is what the database can tell of it. */
  | {
      readonly kind: "inside";
      readonly name: string;
      readonly steps: readonly JsonStep[];
      readonly holds: (value: Native) => boolean;
      readonly hint?: Bound;
    };

export const always: Bound = { kind: "constant", value: true };
export const never: Bound = { kind: "constant", value: false };

export function allOf(parts: readonly (Bound | undefined)[]): Bound {
  return junction("all", parts);
}

export function anyOf(parts: readonly (Bound | undefined)[]): Bound {
  return junction("any", parts);
}

export function noneOf(of: Bound): Bound {
  if (of.kind === "constant") return of.value ? never : always;
  return of.kind === "none" ? of.of : { kind: "none", of };
}

function junction(kind: "all" | "any", parts: readonly (Bound | undefined)[]): Bound {
  const neutral = kind === "all";
  const kept: Bound[] = [];
  for (const part of parts) {
    if (part === undefined) continue;
    if (part.kind !== "constant") kept.push(part);
    else if (part.value !== neutral) return part;
  }
  const [first] = kept;
  if (first === undefined) return neutral ? always : never;
  return kept.length === 1 ? first : { kind, of: kept };
}

/** Whether a regular expression is among it, which only the database may try. */
export function hasExpression(of: Bound): boolean {
  if (of.kind === "all" || of.kind === "any") return of.of.some(hasExpression);
  return of.kind === "none" ? hasExpression(of.of) : of.kind === "pattern" && of.like === undefined;
}

/** Whether the database alone can tell which documents meet it. */
export function isExact(of: Bound): boolean {
  switch (of.kind) {
    case "all":
    case "any":
      return of.of.every(isExact);
    case "none":
      return isExact(of.of);
    case "null":
      return of.steps === undefined;
    case "inside":
      return false;
    default:
      return true;
  }
}
