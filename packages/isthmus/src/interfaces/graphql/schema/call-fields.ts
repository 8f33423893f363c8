// Functions and other operations as fields: their parameters are `args`, and rows they return can be filtered and ordered.

import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLNullableOutputType,
  type GraphQLOutputType,
} from "graphql";
import type { Operation, ParameterSchema } from "../../../core/index.ts";
import { type Build, inputOf, objectOf, shownAt, told } from "./build.ts";
import { fieldType, outputType, own } from "./field-types.ts";
import { means } from "./meaning.ts";
import { graphqlName } from "./names.ts";
import { choosing, listOfAll } from "./row-types.ts";
import { scalar } from "./scalars.ts";

export function callField(
  build: Build,
  name: string,
  operation: Operation,
  overload: number,
): GraphQLFieldConfig<unknown, unknown> {
  return {
    type: returned(build, name, operation),
    args: { ...given(build, name, operation), ...rowsOf(build, operation) },
    ...told(operation.description),
    ...means({ kind: "call", operation, overload }),
  };
}

function given(build: Build, name: string, { parameters, wholeBody }: Operation): GraphQLFieldConfigArgumentMap {
  if (wholeBody !== undefined) {
    const type = wholeBody === "json" ? scalar("json") : scalar("bytea");
    return { body: { type: new GraphQLNonNull(type), description: "What the function takes, as a whole." } };
  }
  if (parameters.length === 0) return {};
  for (const one of parameters) own(build, one.type, `${name}_${one.name}`);
  const args = `${name}_args`;
  build.types.offer(
    args,
    () =>
      new GraphQLInputObjectType({
        name: args,
        fields: () =>
          Object.fromEntries(parameters.map((one) => [graphqlName(one.name) ?? one.name, parameter(build, one)])),
      }),
  );
  const type = inputOf(build, args);
  return { args: { type: parameters.some((one) => one.required) ? new GraphQLNonNull(type) : type } };
}

function parameter(
  build: Build,
  { type, required, variadic }: ParameterSchema,
): {
  readonly type:
    | ReturnType<typeof fieldType>
    | GraphQLNonNull<ReturnType<typeof fieldType>>
    | GraphQLList<ReturnType<typeof fieldType>>;
} {
  const one = fieldType(build, type);
  if (variadic) return { type: one instanceof GraphQLList ? one : new GraphQLList(one) };
  return { type: required ? new GraphQLNonNull(one) : one };
}

function rowsOf(build: Build, { returns }: Operation): GraphQLFieldConfigArgumentMap {
  if (!returns.many || returns.shape !== "resource" || returns.resource === undefined) return {};
  const shown = shownAt(build, returns.resource);
  return shown === undefined ? {} : choosing(build, shown);
}

function returned(build: Build, name: string, { returns }: Operation): GraphQLOutputType {
  if (returns.shape === "void") return GraphQLBoolean;
  if (returns.shape === "scalar") {
    const type = returns.type === undefined ? scalar("json") : fieldType(build, returns.type);
    return returns.many ? new GraphQLList(type) : type;
  }
  const type = returns.shape === "resource" ? resourceRow(build, returns.resource) : ownRow(build, name, returns);
  return returns.many ? listOfAll(type) : type;
}

function resourceRow(build: Build, id: string | undefined): GraphQLNullableOutputType {
  const shown = id === undefined ? undefined : shownAt(build, id);
  return shown === undefined ? scalar("json") : objectOf(build, shown.name);
}

/** Rows that are no resource's; where their members have no names for GraphQL, they are JSON. */
function ownRow(build: Build, name: string, { fields }: Operation["returns"]): GraphQLNullableOutputType {
  const members = [...(fields ?? new Map()).values()].map((field) => [graphqlName(field.name), field] as const);
  const names = new Set(members.map(([spelled]) => spelled));
  if (members.length === 0 || names.has(undefined) || names.size < members.length) return scalar("json");
  const type = `${name}_row`;
  build.types.offer(
    type,
    () =>
      new GraphQLObjectType({
        name: type,
        fields: () =>
          Object.fromEntries(
            members.map(([spelled, field]) => [
              spelled,
              { type: outputType(build, field), ...told(field.description), ...means({ kind: "field", field }) },
            ]),
          ),
      }),
  );
  return objectOf(build, type);
}
