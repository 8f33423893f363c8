// Statement → the indexes it would need: what is compared, what is sorted by, what relations are followed. Pure.

import type {
  Catalog,
  Condition,
  Delete,
  IndexedField,
  IndexNeed,
  Query,
  Relation,
  Resource,
  Statement,
  Update,
} from "../../core/index.ts";
import { relationsOf } from "../../core/index.ts";

export interface Need extends Pick<IndexNeed, "method"> {
  readonly resource: Resource;
  /** Compared for equality, in the order in which they were met. */
  readonly equal: readonly string[];
  /** What comes behind them in an index: the field of a range or a pattern, or those that are sorted by. */
  readonly rest: readonly IndexedField[];
  /** For a person: "filter", "order", "relation items", "policy". */
  readonly reasons: readonly string[];
}

/** Names the fields that the caller himself compared; other ones come from a policy. */
type Named = ReadonlySet<string>;

export function needsOf(asked: Statement, authorized: Statement, catalog: Catalog): readonly Need[] {
  if (authorized.kind === "call" || authorized.kind === "insert") return [];
  const resource = catalog.resources.get(authorized.resource);
  if (resource === undefined) return [];
  const named = new Set(
    asked.kind === "query" || asked.kind === "update" || asked.kind === "delete" ? namesIn(asked.where) : [],
  );
  const query = authorized.kind === "query" ? authorized : rowsOf(authorized);
  return [...levelNeeds(query, resource, catalog, [], named)].filter(
    ({ equal, rest, resource: { kind } }) =>
      equal.length + rest.length > 0 && (kind === "table" || kind === "materialized-view"),
  );
}

/** The rows that a change looks for, and what it returns of them. */
function rowsOf({ where, returning }: Update | Delete): Pick<Query, "where" | "select"> {
  return { select: returning?.select ?? [], ...(where === undefined ? {} : { where }) };
}

function* levelNeeds(
  query: Pick<Query, "where" | "order" | "select">,
  resource: Resource,
  catalog: Catalog,
  linked: readonly string[],
  named: Named,
): Iterable<Need> {
  yield* conditionNeeds(
    query.where,
    query.order ?? [],
    resource,
    catalog,
    linked,
    linked.length > 0 ? ["relation"] : [],
    named,
  );
  for (const selection of relationsOf(query.select)) {
    const relation = resource.relations.get(selection.relation);
    if (relation === undefined || relation.computed !== undefined) continue;
    yield* relationNeeds(relation, catalog, (target, fields) =>
      levelNeeds(selection.query, target, catalog, fields, new Set(namesIn(selection.query.where))),
    );
  }
}

/** A junction is looked up from here, the target by what the junction says. */
function* relationNeeds(
  { target, on, through }: Relation,
  catalog: Catalog,
  follow: (target: Resource, fields: readonly string[]) => Iterable<Need>,
): Iterable<Need> {
  const to = catalog.resources.get(target);
  if (to === undefined) return;
  const junction = through && catalog.resources.get(through.resource);
  if (through === undefined)
    yield* follow(
      to,
      on.map((pair) => pair.to),
    );
  else {
    if (junction !== undefined)
      yield { resource: junction, equal: on.map((pair) => pair.to), rest: [], method: "order", reasons: ["relation"] };
    yield* follow(
      to,
      through.on.map((pair) => pair.to),
    );
  }
}

function* conditionNeeds(
  where: Condition | undefined,
  order: NonNullable<Query["order"]>,
  resource: Resource,
  catalog: Catalog,
  linked: readonly string[],
  because: readonly string[],
  named: Named,
): Iterable<Need> {
  const parts = flatten(where);
  const either = parts.find((part) => part.kind === "or");
  // Every branch is looked up by itself; together with what holds for all of them.
  if (either?.kind === "or" && either.of.length <= mostBranches) {
    const common = parts.filter((part) => part !== either);
    for (const branch of either.of)
      yield* conditionNeeds({ kind: "and", of: [...common, branch] }, order, resource, catalog, linked, because, named);
    return;
  }
  const equal = new Set(linked);
  const reasons = new Set(because);
  let range: { readonly field: string; readonly method: IndexNeed["method"] } | undefined;
  for (const part of parts) {
    if (part.kind === "related") {
      const relation = resource.relations.get(part.relation);
      if (relation === undefined || relation.computed !== undefined) continue;
      yield* relationNeeds(relation, catalog, (target, fields) =>
        conditionNeeds(part.where, [], target, catalog, fields, ["relation"], named),
      );
      continue;
    }
    const found = comparedIn(part);
    if (found === undefined || !isColumn(resource, found.field)) continue;
    reasons.add(named.has(found.field) ? "filter" : "policy");
    if (found.method === undefined) equal.add(found.field);
    else range ??= { field: found.field, method: found.method };
  }
  const sorted = order
    .slice(0, mostSorted)
    .flatMap(({ by, through, direction, nulls }): IndexedField[] =>
      through === undefined && by.path === undefined && isColumn(resource, by.field)
        ? [{ name: by.field, direction, ...(nulls === undefined ? {} : { nulls }) }]
        : [],
    )
    .filter(({ name }) => !equal.has(name));
  if (sorted.length > 0) reasons.add("order");
  const narrowing = [...equal].filter((name) => resource.fields.get(name)?.type.name !== "boolean");
  const found = { resource, reasons: [...reasons] };
  // Equality finds few rows unless it is a yes or no; a pattern's index cannot be joined with others in one.
  if (range !== undefined && range.method !== "order" && narrowing.length === 0)
    yield { ...found, equal: [], rest: [{ name: range.field }], method: range.method };
  else {
    const others = [...equal].filter((name) => !narrowing.includes(name));
    const ranged = range?.method === "order" && !equal.has(range.field) ? [{ name: range.field }] : undefined;
    yield { ...found, equal: [...narrowing, ...others], rest: ranged ?? sorted, method: "order" };
  }
}

const mostBranches = 8;
const mostSorted = 3;

function flatten(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return [];
  return condition.kind === "and" ? condition.of.flatMap(flatten) : [condition];
}

/** Without `method`: equality. A part of a JSON value has no column of its own. */
function comparedIn(part: Condition): { readonly field: string; readonly method?: IndexNeed["method"] } | undefined {
  if (part.kind === "is")
    return part.left.path === undefined && part.right === "null" ? { field: part.left.field } : undefined;
  if (part.kind !== "compare" || part.left.path !== undefined) return undefined;
  const { field } = part.left;
  switch (part.operator) {
    case "eq":
    case "in":
      return { field };
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return { field, method: "order" };
    case "like":
      return { field, method: "prefix" };
    case "ilike":
    case "match":
    case "imatch":
      return { field, method: "pattern" };
    case "contains":
    case "containedBy":
    case "overlaps":
      return { field, method: "contains" };
    default:
      return undefined;
  }
}

function isColumn(resource: Resource, name: string): boolean {
  const field = resource.fields.get(name);
  return field !== undefined && field.computed === undefined;
}

function namesIn(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.of.flatMap(namesIn);
    case "not":
      return namesIn(condition.of);
    case "compare":
    case "is":
      return [condition.left.field];
    case "related":
      return namesIn(condition.where);
    case "constant":
      return [];
    default:
      return condition satisfies never;
  }
}
