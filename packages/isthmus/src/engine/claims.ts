// Which claims a policy compares with, and whether a principal has them. A policy that compares with a claim which is
// missing, an empty list, or of the wrong form matches nothing; so it is dropped before anything is compiled.

import type { Condition } from "../core/index.ts";

/** By claim path (joined by NUL): absent, a single value, or a list that is not empty. */
export type ClaimPresence = ReadonlyMap<string, "none" | "one" | "list">;

interface ClaimUse {
  readonly path: readonly string[];
  readonly list: boolean;
}

/** Paths of all claims anywhere in a policy. */
export function claimsOf(node: unknown): readonly (readonly string[])[] {
  return usesOf(node, false).map((use) => use.path);
}

/** Whether every claim that these parts of a policy use is there, in the form their use needs. */
export function holdsForClaims(parts: readonly unknown[], presence: ClaimPresence): boolean {
  return parts.every((part) =>
    usesOf(part, false).every(({ path, list }) => presence.get(path.join("\0")) === (list ? "list" : "one")),
  );
}

function usesOf(node: unknown, list: boolean): readonly ClaimUse[] {
  if (typeof node !== "object" || node === null || node instanceof Set) return [];
  if (Array.isArray(node)) return node.flatMap((item) => usesOf(item, list));
  if ("kind" in node && node.kind === "claim" && "path" in node)
    return [{ path: node.path as readonly string[], list }];
  const inList = "kind" in node && node.kind === "compare" && isList(node as Condition);
  return Object.values(node).flatMap((value) => usesOf(value, inList));
}

function isList(condition: Condition): boolean {
  return condition.kind === "compare" && (condition.operator === "in" || condition.quantifier !== undefined);
}
