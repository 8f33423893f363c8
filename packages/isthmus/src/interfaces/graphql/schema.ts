// The schema of a view of the catalog: what its caller may ask for, and nothing else. Made when it is first needed, type
// by type, and kept as long as the view is.

import { GraphQLObjectType } from "graphql";
import type { Catalog } from "../../core/index.ts";
import type { Build } from "./schema/build.ts";
import { offerChanges } from "./schema/change-types.ts";
import { own } from "./schema/field-types.ts";
import { offerFilters, offerOrder } from "./schema/filter-types.ts";
import { LazySchema, Types } from "./schema/lazy-schema.ts";
import { namesOf } from "./schema/names.ts";
import { mutationFields, queryFields } from "./schema/root-fields.ts";
import { offerPageInfo, offerRows } from "./schema/row-types.ts";
import { ownScalars } from "./schema/scalars.ts";

const kept = new WeakMap<Catalog, LazySchema>();

export function schemaOf(catalog: Catalog): LazySchema {
  let schema = kept.get(catalog);
  if (schema === undefined) kept.set(catalog, (schema = makeSchema(catalog)));
  return schema;
}

function makeSchema(catalog: Catalog): LazySchema {
  const names = namesOf(catalog);
  const types = new Types();
  const build: Build = { catalog, names, types, owners: new Map() };
  for (const scalar of ownScalars) types.offer(scalar.name, () => scalar);
  offerOrder(build);
  offerPageInfo(build);
  for (const shown of names.resources.values()) {
    for (const [name, { type }] of shown.fields) own(build, type, `${shown.name}_${name}`);
    offerRows(build, shown);
    offerFilters(build, shown);
    offerChanges(build, shown);
  }
  const query = new GraphQLObjectType({ name: "Query", fields: () => queryFields(build) });
  const mutation = new GraphQLObjectType({ name: "Mutation", fields: () => mutationFields(build) });
  const subscription = new GraphQLObjectType({ name: "Subscription", fields: () => queryFields(build) });
  for (const root of [query, subscription]) types.offer(root.name, () => root);
  const changes = [...names.resources.values()].some(
    ({ resource }) => resource.insertable || resource.updatable || resource.deletable,
  );
  const writes = names.operations.some(({ operation }) => operation.effect === "write");
  if (changes || writes) types.offer(mutation.name, () => mutation);
  return new LazySchema(types, { query, mutation: changes || writes ? mutation : undefined, subscription });
}
