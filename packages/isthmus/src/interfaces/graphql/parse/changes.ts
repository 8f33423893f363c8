// Updates and deletes.

import { getNamedType, type GraphQLInputObjectType } from "graphql";
import type { Adjustment, Condition, Delete, Query, Update } from "../../../core/index.ts";
import type { Piece } from "../context.ts";
import { adjustments } from "../schema/change-types.ts";
import { inputMeaningOf, meaningOf } from "../schema/meaning.ts";
import type { Shown } from "../schema/names.ts";
import { argumentsOf, type Field, inputTypeOf } from "./arguments.ts";
import { below, collect, type Collected, fieldOf } from "./collect.ts";
import { type Given, isNull, itemsOf, membersOf } from "./given.ts";
import { objectPieces } from "./pieces.ts";
import { badVariable } from "./problems.ts";
import { equal, keyCondition, rowType } from "./reads.ts";
import { rowSelect } from "./select.ts";
import { addList, addJson, addValue } from "./values.ts";
import { all, conditionOf } from "./where.ts";
import { ask, body, type Inputs, inputsOf, type Work } from "./work.ts";

export function deleteRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const inputs = inputsOf(work);
  const returning = returnedRows(inputs, one, field, shown);
  const where = conditionOf(inputs, inputTypeOf(field, "where"), argumentsOf(work, one).get("where"));
  const statement: Delete = {
    kind: "delete",
    resource: shown.resource.id,
    ...(where === undefined ? {} : { where }),
    ...(returning === undefined ? {} : { returning }),
  };
  return responsePieces(work, one, field, ask(work, statement, inputs));
}

export function deleteByKeyRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const inputs = inputsOf(work);
  const returning = returnedRow(inputs, one, field, shown);
  const where = keyCondition(inputs, field, argumentsOf(work, one));
  const statement: Delete = { kind: "delete", resource: shown.resource.id, ...where, returning };
  return [body(ask(work, statement, inputs))];
}

export function updateRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const given = argumentsOf(work, one);
  const inputs = inputsOf(work);
  const returning = returnedRows(inputs, one, field, shown);
  const where = conditionOf(inputs, inputTypeOf(field, "where"), given.get("where"));
  const statement = updateOf(inputs, shown, given, typesOf(field), where, returning);
  return responsePieces(work, one, field, ask(work, statement, inputs));
}

export function updateByKeyRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const given = argumentsOf(work, one);
  const inputs = inputsOf(work);
  const returning = returnedRow(inputs, one, field, shown);
  const key = inputTypeOf(field, "pk_columns").getFields();
  const parts = membersOf(given.get("pk_columns") ?? { kind: "value", value: {} }).flatMap(
    ([name, value]): readonly Condition[] => {
      const meaning = key[name] === undefined ? undefined : inputMeaningOf(key[name]);
      return meaning?.kind === "field" ? [equal(inputs, meaning.field, value)] : [];
    },
  );
  const statement = updateOf(inputs, shown, given, typesOf(field), all(parts), returning);
  return [body(ask(work, statement, inputs))];
}

/** Each of the updates is a statement of its own. */
export function updateManyRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const updates = argumentsOf(work, one).get("updates");
  const type = inputTypeOf(field, "updates");
  const where = getNamedType(type.getFields()["where"]?.type) as GraphQLInputObjectType;
  const types = new Map(
    Object.values(type.getFields()).map(({ name, type: of }) => [name, getNamedType(of) as GraphQLInputObjectType]),
  );
  const pieces: Piece[] = ["["];
  for (const [index, update] of (updates === undefined ? [] : itemsOf(updates)).entries()) {
    const given = new Map(membersOf(update).filter(([, value]) => !isNull(value)));
    const inputs = inputsOf(work);
    const returning = returnedRows(inputs, one, field, shown);
    const condition = conditionOf(inputs, where, given.get("where"));
    const statement = updateOf(inputs, shown, given, types, condition, returning);
    if (index > 0) pieces.push(",");
    pieces.push(...responsePieces(work, one, field, ask(work, statement, inputs)));
  }
  return [...pieces, "]"];
}

