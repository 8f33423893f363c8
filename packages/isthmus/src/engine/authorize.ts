// The only maker of authorized statements. It rewrites a statement so that it can show and change nothing but what the
// principal's grants allow, or refuses it in the words in which something unknown is refused.

import type {
  Authorized,
  Call,
  Catalog,
  Condition,
  Delete,
  FieldRef,
  Insert,
  InsertPolicy,
  Mutation,
  Query,
  ReadPolicy,
  Related,
  Relation,
  RelationSelection,
  Statement,
  Update,
  UpdatePolicy,
} from "../core/index.ts";
import { permissionDenied, Problem, unknownField, unsupported } from "../core/index.ts";
import { all, any } from "./conditions.ts";
import type { Grants, View } from "./view.ts";
import { walk, type FieldUse, type Level, type Visitor } from "./walk.ts";

export interface AuthorizeLimits {
  /** Most rows in one answer, whatever a policy says. */
  readonly rows: number;
  /** Deepest embedding, whatever a policy says. */
  readonly depth: number;
}

/** @throws Problem when the principal may not ask this at all. */
export function authorize<S extends Statement>(statement: S, view: View, limits: AuthorizeLimits): Authorized<S> {
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
    mutation: (mutation, level, reads) =>
      governMutation(mutation, level, reads ? rules(level) : undefined, view),
    call: (call) => governCall(call, view.catalog),
  };
}

