// Queries become levels: what is fetched of a collection, what of it is answered, and what is embedded into its rows.

import {
  isToOne,
  Problem,
  relationsOf,
  type DataType,
  type FieldRef,
  type FieldSelection,
  type Order,
  type Query,
  type RelationSelection,
  type Selection,
} from "../../core/index.ts";
import { castable, castType } from "./casts.ts";
import type { Branch, Expression, Level, Member, Place, Term, Test } from "./command.ts";
import {
  all,
  isAlways,
  linkOf,
  placeOf,
  related,
  type Scope,
  targetOf,
  testOf,
  typeAt,
  unsupported,
} from "./compile-condition.ts";
import { storedName } from "./options.ts";

/** What is gathered while the members of one level are compiled. */
interface Gathering {
  readonly scope: Scope;
  readonly branches: Branch[];
  /** Index of the branch of each selected relation. */
  readonly chosen: Map<RelationSelection, number>;
  readonly guards: Test[];
  readonly fields: Set<string>;
}

export function levelOf(scope: Scope, query: Query): Level {
  const gathering: Gathering = { scope, branches: [], chosen: new Map(), guards: [], fields: new Set() };
  const grouped = isGrouped(query.select);
  for (const one of relationsOf(query.select)) gatherBranch(gathering, one);
  const members = membersOf(gathering, query.select, grouped);
  const terms = termsOf(gathering, query);
  for (const key of scope.resource.key) use(gathering, placeOf(scope, { field: key }));
  const where = filterOf(scope, query);
  const { limit, offset, after, cap } = query;
  return {
    collection: scope.resource.native.name,
    key: keyOf(scope),
    ...(isAlways(where) ? {} : { where }),
    terms,
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    ...(after === undefined ? {} : { after }),
    ...(cap === undefined ? {} : { cap: Math.trunc(cap) }),
    cursor: query.cursor === true && !grouped,
    stripNulls: query.answer.stripNulls === true,
    grouped,
    pagesRows: !grouped || query.aggregatesPage === true,
    members,
    branches: gathering.branches,
    guards: gathering.guards,
    fields: [...gathering.fields],
  };
}

/** The query's own condition, and that related rows exist where they must. */
function filterOf(scope: Scope, query: Pick<Query, "where" | "select">): Test {
  return all([
    query.where === undefined ? undefined : testOf(scope, query.where),
    ...relationsOf(query.select)
      .filter((one) => one.join === "inner")
      .map((one) => {
        const there = { ...scope, resource: targetOf(scope, one.relation) };
        return related(scope, linkOf(scope, one), filterOf(there, one.query), one.guard);
      }),
  ]);
}

function isGrouped(select: readonly Selection[]): boolean {
  return select.some((one) =>
    one.kind === "field"
      ? one.aggregate !== undefined || one.of === undefined
      : one.kind === "relation"
        ? one.spread && one.hidden !== true && isGrouped(one.query.select)
        : one.kind === "group" && isGrouped(one.select),
  );
}

function gatherBranch(gathering: Gathering, selection: RelationSelection): void {
  const { scope } = gathering;
  const link = linkOf(scope, selection);
  const there = { ...scope, resource: targetOf(scope, selection.relation) };
  const below = levelOf(there, selection.query);
  const back = link.through === undefined ? link.on : link.through.on;
  const guard = selection.guard === undefined ? undefined : guardOf(gathering, testOf(scope, selection.guard));
  for (const pair of link.on) gathering.fields.add(pair.from);
  gathering.chosen.set(selection, gathering.branches.length);
  gathering.branches.push({
    link,
    level: { ...below, fields: [...new Set([...below.fields, ...back.map((pair) => pair.to)])] },
    ...(guard === undefined ? {} : { guard }),
    one: link.toOne || selection.query.answer.as === "one",
  });
}

// ---- members

function membersOf(gathering: Gathering, select: readonly Selection[], grouped: boolean): Member[] {
  return select.flatMap((one): readonly Member[] => {
    switch (one.kind) {
      case "field":
        return [fieldMember(gathering, one)];
      case "group":
        return [{ kind: "group", as: one.as, members: membersOf(gathering, one.select, grouped) }];
      case "constant":
        return [{ kind: "constant", as: one.as, value: one.value }];
      case "cursor":
        if (grouped) throw unsupported("A cursor beside an aggregate");
        return [{ kind: "cursor", as: one.as }];
      case "relation":
        return relationMembers(gathering, one, grouped);
    }
  });
}

function fieldMember(gathering: Gathering, selection: FieldSelection): Member {
  const { as, of, cast } = selection;
  const call = selection.aggregate ?? (of === undefined ? { function: "count" as const } : undefined);
  const expression: Expression = of === undefined ? { kind: "row" } : expressionOf(gathering, of, cast);
  const type = of === undefined ? bigint : typeOf(expression);
  if (call === undefined) return { kind: "value", as, of: expression, type };
  if (call.cast !== undefined) checkCast(gathering.scope, call.cast);
  const aggregate = {
    function: call.function,
    distinct: call.distinct === true,
    ...(call.cast === undefined ? {} : { cast: call.cast }),
  };
  if ((call.function === "sum" || call.function === "avg") && !isNumber(type)) {
    throw new Problem({
      code: "42883",
      category: "invalid",
      message: `function ${call.function}(${type.native}) does not exist`,
      hint: "Sums and averages are of numbers.",
    });
  }
  return { kind: "value", as, of: expression, type, aggregate };
}

