// A function's field → a call.

import { getNamedType, GraphQLObjectType } from "graphql";
import type { Call, Operation, Query } from "../../../core/index.ts";
import type { Piece } from "../context.ts";
import { graphqlName } from "../schema/names.ts";
import { type Arguments, argumentsOf, choiceOf, type Field } from "./arguments.ts";
import { below, type Collected } from "./collect.ts";
import { isNull, membersOf } from "./given.ts";
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
    ...argumentsTo(inputs, operation, given),
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

function argumentsTo(
  inputs: Inputs,
  { parameters, wholeBody }: Operation,
  given: Arguments,
): Pick<Call, "arguments" | "wholeBody"> {
  const whole = given.get("body");
  if (wholeBody !== undefined && whole !== undefined) {
    const value =
      wholeBody === "json" ? addJson(inputs, whole) : addValue(inputs, whole, { name: "text", native: "text" });
    return { arguments: [], wholeBody: value };
  }
  const args = given.get("args");
  const members = new Map(args === undefined ? [] : membersOf(args));
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
