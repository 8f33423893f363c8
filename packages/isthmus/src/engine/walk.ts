// The one exhaustive walk over a statement. Authorization rewrites through it, limits and logs read through it; a new
// place for a field or a relation does not compile until it is dealt with here.

import type {
  Call,
  Catalog,
  Condition,
  Field,
  FieldRef,
  Insert,
  Mutation,
  Operation,
  Order,
  Preset,
  Query,
  Relation,
  RelationSelection,
  Related,
  Resource,
  Selection,
  Statement,
} from "../core/index.ts";
import { membersOf, Problem, unsupported } from "../core/index.ts";

/** What a field is used for. `join`: a relation compares it. */
export type FieldUse = "read" | "aggregate" | "group" | "filter" | "sort" | "join" | "write" | "preset" | "locate";

/** Where a query stands: its resource (a pseudo-resource for rows that belong to none), and how deep it is embedded. */
export interface Level {
  readonly resource: Pick<Resource, "id" | "name" | "source"> & {
    readonly fields: ReadonlyMap<string, Field>;
    readonly relations: ReadonlyMap<string, Relation>;
  };
  readonly depth: number;
  /** `false` for rows of a function that belong to no resource: its own output, free to be read. */
  readonly governed: boolean;
  /** The query groups or aggregates. */
  readonly aggregates: boolean;
  readonly purpose: "query" | "returning" | "write" | "exists";
}

/** Each member is called on the way out, with its parts already rewritten. */
export interface Visitor {
  enter(level: Level): void;
  field(ref: FieldRef, use: FieldUse, level: Level): FieldRef;
  query(query: Query, level: Level): Query;
  selection(selection: RelationSelection, relation: Relation, from: Level, to: Level): RelationSelection;
  related(condition: Related, relation: Relation, from: Level, to: Level): Related;
  /** `level` is the written resource's; `reads`: the change compares fields of the rows it changes, or returns them. */
  mutation<M extends Mutation>(mutation: M, level: Level, reads: boolean): M;
  call(call: Call, operation: Operation): Call;
}

export function walk<S extends Statement>(statement: S, catalog: Catalog, visitor: Visitor): S;
export function walk(statement: Statement, catalog: Catalog, visitor: Visitor): Statement {
  switch (statement.kind) {
    case "query":
      return walkQuery(
        statement,
        level(resourceOf(catalog, statement.resource), 0, statement, "query"),
        catalog,
        visitor,
      );
    case "insert":
    case "update":
    case "delete":
      return walkMutation(statement, catalog, visitor);
    case "call":
      return walkCall(statement, catalog, visitor);
    default:
      return statement satisfies never;
  }
}

function walkQuery(query: Query, at: Level, catalog: Catalog, visitor: Visitor): Query {
  visitor.enter(at);
  const targets = new Map<string, Level>();
  const select = query.select.map((selection) => walkSelection(selection, at, targets, catalog, visitor));
  const order = query.order?.map((item): Order => {
    const by = item.through === undefined ? at : targets.get(item.through);
    if (by === undefined)
      throw new Problem({
        code: "PGRST108",
        category: "invalid",
        message: `'${item.through}' is not an embedded resource in this request`,
      });
    return { ...item, by: visitor.field(item.by, "sort", by) };
  });
  const where = query.where === undefined ? undefined : walkCondition(query.where, at, catalog, visitor);
  return visitor.query(
    { ...query, select, ...(order === undefined ? {} : { order }), ...(where === undefined ? {} : { where }) },
    at,
  );
}

/** `targets`: where the relations of this level lead, by their names in the answer. */
function walkSelection(
  selection: Selection,
  at: Level,
  targets: Map<string, Level>,
  catalog: Catalog,
  visitor: Visitor,
): Selection {
  switch (selection.kind) {
    case "field": {
      if (selection.of === undefined) return selection;
      const use = selection.aggregate !== undefined ? "aggregate" : at.aggregates ? "group" : "read";
      return { ...selection, of: visitor.field(selection.of, use, at) };
    }
    case "relation": {
      const relation = relationOf(at, selection.relation);
      const to = level(resourceOf(catalog, relation.target), at.depth + 1, selection.query, "query");
      // Of several of one name an order goes through the first, as it does in the sources.
      if (!targets.has(selection.as)) targets.set(selection.as, to);
      return visitor.selection(
        { ...selection, query: walkQuery(selection.query, to, catalog, visitor) },
        relation,
        at,
        to,
      );
    }
    case "group":
      return { ...selection, select: selection.select.map((one) => walkSelection(one, at, targets, catalog, visitor)) };
    // A cursor shows the fields that the order names, and those are asked for there.
    case "cursor":
    case "constant":
      return selection;
    default:
      return selection satisfies never;
  }
}

