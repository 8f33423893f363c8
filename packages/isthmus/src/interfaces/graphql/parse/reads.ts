// The fields of Query: each becomes one question, or two where rows and what is computed over them are both asked for.

import { getNamedType, type GraphQLObjectType } from "graphql";
import type { Condition, Order, Query } from "../../../core/index.ts";
import type { Piece } from "../context.ts";
import { inputMeaningOf, meaningOf } from "../schema/meaning.ts";
import type { Shown } from "../schema/names.ts";
import { aggregateSelect, isComputed } from "./aggregate.ts";
import { type Arguments, argumentsOf, choiceOf, type Field } from "./arguments.ts";
import { below, collect, type Collected, fieldOf } from "./collect.ts";
import type { Given } from "./given.ts";
import { addCursor } from "./cursor.ts";
import { objectPieces } from "./pieces.ts";
import { invalid } from "./problems.ts";
import { ofPage, rowSelect } from "./select.ts";
import { addValue } from "./values.ts";
import { all } from "./where.ts";
import { ask, body, type Inputs, inputsOf, type Work } from "./work.ts";

export function listRoot(work: Work, one: Collected, field: Field, { resource }: Shown): readonly Piece[] {
  const inputs = inputsOf(work);
  const select = rowSelect(inputs, rowType(field), below(one));
  const { query, hidden } = choiceOf(inputs, field, argumentsOf(work, one));
  const statement: Query = {
    kind: "query",
    resource: resource.id,
    select: [...select, ...hidden],
    ...query,
    answer: { as: "many" },
  };
  return [body(ask(work, statement, inputs), "[]")];
}

export function byKeyRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const inputs = inputsOf(work);
  const select = rowSelect(inputs, rowType(field), below(one));
  const where = keyCondition(inputs, field, argumentsOf(work, one));
  const statement: Query = {
    kind: "query",
    resource: shown.resource.id,
    select,
    ...where,
    answer: { as: "one", optional: true },
  };
  return [body(ask(work, statement, inputs))];
}

/** Every argument of the field that stands for a field of the key is equal to it. */
export function keyCondition(inputs: Inputs, field: Field, given: Arguments): { readonly where?: Condition } {
  const parts = field.args.flatMap((argument): readonly Condition[] => {
    const value = given.get(argument.name);
    const meaning = inputMeaningOf(argument);
    return value === undefined || meaning?.kind !== "field" ? [] : [equal(inputs, meaning.field, value)];
  });
  const where = all(parts);
  return where === undefined ? {} : { where };
}

export function equal(
  inputs: Inputs,
  field: Extract<ReturnType<typeof inputMeaningOf>, { kind: "field" }>["field"],
  given: Given,
): Condition {
  return { kind: "compare", left: { field: field.name }, operator: "eq", right: addValue(inputs, given, field.type) };
}

export function rowType(field: Field): GraphQLObjectType {
  return getNamedType(field.type) as GraphQLObjectType;
}

export function aggregateRoot(work: Work, one: Collected, field: Field, { resource }: Shown): readonly Piece[] {
  const type = rowType(field);
  return objectPieces(work, type, below(one), (part, member) => {
    const inputs = inputsOf(work);
    const inner = rowType(member);
    const aggregated = meaningOf(member).kind === "aggregate";
    const select = (aggregated ? aggregateSelect : rowSelect)(inputs, inner, below(part));
    if (aggregated && !select.some(isComputed)) return constants(work, inner, part);
    const { query, hidden } = choiceOf(inputs, field, argumentsOf(work, one));
    const statement: Query = {
      kind: "query",
      resource: resource.id,
      select: [...select, ...hidden],
      ...query,
      ...(aggregated ? ofPage(query) : {}),
      answer: { as: aggregated ? "one" : "many" },
    };
    return [body(ask(work, statement, inputs), aggregated ? "null" : "[]")];
  });
}

/** An object of which only the type is asked for. */
function constants(work: Work, type: GraphQLObjectType, one: Collected): readonly Piece[] {
  return objectPieces(work, type, below(one), (part, member) =>
    constants(work, getNamedType(member.type) as GraphQLObjectType, part),
  );
}

