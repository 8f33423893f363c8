// Where a name can stand in a GraphQL document or in its variables, and what of an answer hangs on the name alone.

import type { Resource } from "../../src/core/index.ts";
import type { Answered } from "../kit/ask-graphql.ts";

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** `undefined`: the place does not exist for this resource. */
export type Place = readonly [name: string, ask: (resource: Resource, field: string) => Question | undefined];

const known = (resource: Resource): string =>
  [...resource.fields.values()].find((field) => field.readable)?.name ?? "id";
const rows = (name: string, select: (field: string, known: string) => string): Place => [
  name,
  (resource, field) => ({ query: `{ ${resource.name} { ${select(field, known(resource))} } }` }),
];
const choose = (name: string, choice: (field: string, known: string) => string): Place => [
  name,
  (resource, field) => ({ query: `{ ${resource.name}(${choice(field, known(resource))}) { ${known(resource)} } }` }),
];
const change = (name: string, query: (resource: Resource, field: string, known: string) => string): Place => [
  name,
  (resource, field) => ({ query: `mutation { ${query(resource, field, known(resource))} }` }),
];

export const places: readonly Place[] = [
  rows("selected", (field) => field),
  rows("under an alias", (field) => `x: ${field}`),
  rows("under the name of a visible field", (field, one) => `${one}: ${field}`),
  rows("with a path", (field) => `${field}(path: "a")`),
  rows("as an object", (field) => `${field} { id }`),
  rows("as an aggregate", (field) => `${field}_aggregate { aggregate { count } }`),
  [
    "in a fragment",
    (resource, field) => ({ query: `{ ${resource.name} { ...f } } fragment f on ${resource.name} { ${field} }` }),
  ],
  [
    "in an inline fragment",
    (resource, field) => ({ query: `{ ${resource.name} { ... on ${resource.name} { ${field} } } }` }),
  ],
  ["by key", (resource, field) => ({ query: `{ ${resource.name}_by_pk(id: 1) { ${field} } }` })],
  ["as a key", (resource, field) => ({ query: `{ ${resource.name}_by_pk(${field}: 1) { ${known(resource)} } }` })],
  [
    "in a connection",
    (resource, field) => ({ query: `{ ${resource.name}_connection { edges { node { ${field} } } } }` }),
  ],
  ["among nodes", (resource, field) => ({ query: `{ ${resource.name}_aggregate { nodes { ${field} } } }` })],
  ...["sum", "avg", "min", "max"].map((by): Place => [
    `by ${by}`,
    (resource, field) => ({ query: `{ ${resource.name}_aggregate { aggregate { ${by} { ${field} } } } }` }),
  ]),
  [
    "counted",
    (resource, field) => ({ query: `{ ${resource.name}_aggregate { aggregate { count(columns: [${field}]) } } }` }),
  ],
  ...["_eq: 1", "_in: [1]", "_is_null: true", '_like: "a%"', '_regex: "a"', '_contains: "a"', '_has_key: "a"'].map(
    (test) => choose(`filtered by ${test}`, (field) => `where: {${field}: {${test}}}`),
  ),
  choose("filtered in _or", (field, one) => `where: {_or: [{${one}: {_is_null: true}}, {_not: {${field}: {_eq: 1}}}]}`),
  choose("filtered by as a relation", (field) => `where: {${field}: {id: {_eq: 1}}}`),
  choose("sorted by", (field) => `order_by: {${field}: asc}`),
  choose("sorted by as a relation", (field) => `order_by: {${field}: {id: asc}}`),
  [
    "filtered by a variable",
    (resource, field) => ({
      query: `query($w: ${resource.name}_bool_exp) { ${resource.name}(where: $w) { ${known(resource)} } }`,
      variables: { w: { [field]: { _eq: 1 } } },
    }),
  ],
  [
    "sorted by a variable",
    (resource, field) => ({
      query: `query($o: [${resource.name}_order_by!]) { ${resource.name}(order_by: $o) { ${known(resource)} } }`,
      variables: { o: [{ [field]: "asc" }] },
    }),
  ],
  [
    "a page's order",
    (resource, field) => ({
      query: `{ ${resource.name}_connection(order_by: {${field}: asc}, after: "[1,1]") { pageInfo { hasNextPage } } }`,
    }),
  ],
  change("inserted", (at, field) => `insert_${at.name}(objects: [{${field}: 1}]) { affected_rows }`),
  change("inserted alone", (at, field, one) => `insert_${at.name}_one(object: {${field}: 1}) { ${one} }`),
  change(
    "inserted as rows of a relation",
    (at, field) => `insert_${at.name}(objects: [{${field}: {data: {id: 1}}}]) { affected_rows }`,
  ),
  [
    "inserted by a variable",
    (at, field) => ({
      query: `mutation($r: [${at.name}_insert_input!]!) { insert_${at.name}(objects: $r) { affected_rows } }`,
      variables: { r: [{ [field]: 1 }] },
    }),
  ],
  change(
    "merged",
    (at, field) =>
      `insert_${at.name}(objects: [{id: 1}], on_conflict: {constraint: ${at.name}_pkey, update_columns: [${field}]}) { affected_rows }`,
  ),
  change(
    "a merge's condition",
    (at, field) =>
      `insert_${at.name}(objects: [{id: 1}], on_conflict: {constraint: ${at.name}_pkey, update_columns: [id], where: {${field}: {_eq: 1}}}) { affected_rows }`,
  ),
  change(
    "the conflict's constraint",
    (at, field) =>
      `insert_${at.name}(objects: [{id: 1}], on_conflict: {constraint: ${at.name}_${field}_key, update_columns: []}) { affected_rows }`,
  ),
  change(
    "returned by an insert",
    (at, field, one) => `insert_${at.name}(objects: [{${one}: 1}]) { returning { ${field} } }`,
  ),
  ...["_set", "_inc", "_append", "_delete_key"].map((by) =>
    change(`changed by ${by}`, (at, field) => `update_${at.name}(where: {}, ${by}: {${field}: 1}) { affected_rows }`),
  ),
  change(
    "filtered by in an update",
    (at, field, one) => `update_${at.name}(where: {${field}: {_eq: 1}}, _set: {${one}: 1}) { affected_rows }`,
  ),
  change(
    "returned by an update",
    (at, field, one) => `update_${at.name}(where: {}, _set: {${one}: 1}) { returning { ${field} } }`,
  ),
  change(
    "an update's key",
    (at, field, one) => `update_${at.name}_by_pk(pk_columns: {${field}: 1}, _set: {${one}: 1}) { ${one} }`,
  ),
  change(
    "one of several updates",
    (at, field) =>
      `update_${at.name}_many(updates: [{where: {${field}: {_eq: 1}}, _set: {${field}: 1}}]) { affected_rows }`,
  ),
  change("filtered by in a delete", (at, field) => `delete_${at.name}(where: {${field}: {_eq: 1}}) { affected_rows }`),
  change("returned by a delete", (at, field) => `delete_${at.name}(where: {}) { returning { ${field} } }`),
  ["in a subscription", (resource, field) => ({ query: `subscription { ${resource.name} { ${field} } }` })],
];

