// What of a type is asked for → GraphQL's text for it. Pure.

import type { Condition, FieldRef, Query, Selection } from "../../core/index.ts";
import { fieldNamed, type GraphType, type GraphTypes, typeNamed } from "./schema-types.ts";

/** What is needed of an object: all that is asked for by default, and of its members by name. */
export interface Needs {
  readonly whole: boolean;
  readonly below: ReadonlyMap<string, Needs>;
}

export const everything: Needs = { whole: true, below: new Map() };

/** Fields of one statement; more would be more than anybody meant. */
const mostFields = 2_000;

/** @param keep Fields that are needed whatever is asked for. */
export function needsOf({ select, where, order = [] }: Query, keep: readonly string[] = []): Needs {
  const needs: Growing = { whole: false, below: new Map() };
  for (const field of keep) add(needs, { field });
  for (const one of select) addSelection(needs, one);
  if (where !== undefined) addCondition(needs, where);
  for (const { by } of order) add(needs, by);
  return needs;
}

interface Growing {
  whole: boolean;
  readonly below: Map<string, Growing>;
}

function add(needs: Growing, { field, path = [] }: FieldRef): void {
  let level = needs;
  for (const name of [field, ...path.flatMap(({ to }) => ("key" in to ? [to.key] : []))]) {
    const below = level.below.get(name) ?? { whole: false, below: new Map<string, Growing>() };
    level.below.set(name, below);
    level = below;
  }
  level.whole = true;
}

function addSelection(needs: Growing, one: Selection): void {
  if (one.kind === "field" && one.of !== undefined) add(needs, one.of);
  if (one.kind === "group") for (const inner of one.select) addSelection(needs, inner);
}

function addCondition(needs: Growing, condition: Condition): void {
  if (condition.kind === "and" || condition.kind === "or") for (const one of condition.of) addCondition(needs, one);
  if (condition.kind === "not") addCondition(needs, condition.of);
  if (condition.kind === "compare" || condition.kind === "is") add(needs, condition.left);
}

/**
 * @param depth Objects within objects that are asked for where nobody says what of them is wanted.
 * @returns With its braces; the empty text for what has no parts.
 */
export function selectionText(type: string, needs: Needs, types: GraphTypes, depth: number): string {
  const budget = { left: mostFields };

  function within(name: string, wanted: Needs, left: number): string {
    const of = typeNamed(name, types);
    switch (of.kind) {
      case "leaf":
        return "";
      case "union":
        return braces(["__typename", ...unionParts(of)]);
      case "object":
      case "interface": {
        const parts = [...(wanted.whole ? byDefault(of, left, wanted) : []), ...byName(of, wanted, left)];
        return braces(of.kind === "interface" && left < depth ? ["__typename", ...parts] : parts);
      }
      default:
        return of.kind satisfies never;
    }
  }

  /** A page of a list is no level of its own. */
  function nextLevel(of: GraphType, left: number): number {
    return of.connection === undefined ? left - 1 : left;
  }

  function byDefault(of: GraphType, left: number, { below }: Needs): readonly string[] {
    return Object.entries(of.fields ?? {}).flatMap(([name, field]) => {
      const other = typeNamed(field.type, types);
      // Whoever names it says what of it he wants.
      if (below.has(name) || (other.kind !== "leaf" && (left <= 0 || budget.left <= 0))) return [];
      if ((of.connection === "nodes" && name === "edges") || other.connection !== undefined) return [];
      budget.left--;
      return [`${name}${within(field.type, everything, nextLevel(of, left))}`];
    });
  }

  function byName(of: GraphType, { below }: Needs, left: number): readonly string[] {
    return [...below].flatMap(([name, wanted]) => {
      const field = fieldNamed(of, name);
      return field === undefined ? [] : [`${name}${within(field.type, wanted, Math.max(nextLevel(of, left), 0))}`];
    });
  }

  /** Fields of one name and several types cannot be asked for under that name (GraphQL, section 5.3.2). */
  function unionParts({ members = [] }: GraphType): readonly string[] {
    const written = new Map<string, string>();
    return members.map((member) => {
      const parts = Object.entries(typeNamed(member, types).fields ?? {}).flatMap(([name, field]) => {
        if (typeNamed(field.type, types).kind !== "leaf") return [];
        const before = written.get(name) ?? field.written;
        written.set(name, before);
        return [before === field.written ? name : `${member}_${name}: ${name}`];
      });
      return parts.length === 0 ? "" : `... on ${member} ${braces(parts).trim()}`;
    });
  }

  return within(type, needs, depth);
}

function braces(parts: readonly string[]): string {
  const all = parts.filter((part) => part !== "");
  // An object has to be asked for something.
  return ` { ${(all.length === 0 ? ["__typename"] : all).join(" ")} }`;
}