/**
 * Keyset pages in Relay's form. The cursors of a page's ends come from its edges where those have them, so that one question
 * answers all; else they are asked for by themselves.
 */
export function connectionRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const given = argumentsOf(work, one);
  const type = rowType(field);
  const page = pageAsker(work, field, given, shown);
  for (const part of collect(work, below(one))) {
    if (part.name === "__typename") continue;
    const member = fieldOf(type, part);
    if (meaningOf(member).kind === "edges") page.edges(part, rowType(member));
  }
  return objectPieces(work, type, below(one), (part, member) => {
    if (meaningOf(member).kind === "edges") return [body(page.edges(part, rowType(member)), "[]")];
    return objectPieces(work, rowType(member), below(part), (_, info) => {
      const meaning = meaningOf(info);
      if (meaning.kind !== "page") throw invalid(`Cannot query field "${info.name}" here.`);
      switch (meaning.part) {
        case "hasPreviousPage":
          return [given.has("after") ? "true" : "false"];
        case "hasNextPage":
          return [{ take: "further", question: page.any() }];
        case "startCursor":
          return [{ take: "first-cursor", ...page.cursors() }];
        case "endCursor":
          return [{ take: "last-cursor", ...page.cursors() }];
      }
    });
  });
}

const ownCursor = "cursor";

interface Page {
  edges(one: Collected, edge: GraphQLObjectType): number;
  /** A question over the page, whichever it is. */
  any(): number;
  /** One whose rows hold their cursors, and under which name. */
  cursors(): { readonly question: number; readonly as: string };
}

function pageAsker(work: Work, field: Field, given: Arguments, shown: Shown): Page {
  let first: number | undefined;
  let cursors: { readonly question: number; readonly as: string } | undefined;
  const edges = new Map<string, number>();
  const askFor = (select: Query["select"], inputs: Inputs): number => {
    const { query, hidden } = choiceOf(inputs, field, limited(given));
    const order = keyedOrder(query.order ?? [], shown);
    const after = given.get("after");
    const statement: Query = {
      kind: "query",
      resource: shown.resource.id,
      select: [...select, ...hidden],
      ...query,
      order,
      ...(after === undefined ? {} : { after: addCursor(inputs, after, order.length) }),
      cursor: true,
      answer: { as: "many" },
    };
    const question = ask(work, statement, inputs);
    first ??= question;
    return question;
  };
  const askCursors = (): NonNullable<typeof cursors> =>
    (cursors ??= { question: askFor([{ kind: "cursor", as: ownCursor }], inputsOf(work)), as: ownCursor });
  return {
    edges(one, edge) {
      const known = edges.get(one.key);
      if (known !== undefined) return known;
      const inputs = inputsOf(work);
      const select = edgeSelect(inputs, edge, one);
      const question = askFor(select, inputs);
      edges.set(one.key, question);
      const cursor = select.find(({ kind }) => kind === "cursor");
      if (cursor !== undefined) cursors ??= { question, as: cursor.as };
      return question;
    },
    any: () => first ?? askCursors().question,
    cursors: askCursors,
  };
}

function limited(given: Arguments): Arguments {
  const first = given.get("first");
  return first === undefined ? given : new Map([...given, ["limit", first]]);
}

function edgeSelect(inputs: Inputs, edge: GraphQLObjectType, one: Collected): Query["select"] {
  return collect(inputs.work, below(one)).map((part) => {
    if (part.name === "__typename") return { kind: "constant", as: part.key, value: edge.name };
    const member = fieldOf(edge, part);
    if (meaningOf(member).kind === "cursor") return { kind: "cursor", as: part.key };
    return { kind: "group", as: part.key, select: rowSelect(inputs, rowType(member), below(part)) };
  });
}

/** The primary key breaks ties, so that no two rows have the same place. */
function keyedOrder(order: readonly Order[], { resource }: Shown): readonly Order[] {
  const keyed = [...order];
  for (const field of resource.key) {
    if (!order.some(({ by, through }) => by.field === field && through === undefined))
      keyed.push({ by: { field }, direction: "asc" });
  }
  return keyed;
}
