// The only maker of authorized statements. It rewrites a statement so that it can show and change nothing but what the
// principal's grants allow, or refuses it in the words in which something unknown is refused.

import type { Authorized, ReadPolicy, Statement } from "../../core/index.ts";
import type { View } from "../view.ts";
import { walk, type Level, type Visitor } from "../walk.ts";
import {
  type AuthorizeLimits,
  counted,
  enter,
  field,
  governQuery,
  governRelated,
  governSelection,
  readFilter,
  readRules,
} from "./reading.ts";
import { governMutation } from "./writing.ts";

export type { AuthorizeLimits } from "./reading.ts";

/** @throws Problem when the principal may not ask this at all. */
export function authorize<S extends Statement>(statement: S, view: View, general: AuthorizeLimits): Authorized<S> {
  const { rows } = view.limits;
  const limits = rows === undefined || rows >= general.rows ? general : { ...general, rows };
  return walk(statement, view.catalog, visitor(view, limits)) as Authorized<S>;
}

function visitor(view: View, limits: AuthorizeLimits): Visitor {
  const rules = (level: Level): readonly ReadPolicy[] => readRules(view, level);
  let restricted = false;
  return {
    enter: (level) => {
      enter(level, rules(level), limits);
      restricted ||= level.governed && readFilter(rules(level)) !== undefined;
    },
    field: (ref, use, level) => field(ref, use, level, rules(level)),
    query: (query, level) =>
      counted(
        level.governed ? governQuery(query, level, rules(level), limits) : { ...query, cap: limits.rows },
        restricted,
      ),
    selection: (selection, relation, from, to) => governSelection(selection, relation, from, to, rules, view),
    related: (condition, relation, from, to) => governRelated(condition, relation, from, to, rules, view),
    mutation: (mutation, level, reads) => governMutation(mutation, level, reads ? rules(level) : undefined, view),
    // An operation that the view has not got does not get this far.
    call: (call) => call,
  };
}
