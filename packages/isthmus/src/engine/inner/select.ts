// What is wanted of rows, as code inside the server writes it → a query.

import { isToOne, Problem, unknownField } from "../../core/index.ts";
import type {
  Answer,
  Catalog,
  InputValue,
  Order,
  Query,
  ReadOptions,
  RelationSelection,
  Resource,
  Select,
  Selection,
  Value,
} from "../../core/index.ts";
import { addInput, conditionOf } from "./where.ts";

/** What a statement is made of while it is written. */
export interface Making {
  readonly catalog: Catalog;
  readonly inputs: InputValue[];
}

/** @throws Problem in the words in which an interface refuses what a caller does not see. */
export function resourceNamed(catalog: Catalog, id: string): Resource {
  const resource = catalog.resources.get(id);
  if (resource !== undefined) return resource;
  throw new Problem({
    code: "PGRST205",
    category: "missing",
    message: `Could not find the table '${id}' in the schema cache`,
  });
}

export function queryOf(making: Making, resource: Resource, options: ReadOptions, answer: Answer): Query {
  const { catalog, inputs } = making;
  const select = selectionOf(making, resource, options.select ?? ["*"]);
  const where =
    options.where === undefined ? undefined : conditionOf(options.where, resource, catalog, inputs, "where");
  const order = options.order?.flatMap(orderOf);
  return {
    kind: "query",
    resource: resource.id,
    select,
    ...(where === undefined ? {} : { where }),
    ...(order === undefined || order.length === 0 ? {} : { order }),
    ...(options.limit === undefined ? {} : { limit: countOf(inputs, options.limit, "limit") }),
    ...(options.offset === undefined ? {} : { offset: countOf(inputs, options.offset, "offset") }),
    answer,
  };
}

export function selectionOf(making: Making, resource: Resource, select: Select): readonly Selection[] {
  return select.flatMap((one): readonly Selection[] => {
    if (typeof one !== "string")
      return Object.entries(one).map(([name, wanted]) => relationOf(making, resource, name, wanted));
    if (one === "*") return everyField(resource);
    if (resource.fields.has(one)) return [{ kind: "field", as: one, of: { field: one } }];
    return [relationOf(making, resource, one, ["*"])];
  });
}

function everyField({ fields }: Resource): readonly Selection[] {
  return [...fields.values()]
    .filter(({ readable, computed }) => readable && computed === undefined)
    .map(({ name }) => ({ kind: "field", as: name, of: { field: name } }));
}

function relationOf(making: Making, resource: Resource, name: string, wanted: Select | ReadOptions): RelationSelection {
  const relation = resource.relations.get(name);
  if (relation === undefined) throw unknownField(resource, name);
  const target = resourceNamed(making.catalog, relation.target);
  const options = Array.isArray(wanted) ? { select: wanted as Select } : (wanted as ReadOptions);
  const query = queryOf(making, target, options, { as: isToOne(relation) ? "one" : "many" });
  return { kind: "relation", as: name, relation: name, join: "left", spread: false, query };
}

function orderOf(term: NonNullable<ReadOptions["order"]>[number]): readonly Order[] {
  if (typeof term === "string") return [{ by: { field: term }, direction: "asc" }];
  return Object.entries(term).map(([field, direction]) => ({ by: { field }, direction }));
}

function countOf(inputs: InputValue[], count: number, what: string): Value {
  if (Number.isSafeInteger(count) && count >= 0) return addInput(inputs, count);
  throw new Problem({
    code: "22023",
    category: "invalid",
    message: `${what} must be a whole number that is not negative, and is ${String(count)}`,
  });
}