export const resourcePlaces: readonly ((name: string, visible: string) => string)[] = [
  (name) => `{ ${name} { id } }`,
  (name) => `{ ${name}_by_pk(id: 1) { id } }`,
  (name) => `{ ${name}_aggregate { aggregate { count } } }`,
  (name) => `{ ${name}_connection { edges { cursor } } }`,
  (name, visible) => `{ ${visible} { ${name} { id } } }`,
  (name, visible) => `{ ${visible}(where: {${name}: {}}) { __typename } }`,
  (name) => `query($w: ${name}_bool_exp) { __typename }`,
  (name) => `{ ... on ${name} { id } }`,
  (name) => `mutation { insert_${name}(objects: []) { affected_rows } }`,
  (name) => `mutation { update_${name}(where: {}) { affected_rows } }`,
  (name) => `mutation { delete_${name}(where: {}) { affected_rows } }`,
  (name) => `{ __type(name: "${name}") { name } }`,
  (name) => `{ __type(name: "${name}_order_by") { name } }`,
];

export const functionPlaces: readonly ((name: string) => string)[] = [
  (name) => `{ ${name} }`,
  (name) => `{ x: ${name}(args: {word: "a"}) { id } }`,
  (name) => `mutation { ${name} }`,
  (name) => `mutation { ${name}(args: {id: 1}) { id } }`,
  (name) => `subscription { ${name} }`,
  (name) => `query($a: ${name}_args) { __typename }`,
  (name) => `{ __type(name: "${name}_args") { name } }`,
  (name) => `{ __type(name: "${name}_row") { name } }`,
];

export const absent = (hidden: string): string => "q".repeat(hidden.length);

/** A near miss hangs on how the asked text looks, so it is taken out; that it names only what may be seen is looked at apart. */
export function shown({ status, headers, text }: Pick<Answered, "status" | "headers" | "text">, name: string): string {
  return JSON.stringify([
    status,
    headers,
    text.replaceAll(/ Did you mean [^?]*\?/g, "").replaceAll(". Found: ", ", found: "),
  ]).replaceAll(name, "⟨name⟩");
}
