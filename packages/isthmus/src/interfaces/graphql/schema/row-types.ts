// A resource's rows, and what is computed over them: aggregates and pages by cursor.

import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLNullableOutputType,
  type GraphQLOutputType,
  GraphQLString,
} from "graphql";
import { isForeign, isToOne } from "../../../core/index.ts";
import type { Field, Relation, Resource } from "../../../core/index.ts";
import { type Build, enumOf, inputOf, isReadable, mayAggregate, objectOf, shownAt, told } from "./build.ts";
import { fieldType, outputType } from "./field-types.ts";
import { type FieldAggregate, type FieldMeaning, means, partOfThePlan } from "./meaning.ts";
import type { Shown } from "./names.ts";
import { scalar } from "./scalars.ts";

export type OutputFields = Record<string, GraphQLFieldConfig<unknown, unknown>>;

export const anInt = new GraphQLNonNull(GraphQLInt);

export function listOfAll(type: GraphQLNullableOutputType): GraphQLOutputType {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));
}

function listOf(type: GraphQLNullableOutputType): GraphQLOutputType {
  return new GraphQLList(new GraphQLNonNull(type));
}

/** Arguments that choose rows. */
export function choosing(build: Build, { name }: Shown): GraphQLFieldConfigArgumentMap {
  return {
    where: { type: inputOf(build, `${name}_bool_exp`) },
    order_by: { type: new GraphQLList(new GraphQLNonNull(inputOf(build, `${name}_order_by`))) },
    limit: { type: GraphQLInt, description: "Most rows. The server has a limit of its own." },
    offset: { type: GraphQLInt },
  };
}

export function offerRows(build: Build, shown: Shown): void {
  const { types } = build;
  const { name, resource } = shown;
  types.offer(
    name,
    () => new GraphQLObjectType({ name, ...description(resource.description), fields: () => members(build, shown) }),
  );
  types.offer(`${name}_edge`, () => new GraphQLObjectType({ name: `${name}_edge`, fields: () => edge(build, shown) }));
  types.offer(
    `${name}_connection`,
    () => new GraphQLObjectType({ name: `${name}_connection`, fields: () => connection(build, shown) }),
  );
  if (!mayAggregate(build, resource)) return;
  types.offer(
    `${name}_aggregate`,
    () => new GraphQLObjectType({ name: `${name}_aggregate`, fields: () => aggregate(build, shown) }),
  );
  types.offer(
    `${name}_aggregate_fields`,
    () => new GraphQLObjectType({ name: `${name}_aggregate_fields`, fields: () => aggregates(build, shown) }),
  );
  types.offer(
    `${name}_select_column`,
    () => new GraphQLEnumType({ name: `${name}_select_column`, values: columns(shown, (field) => field.readable) }),
  );
  for (const each of ["sum", "avg", "min", "max"] as const) {
    if (aggregated(build, shown, each).length === 0) continue;
    const type = `${name}_${each}_fields`;
    types.offer(
      type,
      () => new GraphQLObjectType({ name: type, fields: () => Object.fromEntries(aggregated(build, shown, each)) }),
    );
  }
}

function description(text: string | undefined): { readonly description?: string } {
  return text === undefined ? {} : { description: text };
}

/** Names of fields as values of an enum; none where no field is meant, which no enum can say. */
export function columns({ fields }: Shown, which: (field: Field) => boolean): Record<string, { value: string }> {
  return Object.fromEntries(
    [...fields].filter(([, field]) => which(field)).map(([name, field]) => [name, { value: field.name }]),
  );
}

function members(build: Build, shown: Shown): OutputFields {
  const fields: OutputFields = {};
  for (const [name, field] of shown.fields) {
    if (!field.readable) continue;
    const args =
      field.type.name === "json"
        ? { path: { type: GraphQLString, description: "A place inside: `$.a[0].b`.", ...partOfThePlan } }
        : {};
    fields[name] = {
      type: outputType(build, field),
      args,
      ...told(field.description),
      ...means({ kind: "field", field }),
    };
  }
  for (const [name, relation] of shown.relations) {
    const target = shownAt(build, relation.target);
    if (target === undefined || !isReadable(target)) continue;
    const foreign = isForeign(shown.resource, relation, build.catalog);
    fields[name] = related(build, relation, target, foreign);
    if (
      isToOne(relation) ||
      !mayAggregate(build, target.resource) ||
      shown.fields.has(`${name}_aggregate`) ||
      shown.relations.has(`${name}_aggregate`)
    )
      continue;
    fields[`${name}_aggregate`] = {
      type: foreign
        ? objectOf(build, `${target.name}_aggregate`)
        : new GraphQLNonNull(objectOf(build, `${target.name}_aggregate`)),
      args: choosing(build, target),
      ...means({ kind: "relation-aggregate", relation, target }),
    };
  }
  return fields;
}

