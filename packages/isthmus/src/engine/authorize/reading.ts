// How a principal's read grants govern what is read: rows, fields, relations, caps.
//
// A policy's condition stands ahead of the caller's, so that a costly condition of his is tried on no row he may not see,
// as far as the source keeps to the order.

import type { Condition, FieldRef, Query, ReadPolicy, Related, Relation, RelationSelection } from "../../core/index.ts";
import { permissionDenied, Problem, unknownField } from "../../core/index.ts";
import { all, any } from "../conditions.ts";
import type { Grants, View } from "../view.ts";
import type { FieldUse, Level } from "../walk.ts";

export interface AuthorizeLimits {
  /** Most rows in one answer, whatever a policy says. */
  readonly rows: number;
  /** Deepest embedding, whatever a policy says. */
  readonly depth: number;
}

export function grantsOf(view: View, level: Level): Grants {
  const grants = view.grants.get(level.resource.id);
  if (grants === undefined)
    throw new Problem({
      code: "PGRST205",
      category: "missing",
      message: `Could not find the table '${level.resource.id}' in the schema cache`,
    });
  return grants;
}

/** The read grants that count at a level: where something is aggregated, only those that allow it. */
export function readRules(view: View, level: Level): readonly ReadPolicy[] {
  if (!level.governed) return [];
  const { read } = grantsOf(view, level);
  return level.aggregates ? read.filter((rule) => rule.aggregate) : read;
}

export function enter(level: Level, rules: readonly ReadPolicy[], limits: AuthorizeLimits): void {
  if (!level.governed) return;
  if (rules.length === 0 && level.aggregates)
    throw new Problem({ code: "PGRST123", category: "invalid", message: "Use of aggregate functions is not allowed" });
  if (rules.length === 0) throw permissionDenied(level.resource);
  const depth = Math.min(limits.depth, Math.max(...rules.map((rule) => rule.maxDepth ?? Number.POSITIVE_INFINITY)));
  // A resource's own cap speaks of what may be embedded below it, so the level that is entered is one deeper.
  if (level.depth > depth)
    throw new Problem({
      code: "ISTHMUS201",
      category: "limited",
      status: 400,
      message: `Resources may be embedded at most ${depth} deep here`,
    });
}

export function field(ref: FieldRef, use: FieldUse, level: Level, rules: readonly ReadPolicy[]): FieldRef {
  const known = level.resource.fields.get(ref.field);
  if (known === undefined) throw unknownField(level.resource, ref.field);
  switch (use) {
    // Who may write is decided for all written fields together; an address that may not be told is left out.
    case "write":
    case "preset":
    case "locate":
      return ref;
    case "read":
    case "aggregate":
    case "group":
    case "filter":
    case "sort":
    case "join": {
      if (!level.governed) return ref;
      if (!isReadable(ref.field, rules)) throw unknownField(level.resource, ref.field);
      const guard = guardOf(ref.field, rules);
      return guard === undefined ? ref : { ...ref, guard };
    }
    default:
      return use satisfies never;
  }
}

export function isReadable(name: string, rules: readonly ReadPolicy[]): boolean {
  return rules.some((rule) => rule.fields.has(name));
}

/** Rows in which the field may be seen; absent when that is every row the rules show. */
function guardOf(name: string, rules: readonly ReadPolicy[]): Condition | undefined {
  const granting = rules.filter((rule) => rule.fields.has(name));
  return granting.length === rules.length ? undefined : any(granting.map((rule) => rule.where));
}

export function guardOfAll(names: readonly string[], rules: readonly ReadPolicy[]): Condition | undefined {
  return all(...names.map((name) => guardOf(name, rules)));
}

export function readFilter(rules: readonly ReadPolicy[]): Condition | undefined {
  return any(rules.map((rule) => rule.where));
}

export function governQuery(query: Query, level: Level, rules: readonly ReadPolicy[], limits: AuthorizeLimits): Query {
  const where = all(readFilter(rules), query.where);
  const cap = Math.min(limits.rows, Math.max(...rules.map((rule) => rule.maxRows ?? Number.POSITIVE_INFINITY)));
  return { ...query, ...(where === undefined ? {} : { where }), ...(level.purpose === "returning" ? {} : { cap }) };
}

/** A planner guesses from all rows there are; where some of them may not be seen, the others are counted instead. */
export function counted(query: Query, restricted: boolean): Query {
  const guessed = query.count === "planned" || query.count === "estimated";
  return restricted && guessed ? { ...query, count: "exact" } : query;
}

type Rules = (level: Level) => readonly ReadPolicy[];

export function governSelection(
  selection: RelationSelection,
  relation: Relation,
  from: Level,
  to: Level,
  rules: Rules,
  view: View,
): RelationSelection {
  const links = linkGuards(relation, from, to, rules, view);
  const where = all(links.target, selection.query.where);
  return {
    ...selection,
    query: { ...selection.query, ...(where === undefined ? {} : { where }) },
    ...(links.guard === undefined ? {} : { guard: links.guard }),
    ...(links.throughWhere === undefined ? {} : { throughWhere: links.throughWhere }),
  };
}

export function governRelated(
  condition: Related,
  relation: Relation,
  from: Level,
  to: Level,
  rules: Rules,
  view: View,
): Related {
  const links = linkGuards(relation, from, to, rules, view);
  const where = all(readFilter(rules(to)), links.target, condition.where);
  return {
    ...condition,
    ...(where === undefined ? {} : { where }),
    ...(links.guard === undefined ? {} : { guard: links.guard }),
    ...(links.throughWhere === undefined ? {} : { throughWhere: links.throughWhere }),
  };
}

interface LinkGuards {
  /** Over the rows the relation starts from. */
  readonly guard: Condition | undefined;
  /** Over the rows it leads to. */
  readonly target: Condition | undefined;
  readonly throughWhere: Condition | undefined;
}

/** A relation compares fields; where the caller may not see them, it leads nowhere. */
function linkGuards(relation: Relation, from: Level, to: Level, rules: Rules, view: View): LinkGuards {
  const here = relation.on.map((pair) => pair.from);
  const guard = guardOfAll(here, rules(from));
  const { through } = relation;
  if (through === undefined)
    return {
      guard,
      target: guardOfAll(
        relation.on.map((pair) => pair.to),
        rules(to),
      ),
      throughWhere: undefined,
    };
  const junction = view.grants.get(through.resource)?.read ?? [];
  const middle = [...relation.on.map((pair) => pair.to), ...through.on.map((pair) => pair.from)];
  return {
    guard,
    target: guardOfAll(
      through.on.map((pair) => pair.to),
      rules(to),
    ),
    throughWhere: all(readFilter(junction), guardOfAll(middle, junction)),
  };
}
