// Whether anything of a statement lies in another source than its own: nothing is done for those of which nothing does.

import type { Catalog, Condition, FieldRef, Mutation, Query, Selection, Statement } from "../../core/index.ts";
import { isForeign } from "../../core/index.ts";

export function reaches(statement: Statement, catalog: Catalog): boolean {
  switch (statement.kind) {
    case "query":
      return queryReaches(statement, catalog);
    case "call":
      return statement.query !== undefined && queryReaches(statement.query, catalog);
    default:
      return mutationReaches(statement, catalog);
  }
}

function mutationReaches(mutation: Mutation, catalog: Catalog): boolean {
  const at = mutation.resource;
  const conditions = [
    "where" in mutation ? mutation.where : undefined,
    "check" in mutation ? mutation.check : undefined,
    mutation.kind === "insert" ? mutation.conflict?.where : undefined,
  ];
  return (
    conditions.some((one) => conditionReaches(one, at, catalog)) ||
    (mutation.returning !== undefined && queryReaches(mutation.returning, catalog))
  );
}

function queryReaches({ select, where, order = [], resource }: Query, catalog: Catalog): boolean {
  return (
    conditionReaches(where, resource, catalog) ||
    selectReaches(select, resource, catalog) ||
    order.some((one) => one.through === undefined && fieldReaches(one.by, resource, catalog))
  );
}

function selectReaches(select: readonly Selection[], at: string, catalog: Catalog): boolean {
  return select.some((one) => {
    if (one.kind === "group") return selectReaches(one.select, at, catalog);
    if (one.kind === "field") return one.of !== undefined && fieldReaches(one.of, at, catalog);
    if (one.kind !== "relation") return false;
    return (
      linkReaches(one, at, catalog) || conditionReaches(one.guard, at, catalog) || queryReaches(one.query, catalog)
    );
  });
}

function linkReaches(
  { relation: name, throughWhere }: { readonly relation: string; readonly throughWhere?: Condition },
  at: string,
  catalog: Catalog,
): boolean {
  const resource = catalog.resources.get(at);
  const relation = resource?.relations.get(name);
  if (resource === undefined || relation === undefined) return false;
  if (isForeign(resource, relation, catalog)) return true;
  return relation.through !== undefined && conditionReaches(throughWhere, relation.through.resource, catalog);
}

function fieldReaches({ guard }: FieldRef, at: string, catalog: Catalog): boolean {
  return conditionReaches(guard, at, catalog);
}

function conditionReaches(condition: Condition | undefined, at: string, catalog: Catalog): boolean {
  if (condition === undefined) return false;
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.of.some((one) => conditionReaches(one, at, catalog));
    case "not":
      return conditionReaches(condition.of, at, catalog);
    case "compare":
    case "is":
      return fieldReaches(condition.left, at, catalog);
    case "related": {
      if (linkReaches(condition, at, catalog) || conditionReaches(condition.guard, at, catalog)) return true;
      const target = catalog.resources.get(at)?.relations.get(condition.relation)?.target;
      return target !== undefined && conditionReaches(condition.where, target, catalog);
    }
    case "constant":
      return false;
    default:
      return condition satisfies never;
  }
}