function grantsOf(view: View, level: Level): Grants {
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
function readRules(view: View, level: Level): readonly ReadPolicy[] {
  if (!level.governed) return [];
  const { read } = grantsOf(view, level);
  return level.aggregates ? read.filter((rule) => rule.aggregate) : read;
}

function enter(level: Level, rules: readonly ReadPolicy[], limits: AuthorizeLimits): void {
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

// ---- fields

function field(ref: FieldRef, use: FieldUse, level: Level, rules: readonly ReadPolicy[]): FieldRef {
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

function isReadable(name: string, rules: readonly ReadPolicy[]): boolean {
  return rules.some((rule) => rule.fields.has(name));
}

/** Rows in which the field may be seen; absent when that is every row the rules show. */
function guardOf(name: string, rules: readonly ReadPolicy[]): Condition | undefined {
  const granting = rules.filter((rule) => rule.fields.has(name));
  return granting.length === rules.length ? undefined : any(granting.map((rule) => rule.where));
}

function guardOfAll(names: readonly string[], rules: readonly ReadPolicy[]): Condition | undefined {
  return all(...names.map((name) => guardOf(name, rules)));
}

function readFilter(rules: readonly ReadPolicy[]): Condition | undefined {
  return any(rules.map((rule) => rule.where));
}

// ---- reading

function governQuery(query: Query, level: Level, rules: readonly ReadPolicy[], limits: AuthorizeLimits): Query {
  const where = all(query.where, readFilter(rules));
  const cap = Math.min(limits.rows, Math.max(...rules.map((rule) => rule.maxRows ?? Number.POSITIVE_INFINITY)));
  return { ...query, ...(where === undefined ? {} : { where }), ...(level.purpose === "returning" ? {} : { cap }) };
}

/** A planner guesses from all rows there are; where some of them may not be seen, the others are counted instead. */
function counted(query: Query, restricted: boolean): Query {
  const guessed = query.count === "planned" || query.count === "estimated";
  return restricted && guessed ? { ...query, count: "exact" } : query;
}

type Rules = (level: Level) => readonly ReadPolicy[];

function governSelection(
  selection: RelationSelection,
  relation: Relation,
  from: Level,
  to: Level,
  rules: Rules,
  view: View,
): RelationSelection {
  const links = linkGuards(relation, from, to, rules, view);
  const where = all(selection.query.where, links.target);
  return {
    ...selection,
    query: { ...selection.query, ...(where === undefined ? {} : { where }) },
    ...(links.guard === undefined ? {} : { guard: links.guard }),
    ...(links.throughWhere === undefined ? {} : { throughWhere: links.throughWhere }),
  };
}

function governRelated(
  condition: Related,
  relation: Relation,
  from: Level,
  to: Level,
  rules: Rules,
  view: View,
): Related {
  const links = linkGuards(relation, from, to, rules, view);
  const where = all(condition.where, readFilter(rules(to)), links.target);
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

// ---- writing

/** The read grants that count; absent where the change neither compares fields of the rows it changes nor returns them. */
type Reading = readonly ReadPolicy[] | undefined;

function governMutation<M extends Mutation>(mutation: M, level: Level, reading: Reading, view: View): M;
function governMutation(mutation: Mutation, level: Level, reading: Reading, view: View): Mutation {
  const grants = grantsOf(view, level);
  const { locate, ...change } = mutation;
  // The address of a written row is told only to those who may read all of it.
  const told = locate?.every((name) => isReadable(name, grants.read)) === true ? { ...change, locate } : change;
  switch (told.kind) {
    case "insert":
      return governInsert(told, level, grants);
    case "update":
      return governUpdate(told, level, grants, reading);
    case "delete":
      return governDelete(told, level, grants, reading);
    default:
      return told satisfies never;
  }
}

function governInsert(insert: Insert, level: Level, grants: Grants): Insert {
  const written = [...insert.fields, ...(insert.presets ?? []).map((preset) => preset.field)];
  const granted = covering(grants.insert, written, level);
  const check = any(granted.map((grant) => grant.check));
  const presets = [...(insert.presets ?? []), ...(granted[0]?.presets ?? [])];
  const common: Insert = {
    ...insert,
    ...(presets.length === 0 ? {} : { presets }),
    ...(check === undefined ? {} : { check }),
  };
  return insert.conflict?.action === "merge" ? governMerge(common, insert.conflict, granted, level, grants) : common;
}

/** An insert that may turn into an update needs both rights, over the same fields, and leaves rows out of reach alone. */
function governMerge(
  insert: Insert,
  conflict: NonNullable<Insert["conflict"]>,
  inserting: readonly InsertPolicy[],
  level: Level,
  grants: Grants,
): Insert {
  const presets = inserting[0]?.presets ?? [];
  const merged = insert.fields.filter((name) => !conflict.target.includes(name));
  const granted = covering(grants.update, merged, level);
  if (!samePresets(granted[0]?.presets ?? [], presets))
    throw unsupported(`merging into ${level.resource.name} where inserting and updating set different fields`);
  const where = all(any(granted.map((grant) => grant.where)), guardOfAll(conflict.target, grants.read));
  const check = all(insert.check, any(granted.map((grant) => grant.check)));
  const fields = [...merged, ...presets.map((preset) => preset.field)].filter(
    (name) => !conflict.target.includes(name),
  );
  return {
    ...insert,
    conflict: { ...conflict, fields, ...(where === undefined ? {} : { where }) },
    ...(check === undefined ? {} : { check }),
  };
}

function governUpdate(update: Update, level: Level, grants: Grants, reading: Reading): Update {
  const granted = covering(
    grants.update,
    [...update.fields, ...(update.presets ?? []).map((preset) => preset.field)].filter(
      (name) => update.matchBy?.includes(name) !== true,
    ),
    level,
  );
  // Rows are matched by these fields, so only where they may be seen.
  const found = reading && all(readFilter(reading), guardOfAll(update.matchBy ?? [], reading));
  const where = all(update.where, any(granted.map((grant) => grant.where)), found);
  const check = any(granted.map((grant) => grant.check));
  const presets = [...(update.presets ?? []), ...(granted[0]?.presets ?? [])];
  return {
    ...update,
    ...(where === undefined ? {} : { where }),
    ...(check === undefined ? {} : { check }),
    ...(presets.length === 0 ? {} : { presets }),
  };
}

function governDelete(statement: Delete, level: Level, grants: Grants, reading: Reading): Delete {
  if (grants.delete.length === 0) throw permissionDenied(level.resource);
  const where = all(statement.where, any(grants.delete.map((grant) => grant.where)), reading && readFilter(reading));
  return { ...statement, ...(where === undefined ? {} : { where }) };
}

/**
 * The grants under which all these fields may be written. Rows and checks of several add up; where they set fields
 * differently, the first in the order of the configuration decides alone, so that presets and checks are never mixed.
 */
function covering<G extends InsertPolicy | UpdatePolicy>(
  grants: readonly G[],
  fields: readonly string[],
  level: Level,
): readonly G[] {
  if (grants.length === 0) throw permissionDenied(level.resource);
  const granted = grants.filter((grant) => fields.every((name) => grant.fields.has(name)));
  const [first] = granted;
  if (first === undefined) {
    const denied = fields.filter((name) => !grants.some((grant) => grant.fields.has(name)));
    throw new Problem({
      code: "42501",
      category: "forbidden",
      message: `permission denied for table ${level.resource.name}`,
      details:
        denied.length > 0
          ? `These fields may not be written: ${denied.join(", ")}`
          : "These fields may not be written together",
    });
  }
  return granted.filter((grant) => samePresets(grant.presets, first.presets));
}

function samePresets(a: InsertPolicy["presets"], b: InsertPolicy["presets"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function governCall(call: Call, catalog: Catalog): Call {
  if (!catalog.operations.has(call.operation))
    throw new Problem({
      code: "PGRST202",
      category: "missing",
      message: `Could not find the function ${call.operation} in the schema cache`,
    });
  return call;
}