function walkCondition(condition: Condition, at: Level, catalog: Catalog, visitor: Visitor): Condition {
  switch (condition.kind) {
    case "and":
    case "or":
      return { ...condition, of: condition.of.map((part) => walkCondition(part, at, catalog, visitor)) };
    case "not":
      return { ...condition, of: walkCondition(condition.of, at, catalog, visitor) };
    case "compare":
    case "is":
      return { ...condition, left: visitor.field(condition.left, "filter", at) };
    case "related": {
      const relation = relationOf(at, condition.relation);
      const to = level(resourceOf(catalog, relation.target), at.depth + 1, undefined, "exists");
      visitor.enter(to);
      const where = condition.where === undefined ? undefined : walkCondition(condition.where, to, catalog, visitor);
      return visitor.related({ ...condition, ...(where === undefined ? {} : { where }) }, relation, at, to);
    }
    case "constant":
      return condition;
    default:
      return condition satisfies never;
  }
}

function walkMutation(mutation: Mutation, catalog: Catalog, visitor: Visitor): Mutation {
  const resource = resourceOf(catalog, mutation.resource);
  const at = level(resource, 0, undefined, "write");
  const used = (fields: readonly string[] | undefined, use: FieldUse): void =>
    fields?.forEach((field) => visitor.field({ field }, use, at));
  const returning =
    mutation.returning &&
    walkQuery(mutation.returning, level(resource, 0, mutation.returning, "returning"), catalog, visitor);
  const common = returning === undefined ? {} : { returning };
  used(mutation.locate, "locate");
  switch (mutation.kind) {
    case "insert": {
      used(mutation.fields, "write");
      const { conflict } = mutation;
      used(conflict?.target, "filter");
      used(conflict?.fields, "write");
      usedPresets(mutation.presets, used);
      const where = conflict?.where && walkCondition(conflict.where, at, catalog, visitor);
      const merged = conflict === undefined || where === undefined ? {} : { conflict: { ...conflict, where } };
      const reads = returning !== undefined || where !== undefined;
      return visitor.mutation<Insert>({ ...mutation, ...common, ...merged }, at, reads);
    }
    case "update": {
      used(mutation.fields, "write");
      used(mutation.matchBy, "filter");
      usedPresets(mutation.presets, used);
      const adjusted = mutation.adjust?.map((adjustment) => adjustment.field);
      used(adjusted, "write");
      // What stood there shows in what is returned, and in what is refused.
      used(adjusted, "read");
      const where = mutation.where && walkCondition(mutation.where, at, catalog, visitor);
      const reads =
        returning !== undefined || where !== undefined || mutation.matchBy !== undefined || adjusted !== undefined;
      return visitor.mutation({ ...mutation, ...common, ...(where === undefined ? {} : { where }) }, at, reads);
    }
    case "delete": {
      const where = mutation.where && walkCondition(mutation.where, at, catalog, visitor);
      return visitor.mutation(
        { ...mutation, ...common, ...(where === undefined ? {} : { where }) },
        at,
        returning !== undefined || where !== undefined,
      );
    }
    default:
      return mutation satisfies never;
  }
}

function usedPresets(
  presets: readonly Preset[] | undefined,
  used: (fields: readonly string[], use: FieldUse) => void,
): void {
  if (presets !== undefined)
    used(
      presets.map((preset) => preset.field),
      "preset",
    );
}

function walkCall(call: Call, catalog: Catalog, visitor: Visitor): Call {
  const operation = catalog.operations.get(call.operation)?.[call.overload];
  if (operation === undefined) throw unknownOperation(call.operation);
  const { returns } = operation;
  if (returns.shape === "resource" && call.query === undefined)
    throw unsupported(`calling ${operation.name} without a selection of its rows`);
  if (call.query === undefined) return visitor.call(call, operation);
  const at: Level =
    returns.shape === "resource" && returns.resource !== undefined
      ? level(resourceOf(catalog, returns.resource), 0, call.query, "query")
      : {
          resource: {
            id: operation.id,
            name: operation.name,
            source: operation.source,
            fields: returns.fields ?? new Map(),
            relations: new Map(),
          },
          depth: 0,
          governed: false,
          aggregates: aggregates(call.query),
          purpose: "query",
        };
  return visitor.call({ ...call, query: walkQuery(call.query, at, catalog, visitor) }, operation);
}

function level(resource: Resource, depth: number, query: Query | undefined, purpose: Level["purpose"]): Level {
  return { resource, depth, governed: true, aggregates: query !== undefined && aggregates(query), purpose };
}

/** Whether the select of this level aggregates; a spread relation's aggregates count, since they are lifted into it. */
export function aggregates(query: Query): boolean {
  return membersOf(query.select).some((selection) =>
    selection.kind === "field"
      ? selection.aggregate !== undefined || selection.of === undefined
      : selection.kind === "relation" && selection.spread && aggregates(selection.query),
  );
}

function resourceOf(catalog: Catalog, id: string): Resource {
  const resource = catalog.resources.get(id);
  if (resource !== undefined) return resource;
  throw new Problem({
    code: "PGRST205",
    category: "missing",
    message: `Could not find the table '${id}' in the schema cache`,
  });
}

function relationOf(at: Level, name: string): Relation {
  const relation = at.resource.relations.get(name);
  if (relation !== undefined) return relation;
  throw new Problem({
    code: "PGRST200",
    category: "invalid",
    message: `Could not find a relationship between '${at.resource.name}' and '${name}' in the schema cache`,
  });
}

function unknownOperation(id: string): Problem {
  return new Problem({
    code: "PGRST202",
    category: "missing",
    message: `Could not find the function ${id} in the schema cache`,
  });
}
