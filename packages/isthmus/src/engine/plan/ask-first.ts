// Conditions about rows of another source: their keys are asked for first, and the condition becomes one over the list.
//
// A row whose own key is null has no related row: that is false, and not unknown, so that its opposite is true.

import type {
  Authorized,
  Catalog,
  Condition,
  FieldRef,
  Mutation,
  Query,
  Related,
  Relation,
  RelationSelection,
  Resource,
  Selection,
} from "../../core/index.ts";
import { isForeign, relationsOf, unsupported } from "../../core/index.ts";
import { all } from "../conditions.ts";
import { kindOf } from "./branch.ts";
import type { KeyQuestion } from "./join.ts";
import type { Splitter } from "./split.ts";

export interface Asking {
  readonly first: readonly KeyQuestion[];
  /** Each gives the same with its conditions rewritten; of a query those of the levels below are not. */
  ofQuery(query: Query): Query;
  ofSelection(selection: RelationSelection, relation: Relation, at: string): RelationSelection;
  ofMutation(mutation: Mutation): Mutation;
  condition(condition: Condition, at: string): Condition;
  all(where: Condition | undefined, more: readonly Condition[]): Condition | undefined;
  /** That a row has one related by an inner join. */
  existing(selection: RelationSelection, relation: Relation, from: Resource): Condition;
}

export function createAsking(splitter: Splitter): Asking {
  const { catalog } = splitter;
  const first: KeyQuestion[] = [];

  const condition = (given: Condition, at: string): Condition => {
    switch (given.kind) {
      case "and":
      case "or":
        return { ...given, of: given.of.map((one) => condition(one, at)) };
      case "not":
        return { ...given, of: condition(given.of, at) };
      case "compare":
      case "is":
        return { ...given, left: field(given.left, at) };
      case "related": {
        const [from, relation] = relationAt(catalog, at, given.relation);
        if (from !== undefined && relation !== undefined && isForeign(from, relation, catalog))
          return keysIn(given, relation, from);
        return related(given, relation, at);
      }
      case "constant":
        return given;
      default:
        return given satisfies never;
    }
  };

  const field = (ref: FieldRef, at: string): FieldRef =>
    ref.guard === undefined ? ref : { ...ref, guard: condition(ref.guard, at) };

  const related = (given: Related, relation: Relation | undefined, at: string): Related => {
    if (relation === undefined) return given;
    const { where, guard, throughWhere } = given;
    return {
      ...given,
      ...(where === undefined ? {} : { where: condition(where, relation.target) }),
      ...(guard === undefined ? {} : { guard: condition(guard, at) }),
      ...(throughWhere === undefined || relation.through === undefined
        ? {}
        : { throughWhere: condition(throughWhere, relation.through.resource) }),
    };
  };

  function keysIn(given: Pick<Related, "where" | "guard">, relation: Relation, from: Resource): Condition {
    const target = catalog.resources.get(relation.target);
    const [pair, ...others] = relation.on;
    if (target === undefined || pair === undefined || others.length > 0)
      throw unsupported(`a condition over the relation ${relation.name}, which is made of several keys,`);
    const [as, input] = [splitter.name(), splitter.input()];
    const query: Query = {
      kind: "query",
      resource: target.id,
      select: [{ kind: "field", as, of: { field: pair.to } }],
      ...(given.where === undefined ? {} : { where: given.where }),
      answer: { as: "many" },
      cap: splitter.most + 1,
    };
    first.push({
      input,
      as,
      kind: kindOf(relation, from, target, pair),
      type: from.fields.get(pair.from)?.type.name ?? "other",
      plan: { source: target.source, ...splitter.split(query as Authorized<Query>, query, target.source) },
      most: splitter.most,
      relation: relation.name,
    });
    const left = { field: pair.from };
    const guard = given.guard === undefined ? [] : [condition(given.guard, from.id)];
    return {
      kind: "and",
      of: [
        ...guard,
        { kind: "is", left, right: "not-null" },
        { kind: "compare", left, operator: "in", right: { kind: "input", index: input } },
      ],
    };
  }

  const select = (given: readonly Selection[], at: string): readonly Selection[] =>
    given.map((one) => {
      if (one.kind === "group") return { ...one, select: select(one.select, at) };
      return one.kind === "field" && one.of !== undefined ? { ...one, of: field(one.of, at) } : one;
    });

  return {
    first,
    condition,
    all: (where, more) => all(where, ...more),
    ofQuery: (query) => ({
      ...query,
      select: select(query.select, query.resource),
      ...(query.where === undefined ? {} : { where: condition(query.where, query.resource) }),
      ...(query.order === undefined
        ? {}
        : {
            order: query.order.map((one) =>
              one.through === undefined ? { ...one, by: field(one.by, query.resource) } : one,
            ),
          }),
    }),
    ofSelection: (selection, relation, at) => ({
      ...selection,
      ...(selection.guard === undefined ? {} : { guard: condition(selection.guard, at) }),
      ...(selection.throughWhere === undefined || relation.through === undefined
        ? {}
        : { throughWhere: condition(selection.throughWhere, relation.through.resource) }),
    }),
    ofMutation: (mutation) => ofMutation(mutation, condition),
    existing: (selection, relation, from) => {
      const where = existence(selection.query, relation.name);
      return keysIn({ ...(where === undefined ? {} : { where }), ...guardOf(selection) }, relation, from);
    },
  };
}

function guardOf({ guard }: RelationSelection): { readonly guard?: Condition } {
  return guard === undefined ? {} : { guard };
}

/** What makes a related row be there, as one condition over it. */
function existence(query: Query, relation: string): Condition | undefined {
  const { limit, offset } = query;
  if (offset !== undefined || (limit !== undefined && !(limit.kind === "literal" && Number(limit.value) >= 1)))
    throw unsupported(`an inner join with a page of ${relation} from another source`);
  const inner = relationsOf(query.select).flatMap((one): readonly Condition[] => {
    if (one.join !== "inner") return [];
    const where = existence(one.query, one.relation);
    return [
      {
        kind: "related",
        relation: one.relation,
        ...(where === undefined ? {} : { where }),
        ...guardOf(one),
        ...(one.throughWhere === undefined ? {} : { throughWhere: one.throughWhere }),
      },
    ];
  });
  return all(query.where, ...inner);
}

function ofMutation(mutation: Mutation, condition: Asking["condition"]): Mutation {
  const at = mutation.resource;
  const under = (given: Condition | undefined, key: "where" | "check"): object =>
    given === undefined ? {} : { [key]: condition(given, at) };
  switch (mutation.kind) {
    case "insert": {
      const { conflict, check } = mutation;
      return {
        ...mutation,
        ...under(check, "check"),
        ...(conflict?.where === undefined ? {} : { conflict: { ...conflict, ...under(conflict.where, "where") } }),
      };
    }
    case "update":
      return { ...mutation, ...under(mutation.where, "where"), ...under(mutation.check, "check") };
    case "delete":
      return { ...mutation, ...under(mutation.where, "where") };
    default:
      return mutation satisfies never;
  }
}

function relationAt(catalog: Catalog, at: string, name: string): readonly [Resource | undefined, Relation | undefined] {
  const resource = catalog.resources.get(at);
  return [resource, resource?.relations.get(name)];
}
