// What the row policies that apply to a statement look at: nothing, the rows themselves, or other records too.

import type { Condition, PolicyReach, ReadPolicy, Relation, Statement } from "../core/index.ts";
import { readRules } from "./authorize/reading.ts";
import type { View } from "./view.ts";
import { walk, type Level } from "./walk.ts";

/** Reading policies alone: a change is decided where it is made. */
export function policyReach(statement: Statement, view: View): PolicyReach {
  let reach: PolicyReach = "none";
  const count = (rules: readonly ReadPolicy[]): void => {
    for (const { where } of rules) {
      if (where === undefined) continue;
      if (isRelated(where)) reach = "related";
      else if (reach === "none") reach = "own";
    }
  };
  const link = ({ through }: Relation): void => {
    if (through !== undefined) count(view.grants.get(through.resource)?.read ?? []);
  };
  walk(statement, view.catalog, {
    enter: (level: Level) => count(readRules(view, level)),
    field: (ref) => ref,
    query: (query) => query,
    selection: (selection, relation) => (link(relation), selection),
    related: (condition, relation) => (link(relation), condition),
    mutation: (mutation) => mutation,
    call: (call) => call,
  });
  return reach;
}

function isRelated(condition: Condition): boolean {
  switch (condition.kind) {
    case "related":
      return true;
    case "and":
    case "or":
      return condition.of.some(isRelated);
    case "not":
      return isRelated(condition.of);
    case "compare":
    case "is":
    case "constant":
      return false;
    default:
      return condition satisfies never;
  }
}
