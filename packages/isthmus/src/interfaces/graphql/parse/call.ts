// A function's field → a call.

import { getNamedType, GraphQLObjectType } from "graphql";
import type { Call, Operation, Query } from "../../../core/index.ts";
import type { Piece } from "../context.ts";
import { graphqlName } from "../schema/names.ts";
import { type Arguments, argumentsOf, choiceOf, type Field } from "./arguments.ts";
import { below, type Collected } from "./collect.ts";
import { type Given, isNull, membersOf } from "./given.ts";
import { rowSelect } from "./select.ts";
import { addJson, addList, addValue } from "./values.ts";
import { ask, body, type Inputs, inputsOf, type Work } from "./work.ts";

export function callRoot(
  work: Work,
  one: Collected,
  field: Field,
  operation: Operation,
  overload: number,
): readonly Piece[] {
  const inputs = inputsOf(work);
  const given = argumentsOf(work, one);
  const type = getNamedType(field.type);
  const query = type instanceof GraphQLObjectType ? rowsOf(inputs, one, field, type, operation, given) : undefined;
  const statement: Call = {
    kind: "call",
    operation: operation.id,
    overload,
    ...argumentsTo(inputs, operation, given, hasArrays(work, operation)),
    readOnly: operation.effect === "read",
    ...(query === undefined ? {} : { query }),
  };
  return [body(ask(work, statement, inputs))];
}

function rowsOf(
  inputs: Inputs,
  one: Collected,
  field: Field,
  type: GraphQLObjectType,
  { id, returns }: Operation,
  given: Arguments,
): Query {
  const select = rowSelect(inputs, type, below(one));
  const { query, hidden } = choiceOf(inputs, field, given);
  return {
    kind: "query",
    resource: returns.resource ?? id,
    select: [...select, ...hidden],
    ...query,
    answer: returns.many ? { as: "many" } : { as: "one", optional: true },
  };
}

/** A source that has arrays reads them from text; what others are given keeps the types it has in JSON. */
function hasArrays({ catalog }: Work, { source }: Operation): boolean {
  return catalog.sources.get(source)?.capabilities.arrays === true;
}

function objectOf(inputs: Inputs, parameters: Operation["parameters"], args: Given): NonNullable<Call["object"]> {
  const names = new Map(parameters.map(({ name }) => [graphqlName(name) ?? name, name]));
  const rename = (value: unknown): unknown =>
    Object.fromEntries(Object.entries(value as object).map(([name, one]) => [names.get(name) ?? name, one as unknown]));
  return {
    names: membersOf(args)
      .map(([name]) => names.get(name) ?? name)
      .sort(),
    value: addJson(inputs, args, rename),
  };
}

function argumentsTo(
  inputs: Inputs,
  { parameters, wholeBody }: Operation,
  given: Arguments,
  arrays: boolean,
): Pick<Call, "arguments" | "wholeBody" | "object"> {
  const whole = given.get("body");
  if (wholeBody !== undefined && whole !== undefined) {
    const value =
      wholeBody === "json" ? addJson(inputs, whole) : addValue(inputs, whole, { name: "text", native: "text" });
    return { arguments: [], wholeBody: value };
  }
  const args = given.get("args");
  const members = new Map(args === undefined ? [] : membersOf(args));
  if (!arrays && args !== undefined) return { arguments: [], object: objectOf(inputs, parameters, args) };
  return {
    arguments: parameters.flatMap(({ name, type, variadic }) => {
      const value = members.get(graphqlName(name) ?? name);
      // A parameter that is not given gets its default; null is a value.
      if (value === undefined) return [];
      if (variadic && !isNull(value)) return [{ name, value: addList(inputs, value, type.element ?? type) }];
      return [{ name, value: addValue(inputs, value, type) }];
    }),
  };
}