/** @param foreign It may be null: the source it leads into may be away. */
function related(
  build: Build,
  relation: Relation,
  target: Shown,
  foreign: boolean,
): GraphQLFieldConfig<unknown, unknown> {
  const meaning: FieldMeaning = { kind: "relation", relation, target };
  const type = objectOf(build, target.name);
  return isToOne(relation)
    ? { type, ...means(meaning) }
    : { type: foreign ? listOf(type) : listOfAll(type), args: choosing(build, target), ...means(meaning) };
}

function edge(build: Build, { name }: Shown): OutputFields {
  return {
    cursor: { type: new GraphQLNonNull(GraphQLString), ...means({ kind: "cursor" }) },
    node: { type: new GraphQLNonNull(objectOf(build, name)), ...means({ kind: "node" }) },
  };
}

function connection(build: Build, { name }: Shown): OutputFields {
  return {
    edges: { type: listOfAll(objectOf(build, `${name}_edge`)), ...means({ kind: "edges" }) },
    pageInfo: { type: new GraphQLNonNull(objectOf(build, "PageInfo")), ...means({ kind: "pageInfo" }) },
  };
}

export function offerPageInfo({ types }: Build): void {
  const flag = new GraphQLNonNull(GraphQLBoolean);
  types.offer(
    "PageInfo",
    () =>
      new GraphQLObjectType({
        name: "PageInfo",
        fields: {
          hasNextPage: { type: flag, ...means({ kind: "page", part: "hasNextPage" }) },
          hasPreviousPage: {
            type: flag,
            description: "Whether `after` was given.",
            ...means({ kind: "page", part: "hasPreviousPage" }),
          },
          startCursor: { type: GraphQLString, ...means({ kind: "page", part: "startCursor" }) },
          endCursor: { type: GraphQLString, ...means({ kind: "page", part: "endCursor" }) },
        },
      }),
  );
}

function aggregate(build: Build, { name, resource }: Shown): OutputFields {
  const rows = objectOf(build, name);
  return {
    aggregate: { type: objectOf(build, `${name}_aggregate_fields`), ...means({ kind: "aggregate" }) },
    nodes: {
      type: isReachedFromElsewhere(build, resource) ? listOf(rows) : listOfAll(rows),
      ...means({ kind: "nodes" }),
    },
  };
}

function isReachedFromElsewhere({ catalog }: Build, { id }: Resource): boolean {
  for (const from of catalog.resources.values())
    for (const relation of from.relations.values())
      if (relation.target === id && isForeign(from, relation, catalog)) return true;
  return false;
}

function aggregates(build: Build, shown: Shown): OutputFields {
  const column = enumOf(build, `${shown.name}_select_column`);
  const fields: OutputFields = {
    count: {
      type: anInt,
      args: {
        columns: {
          type: new GraphQLList(new GraphQLNonNull(column)),
          description: "Rows in which this one is not null.",
        },
        distinct: { type: GraphQLBoolean, ...partOfThePlan },
      },
      ...means({ kind: "count" }),
    },
  };
  for (const each of ["sum", "avg", "min", "max"] as const) {
    if (aggregated(build, shown, each).length === 0) continue;
    fields[each] = {
      type: objectOf(build, `${shown.name}_${each}_fields`),
      ...means({ kind: "function", function: each }),
    };
  }
  return fields;
}

const numbers: ReadonlySet<string> = new Set(["smallint", "integer", "bigint", "decimal", "float"]);
const ordered: ReadonlySet<string> = new Set([
  ...numbers,
  "text",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "interval",
]);

function aggregated(build: Build, shown: Shown, by: FieldAggregate): [string, GraphQLFieldConfig<unknown, unknown>][] {
  return [...shown.fields].flatMap(([name, field]) => {
    const type = aggregateType(build, field, by);
    return field.readable && type !== undefined ? [[name, { type, ...means({ kind: "field", field }) }] as const] : [];
  }) as [string, GraphQLFieldConfig<unknown, unknown>][];
}

function aggregateType(build: Build, { type }: Field, by: FieldAggregate): GraphQLOutputType | undefined {
  if (by === "min" || by === "max") return ordered.has(type.name) ? fieldType(build, type) : undefined;
  if (!numbers.has(type.name)) return undefined;
  if (type.name === "float") return GraphQLFloat;
  return by === "avg" || type.name === "decimal" ? scalar("numeric") : scalar("bigint");
}