function typesOf(field: Field): ReadonlyMap<string, GraphQLInputObjectType> {
  return new Map(field.args.map(({ name, type }) => [name, getNamedType(type) as GraphQLInputObjectType]));
}

function updateOf(
  inputs: Inputs,
  shown: Shown,
  given: ReadonlyMap<string, Given>,
  types: ReadonlyMap<string, GraphQLInputObjectType>,
  where: Condition | undefined,
  returning: Query | undefined,
): Update {
  const set = given.get("_set");
  const fields = set === undefined ? [] : membersOf(set).map(([name]) => shown.fields.get(name)?.name ?? name);
  const adjust = adjustmentsOf(inputs, given, types);
  if (fields.length === 0 && adjust.length === 0)
    throw badVariable("An update needs at least one field in _set, _inc, _append or another of its arguments");
  return {
    kind: "update",
    resource: shown.resource.id,
    fields: fields.sort(),
    values: set === undefined ? addJson(inputs, { kind: "value", value: {} }) : addJson(inputs, set, renamer(shown)),
    ...(adjust.length === 0 ? {} : { adjust }),
    ...(where === undefined ? {} : { where }),
    ...(returning === undefined ? {} : { returning }),
  };
}

/** Rows under the catalog's names; `undefined` where those are GraphQL's too. */
export function renamer({ renamed, fields }: Shown): ((value: unknown) => unknown) | undefined {
  if (!renamed) return undefined;
  const row = (value: unknown): unknown =>
    Object.fromEntries(
      Object.entries(value as object).map(([name, one]) => [fields.get(name)?.name ?? name, one as unknown]),
    );
  return (value) => (Array.isArray(value) ? value.map(row) : row(value));
}

function adjustmentsOf(
  inputs: Inputs,
  given: ReadonlyMap<string, Given>,
  types: ReadonlyMap<string, GraphQLInputObjectType>,
): readonly Adjustment[] {
  return adjustments.flatMap(({ argument, operator }) => {
    const value = given.get(argument);
    const type = types.get(argument);
    if (value === undefined || type === undefined) return [];
    const fields = type.getFields();
    return membersOf(value).flatMap(([name, one]): readonly Adjustment[] => {
      const meaning = fields[name] === undefined ? undefined : inputMeaningOf(fields[name]);
      if (meaning?.kind !== "field") return [];
      if (isNull(one)) throw badVariable(`${argument}.${name} must not be null`);
      const of =
        operator === "deleteAtPath"
          ? addList(inputs, one, textual)
          : addValue(
              inputs,
              one,
              operator === "deleteKey" || operator === "deleteElement" ? textual : meaning.field.type,
            );
      return [{ field: meaning.field.name, operator, value: of }];
    });
  });
}

const textual = { name: "text", native: "text" } as const;

// ---- what is answered

/** `returning` of a mutation's answer; a statement gives its rows back once. */
export function returnedRows(inputs: Inputs, one: Collected, field: Field, shown: Shown): Query | undefined {
  const type = rowType(field);
  const asked = collect(inputs.work, below(one)).filter(
    (part) => part.name !== "__typename" && meaningOf(fieldOf(type, part)).kind === "returning",
  );
  const [only] = asked;
  if (only === undefined) return undefined;
  if (asked.length > 1) throw badVariable("returning can be asked for once");
  return {
    kind: "query",
    resource: shown.resource.id,
    select: rowSelect(inputs, rowType(fieldOf(type, only)), below(only)),
    answer: { as: "many" },
  };
}

export function returnedRow(inputs: Inputs, one: Collected, field: Field, { resource }: Shown): Query {
  return {
    kind: "query",
    resource: resource.id,
    select: rowSelect(inputs, rowType(field), below(one)),
    answer: { as: "one", optional: true },
  };
}

/** `affected`: the statements whose rows count, where there are several. */
export function responsePieces(
  work: Work,
  one: Collected,
  field: Field,
  question: number,
  affected: readonly number[] = [question],
): readonly Piece[] {
  return objectPieces(work, rowType(field), below(one), (_, member) =>
    meaningOf(member).kind === "affected" ? [{ take: "rows", questions: affected }] : [body(question, "[]")],
  );
}
