// What every part of the schema is built with: the names, and the types made so far.

import type { GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType } from "graphql";
import type { Catalog, DataType, Resource } from "../../../core/index.ts";
import type { Types } from "./lazy-schema.ts";
import type { Names, Shown } from "./names.ts";

export interface Build {
  readonly catalog: Catalog;
  readonly names: Names;
  readonly types: Types;
  /** Enums that have no name in their source, by what they belong to. */
  readonly owners: Map<DataType, string>;
}

/** The resource a relation leads to; `undefined` where it is left out. */
export function shownAt({ names }: Build, resource: string): Shown | undefined {
  return names.resources.get(resource);
}

export function objectOf({ types }: Build, name: string): GraphQLObjectType {
  return types.take<GraphQLObjectType>(name);
}

export function inputOf({ types }: Build, name: string): GraphQLInputObjectType {
  return types.take<GraphQLInputObjectType>(name);
}

export function enumOf({ types }: Build, name: string): GraphQLEnumType {
  return types.take<GraphQLEnumType>(name);
}

/** What a schema may say of something: its description, and that it is deprecated where the description says so. */
export function told(description: string | undefined): {
  readonly description?: string;
  readonly deprecationReason?: string;
} {
  if (description === undefined || description === "") return {};
  const mark = /(?:^|\n)\s*@deprecated\b[ \t]*([^\n]*)/.exec(description);
  if (mark === null) return { description };
  const rest = description.replace(mark[0], "").trim();
  return { ...(rest === "" ? {} : { description: rest }), deprecationReason: mark[1]?.trim() || "No longer supported" };
}

/** A source whose rows can be grouped, for a caller who may aggregate them. */
export function mayAggregate({ catalog }: Build, resource: Resource): boolean {
  return catalog.sources.get(resource.source)?.capabilities.aggregates === true && resource.aggregatable !== false;
}

export function isReadable(shown: Shown): boolean {
  for (const field of shown.fields.values()) if (field.readable) return true;
  return false;
}

/** Fields of the key, by their names here; `undefined` where there is no key that may be read. */
export function keyOf({ resource, fields }: Shown): readonly string[] | undefined {
  const names = resource.key.map((key) => [...fields].find(([, field]) => field.name === key && field.readable)?.[0]);
  const found = names.filter((name) => name !== undefined);
  return found.length > 0 && found.length === names.length ? found : undefined;
}
