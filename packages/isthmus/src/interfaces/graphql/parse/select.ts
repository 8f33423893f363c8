// A selection of rows → the select of a query, with the caller's names in it.

import { getNamedType, type GraphQLObjectType, type SelectionSetNode } from "graphql";
import { isToOne } from "../../../core/index.ts";
import type { FieldRef, JsonStep, Query, Selection } from "../../../core/index.ts";
import { type FieldMeaning, meaningOf } from "../schema/meaning.ts";
import { aggregateSelect, isComputed } from "./aggregate.ts";
import { argumentsOf, type Arguments, choiceOf, type Field } from "./arguments.ts";
import { below, collect, type Collected, fieldOf } from "./collect.ts";
import { now } from "./given.ts";
import { badVariable, invalid } from "./problems.ts";
import type { Inputs } from "./work.ts";

export function rowSelect(
  inputs: Inputs,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): readonly Selection[] {
  return collect(inputs.work, sets).map((one): Selection => {
    if (one.name === "__typename") return { kind: "constant", as: one.key, value: type.name };
    const field = fieldOf(type, one);
    return memberOf(inputs, one, field, meaningOf(field));
  });
}

function memberOf(inputs: Inputs, one: Collected, field: Field, meaning: FieldMeaning): Selection {
  switch (meaning.kind) {
    case "field":
      return { kind: "field", as: one.key, of: reference(meaning.field.name, argumentsOf(inputs.work, one)) };
    case "relation":
      return relation(inputs, one, field, meaning);
    case "relation-aggregate":
      return relationAggregate(inputs, one, field, meaning);
    default:
      throw invalid(`Cannot query field "${one.name}" here.`, one.nodes);
  }
}

function reference(field: string, given: Arguments): FieldRef {
  const path = given.get("path");
  const steps = path === undefined ? [] : pathOf(String(now(path)));
  return steps.length === 0 ? { field } : { field, path: steps };
}

/** `$.a[0].b`, `a.b`, `["odd key"]`. */
function pathOf(text: string): readonly JsonStep[] {
  const steps: JsonStep[] = [];
  const step = /\.?([A-Za-z_][\w-]*)|\[(-?\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;
  step.lastIndex = text.startsWith("$") ? 1 : 0;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) throw wrongPath();
    const [, key, index, quoted] = match;
    const to = index === undefined ? { key: key ?? unquoted(quoted ?? '""') } : { index: Number(index) };
    steps.push({ to, as: "json" });
  }
  return steps;
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw wrongPath();
  }
}

function wrongPath(): Error {
  return badVariable(`path cannot be read: it is written like $.key[0]["other key"]`);
}

function relation(
  inputs: Inputs,
  one: Collected,
  field: Field,
  { relation: to, target }: Extract<FieldMeaning, { kind: "relation" }>,
): Selection {
  const select = rowSelect(inputs, getNamedType(field.type) as GraphQLObjectType, below(one));
  const { query, hidden } = choiceOf(inputs, field, argumentsOf(inputs.work, one));
  return {
    kind: "relation",
    as: one.key,
    relation: to.name,
    join: "left",
    spread: false,
    query: {
      kind: "query",
      resource: target.resource.id,
      select: [...select, ...hidden],
      ...query,
      answer: { as: isToOne(to) ? "one" : "many" },
    },
  };
}

/** An object of its own, in which what is computed and the rows are queries of one relation. */
function relationAggregate(
  inputs: Inputs,
  one: Collected,
  field: Field,
  { relation: to, target }: Extract<FieldMeaning, { kind: "relation-aggregate" }>,
): Selection {
  const type = getNamedType(field.type) as GraphQLObjectType;
  const select = collect(inputs.work, below(one)).map((part): Selection => {
    if (part.name === "__typename") return { kind: "constant", as: part.key, value: type.name };
    const member = fieldOf(type, part);
    const inner = getNamedType(member.type) as GraphQLObjectType;
    const given = argumentsOf(inputs.work, one);
    const aggregated = meaningOf(member).kind === "aggregate";
    const chosen = (aggregated ? aggregateSelect : rowSelect)(inputs, inner, below(part));
    if (aggregated && !chosen.some(isComputed)) return { kind: "group", as: part.key, select: chosen };
    const { query, hidden } = choiceOf(inputs, field, given);
    return {
      kind: "relation",
      as: part.key,
      relation: to.name,
      join: "left",
      spread: false,
      query: {
        kind: "query",
        resource: target.resource.id,
        select: [...chosen, ...hidden],
        ...query,
        ...(aggregated ? ofPage(query) : {}),
        answer: { as: aggregated ? "one" : "many" },
      },
    };
  });
  return { kind: "group", as: one.key, select };
}

/** Aggregates are computed over the rows of the page, not cut to a page of groups. */
export function ofPage({ order, limit, offset }: Partial<Query>): { readonly aggregatesPage?: true } {
  return order === undefined && limit === undefined && offset === undefined ? {} : { aggregatesPage: true };
}
