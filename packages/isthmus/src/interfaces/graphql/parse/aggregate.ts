// `aggregate { count sum { price } }` → the select of a query that computes it.

import { getNamedType, type GraphQLObjectType, type SelectionSetNode } from "graphql";
import { unsupported } from "../../../core/index.ts";
import type { FieldSelection, Selection } from "../../../core/index.ts";
import { type FieldAggregate, meaningOf } from "../schema/meaning.ts";
import { argumentsOf } from "./arguments.ts";
import { below, collect, type Collected, fieldOf } from "./collect.ts";
import { now } from "./given.ts";
import { invalid } from "./problems.ts";
import { itemsNow } from "./values.ts";
import type { Inputs } from "./work.ts";

export function aggregateSelect(
  inputs: Inputs,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): readonly Selection[] {
  return collect(inputs.work, sets).map((one): Selection => {
    if (one.name === "__typename") return { kind: "constant", as: one.key, value: type.name };
    const field = fieldOf(type, one);
    const meaning = meaningOf(field);
    if (meaning.kind === "count") return countOf(inputs, type, one);
    if (meaning.kind !== "function") throw invalid(`Cannot query field "${one.name}" here.`, one.nodes);
    const inner = getNamedType(field.type) as GraphQLObjectType;
    return { kind: "group", as: one.key, select: functionSelect(inputs, inner, meaning.function, below(one)) };
  });
}

/** A select of constants alone would give a row for every row; it needs no query. */
export function isComputed(one: Selection): boolean {
  return one.kind === "field" || (one.kind === "group" && one.select.some(isComputed));
}

function functionSelect(
  inputs: Inputs,
  type: GraphQLObjectType,
  name: FieldAggregate,
  sets: readonly SelectionSetNode[],
): readonly Selection[] {
  return collect(inputs.work, sets).map((one): Selection => {
    if (one.name === "__typename") return { kind: "constant", as: one.key, value: type.name };
    const meaning = meaningOf(fieldOf(type, one));
    if (meaning.kind !== "field") throw invalid(`Cannot query field "${one.name}" here.`, one.nodes);
    return { kind: "field", as: one.key, of: { field: meaning.field.name }, aggregate: { function: name } };
  });
}

function countOf(inputs: Inputs, type: GraphQLObjectType, one: Collected): FieldSelection {
  const given = argumentsOf(inputs.work, one);
  const columns = given.get("columns");
  const distinct = given.get("distinct");
  const names = columns === undefined ? [] : itemsNow(columns).map(String);
  if (names.length > 1) throw unsupported("count of several columns");
  const isDistinct = distinct !== undefined && now(distinct) === true;
  const [name] = names;
  if (name === undefined) {
    if (isDistinct) throw unsupported("count(distinct: true) without columns");
    return { kind: "field", as: one.key, aggregate: { function: "count" } };
  }
  const argument = type.getFields()["count"]?.args.find((arg) => arg.name === "columns");
  const column = argument === undefined ? undefined : getNamedType(argument.type);
  const field = column !== undefined && "getValue" in column ? (column.getValue(name)?.value as string) : name;
  return {
    kind: "field",
    as: one.key,
    of: { field },
    aggregate: { function: "count", ...(isDistinct ? { distinct: true } : {}) },
  };
}