const bigint: DataType = { name: "bigint", native: "long" };

function isNumber({ name }: DataType): boolean {
  return name === "smallint" || name === "integer" || name === "bigint" || name === "decimal" || name === "float";
}

function relationMembers(gathering: Gathering, selection: RelationSelection, grouped: boolean): Member[] {
  if (selection.hidden === true) return [];
  const branch = gathering.chosen.get(selection) ?? 0;
  const { level, link } = gathering.branches[branch] as Branch; // put there for each relation
  if (!selection.spread) return [{ kind: "branch", as: selection.as, branch }];
  return level.members.map((member): Member => {
    if (!link.toOne) {
      if (level.grouped) throw unsupported("An aggregate in a to-many spread");
      return { kind: "listed", as: member.as, branch, of: member };
    }
    if (member.kind === "value") return { ...member, of: { kind: "lifted", branch, of: member.of } };
    if (grouped) throw unsupported("An embedded resource beside an aggregate");
    return { kind: "lifted", as: member.as, branch, of: member };
  });
}

function expressionOf(gathering: Gathering, ref: FieldRef, cast?: string): Expression {
  const at = use(gathering, placeOf(gathering.scope, ref));
  const guard = ref.guard === undefined ? undefined : guardOf(gathering, testOf(gathering.scope, ref.guard));
  if (cast !== undefined) checkCast(gathering.scope, cast);
  return {
    kind: "place",
    at: guard === undefined ? at : { ...at, nullable: true },
    ...(guard === undefined ? {} : { guard }),
    ...(cast === undefined ? {} : { cast }),
  };
}

export function typeOf(expression: Expression): DataType {
  if (expression.kind === "lifted") return typeOf(expression.of);
  if (expression.kind === "row") return bigint;
  return expression.cast === undefined ? typeAt(expression.at) : castType(expression.cast);
}

function checkCast({ catalog, resource }: Scope, to: string): void {
  if (castable.includes(to.toLowerCase()) && catalog.sources.get(resource.source)?.castable.has(to) === true) return;
  throw new Problem({ code: "42704", category: "invalid", message: `type "${to}" does not exist` });
}

function use(gathering: Gathering, at: Place): Place {
  gathering.fields.add(at.name);
  return at;
}

/** The index of a guard; the fields it looks at are fetched too. */
function guardOf(gathering: Gathering, test: Test): number {
  const text = JSON.stringify(test);
  const known = gathering.guards.findIndex((one) => JSON.stringify(one) === text);
  if (known >= 0) return known;
  for (const name of namesIn(test)) gathering.fields.add(name);
  return gathering.guards.push(test) - 1;
}

/** The stored fields of this collection that a test looks at. */
export function namesIn(test: Test): readonly string[] {
  switch (test.kind) {
    case "constant":
      return [];
    case "all":
    case "any":
      return test.of.flatMap(namesIn);
    case "none":
      return namesIn(test.of);
    case "related":
      return test.link.on.map((pair) => pair.from);
    default:
      return [test.at.name];
  }
}

// ---- order

function termsOf(gathering: Gathering, query: Pick<Query, "order" | "select">): Term[] {
  return (query.order ?? []).map((order) => {
    const of = orderedBy(gathering, query, order);
    return {
      of,
      type: typeOf(of),
      direction: order.direction,
      nulls: order.nulls ?? (order.direction === "asc" ? "last" : "first"),
    };
  });
}

function orderedBy(gathering: Gathering, query: Pick<Query, "select">, order: Order): Expression {
  if (order.through === undefined) return expressionOf(gathering, order.by);
  const through = relationsOf(query.select).find((one) => one.as === order.through);
  if (through === undefined) {
    throw new Problem({
      code: "PGRST108",
      category: "invalid",
      message: `'${order.through}' is not an embedded resource in this request`,
      hint: `Verify that '${order.through}' is included in the 'select' query parameter.`,
    });
  }
  const { scope } = gathering;
  const relation = scope.resource.relations.get(through.relation);
  if (relation !== undefined && !isToOne(relation)) throw unsupported("An order by a relation to many");
  const there = { ...scope, resource: targetOf(scope, through.relation) };
  const index = gathering.chosen.get(through) ?? 0;
  const branch = gathering.branches[index] as Branch; // put there for each relation
  const at = placeOf(there, order.by);
  const guards = [...branch.level.guards];
  const guard = order.by.guard === undefined ? undefined : testOf(there, order.by.guard);
  const needed = guard === undefined ? [at.name] : [at.name, ...namesIn(guard)];
  const level: Level = {
    ...branch.level,
    guards: guard === undefined ? guards : [...guards, guard],
    fields: [...new Set([...branch.level.fields, ...needed])],
  };
  gathering.branches[index] = { ...branch, level };
  const of: Expression = { kind: "place", at, ...(guard === undefined ? {} : { guard: guards.length }) };
  return { kind: "lifted", branch: index, of };
}

/** What the key of a resource is called in its documents. */
export function keyOf({ resource, naming }: Scope): readonly string[] {
  return resource.key.map((field) => storedName(naming, resource.native.name, field));
}
