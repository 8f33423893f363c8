// Which questions are short by their form: one row at most, found by its whole key, with nothing embedded.

import { type Catalog, type Condition, type Query, relationsOf } from "../../../core/index.ts";

export function isShort(query: Query, catalog: Catalog): boolean {
  return query.count === undefined && relationsOf(query.select).length === 0 && namesOne(query, catalog);
}

/** Whether the conditions give each field of a table's key a value: there is one such row, or none. */
export function namesOne(query: Query, catalog: Catalog): boolean {
  const resource = catalog.resources.get(query.resource);
  if (resource?.kind !== "table" || resource.key.length === 0) return false;
  const named = new Set(equalities(query.where));
  return resource.key.every((field) => named.has(field));
}

/** Fields that must equal one value each. */
function equalities(condition: Condition | undefined): readonly string[] {
  if (condition?.kind === "and") return condition.of.flatMap(equalities);
  if (condition?.kind !== "compare" || condition.operator !== "eq" || condition.quantifier !== undefined) return [];
  const { field, path, guard } = condition.left;
  return path === undefined && guard === undefined ? [field] : [];
}
