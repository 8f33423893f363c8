// The names of GraphQL for what a view of the catalog holds. What has a name that GraphQL can spell keeps it; others are
// renamed by one rule; what would share a name with something else is left out, and said to be.

import type { Catalog, Field, Operation, Relation, Resource } from "../../../core/index.ts";

/** A resource as the schema shows it. Names of members are GraphQL's. */
export interface Shown {
  readonly resource: Resource;
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly relations: ReadonlyMap<string, Relation>;
  /** Some field goes by another name than in the catalog. */
  readonly renamed: boolean;
}

export interface Names {
  /** By resource id. */
  readonly resources: ReadonlyMap<string, Shown>;
  readonly operations: readonly { readonly name: string; readonly operation: Operation; readonly overload: number }[];
  /** What is not offered, and why: a line each. */
  readonly leftOut: readonly string[];
}

/** Endings of the names of types that belong to one resource. */
const typeEndings = [
  "",
  "_bool_exp",
  "_order_by",
  "_select_column",
  "_aggregate",
  "_aggregate_fields",
  "_sum_fields",
  "_avg_fields",
  "_min_fields",
  "_max_fields",
  "_connection",
  "_edge",
  "_insert_input",
  "_set_input",
  "_inc_input",
  "_append_input",
  "_prepend_input",
  "_delete_key_input",
  "_delete_elem_input",
  "_delete_at_path_input",
  "_updates",
  "_pk_columns_input",
  "_mutation_response",
  "_on_conflict",
  "_constraint",
  "_update_column",
  "_arr_rel_insert_input",
  "_obj_rel_insert_input",
] as const;

/** Names of types that are there for all resources. */
const reservedTypes: readonly string[] = [
  "Query",
  "Mutation",
  "Subscription",
  "Int",
  "Float",
  "String",
  "Boolean",
  "ID",
  "PageInfo",
  "order_by",
  "bigint",
  "numeric",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "interval",
  "uuid",
  "json",
  "bytea",
];

const reservedInputs: ReadonlySet<string> = new Set(["_and", "_or", "_not"]);

/**
 * The name as GraphQL can spell it: what is no letter, digit or `_` becomes `_`, a digit at the front gets one ahead of
 * it, and two at the front, which belong to introspection, become one. `undefined` for an empty name.
 */
export function graphqlName(name: string): string | undefined {
  const spelled = name
    .replaceAll(/[^A-Za-z0-9_]/g, "_")
    .replace(/^(?=\d)/, "_")
    .replace(/^__+/, "_");
  return spelled === "" ? undefined : spelled;
}

export function namesOf(catalog: Catalog): Names {
  const leftOut: string[] = [];
  const types = new Set(reservedTypes);
  const roots = new Set<string>();
  const resources = new Map<string, Shown>();
  // Shorter names first: `products` has its `products_aggregate` before a table of that name gets it.
  const ordered = [...catalog.resources.values()].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
  for (const resource of ordered) {
    const name = graphqlName(resource.id);
    const wanted = name === undefined ? [] : typeEndings.map((ending) => name + ending);
    const clash = wanted.find((one) => types.has(one));
    if (name === undefined || clash !== undefined) {
      leftOut.push(
        `${resource.id} is left out of GraphQL: ${clash === undefined ? "it has no name" : `the name ${clash} is taken`}`,
      );
      continue;
    }
    for (const one of wanted) types.add(one);
    for (const one of [name, `${name}_by_pk`, `${name}_aggregate`, `${name}_connection`]) roots.add(one);
    resources.set(resource.id, shownAs(resource, name, leftOut));
  }
  return { resources, operations: operationsOf(catalog, resources, types, roots, leftOut), leftOut };
}

function shownAs(resource: Resource, name: string, leftOut: string[]): Shown {
  const taken = new Set<string>(reservedInputs);
  const claim = <T extends { readonly name: string }>(members: readonly T[]): Map<string, T> => {
    const claimed = new Map<string, T>();
    // Those that keep their names come before those that are renamed.
    const ordered = [...members].sort(
      (a, b) => Number(graphqlName(a.name) !== a.name) - Number(graphqlName(b.name) !== b.name),
    );
    for (const member of ordered) {
      const spelled = graphqlName(member.name);
      if (spelled === undefined || taken.has(spelled)) {
        leftOut.push(`${resource.id}.${member.name} is left out of GraphQL: the name ${spelled ?? "''"} is taken`);
        continue;
      }
      taken.add(spelled);
      claimed.set(spelled, member);
    }
    return inOrder(members, claimed);
  };
  const fields = claim([...resource.fields.values()]);
  const relations = claim([...resource.relations.values()]);
  return { resource, name, fields, relations, renamed: [...fields].some(([key, field]) => key !== field.name) };
}

function inOrder<T>(members: readonly T[], claimed: ReadonlyMap<string, T>): Map<string, T> {
  const names = new Map([...claimed].map(([name, member]) => [member, name]));
  return new Map(
    members.flatMap((member) => {
      const name = names.get(member);
      return name === undefined ? [] : [[name, member] as const];
    }),
  );
}

function operationsOf(
  catalog: Catalog,
  resources: ReadonlyMap<string, Shown>,
  types: Set<string>,
  roots: Set<string>,
  leftOut: string[],
): Names["operations"] {
  const found: { name: string; operation: Operation; overload: number }[] = [];
  const changes = new Set([...resources.values()].flatMap(({ name }) => changeNames(name)));
  for (const [id, overloads] of catalog.operations) {
    const [operation, ...others] = overloads;
    const name = graphqlName(id);
    if (operation === undefined) continue;
    const why = reasonAgainst(
      operation,
      others.length,
      name,
      operation.effect === "read" ? roots : changes,
      types,
      resources,
    );
    if (why !== undefined || name === undefined) {
      leftOut.push(`${id}() is left out of GraphQL: ${why ?? "it has no name"}`);
      continue;
    }
    for (const one of [`${name}_args`, `${name}_row`]) types.add(one);
    (operation.effect === "read" ? roots : changes).add(name);
    found.push({ name, operation, overload: 0 });
  }
  return found;
}

function reasonAgainst(
  operation: Operation,
  others: number,
  name: string | undefined,
  taken: ReadonlySet<string>,
  types: ReadonlySet<string>,
  resources: ReadonlyMap<string, Shown>,
): string | undefined {
  if (name === undefined) return "it has no name";
  if (others > 0) return "there are several functions of this name";
  if (taken.has(name) || types.has(`${name}_args`) || types.has(`${name}_row`)) return `the name ${name} is taken`;
  const { resource, shape } = operation.returns;
  if (shape === "resource" && (resource === undefined || !resources.has(resource)))
    return "what it returns is left out";
  const spelled = operation.parameters.map((parameter) => graphqlName(parameter.name));
  if (operation.wholeBody !== undefined) return undefined;
  if (spelled.includes(undefined) || new Set(spelled).size < spelled.length)
    return "its parameters have no names of their own";
  return undefined;
}

function changeNames(name: string): readonly string[] {
  return [
    `insert_${name}`,
    `insert_${name}_one`,
    `update_${name}`,
    `update_${name}_by_pk`,
    `update_${name}_many`,
    `delete_${name}`,
    `delete_${name}_by_pk`,
  ];
}
