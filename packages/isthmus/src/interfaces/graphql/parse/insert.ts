// Inserts: one statement for rows alone; where rows hold rows of related resources, a statement for each, in an order in
// which every row finds what it points at.

import { getNamedType, type GraphQLInputObjectType } from "graphql";
import type { Insert, Query } from "../../../core/index.ts";
import type { Piece } from "../context.ts";
import { constraintsOf } from "../schema/change-types.ts";
import { inputMeaningOf } from "../schema/meaning.ts";
import type { Shown } from "../schema/names.ts";
import { argumentsOf, type Arguments, type Field, inputTypeOf } from "./arguments.ts";
import { renamer, responsePieces, returnedRow, returnedRows } from "./changes.ts";
import type { Collected } from "./collect.ts";
import { type Given, itemsOf, member, membersOf, now } from "./given.ts";
import { nestedInsert } from "./nested-insert.ts";
import { badVariable } from "./problems.ts";
import { addJson, itemsNow } from "./values.ts";
import { conditionOf } from "./where.ts";
import { ask, body, type Inputs, inputsOf, type Work } from "./work.ts";

export function insertRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const given = argumentsOf(work, one);
  const objects = given.get("objects") ?? { kind: "list", items: [] };
  const type = inputTypeOf(field, "objects");
  if (itemsOf(objects).some((row) => holdsRelated(type, row))) {
    const inputs = inputsOf(work);
    const returning = returnedRows(inputs, one, field, shown);
    refuseConflict(given);
    const { answer, written } = nestedInsert(
      work,
      shown,
      itemsOf(objects),
      type,
      returning && { query: returning, inputs },
    );
    return responsePieces(work, one, field, answer ?? written[0] ?? 0, written);
  }
  const inputs = inputsOf(work);
  const statement: Insert = {
    kind: "insert",
    resource: shown.resource.id,
    ...rowsOf(inputs, shown, objects),
    ...conflictOf(inputs, field, shown, given),
    ...returningOf(returnedRows(inputs, one, field, shown)),
  };
  return responsePieces(work, one, field, ask(work, statement, inputs));
}

export function insertOneRoot(work: Work, one: Collected, field: Field, shown: Shown): readonly Piece[] {
  const given = argumentsOf(work, one);
  const object = given.get("object") ?? { kind: "value", value: {} };
  const type = inputTypeOf(field, "object");
  const inputs = inputsOf(work);
  if (holdsRelated(type, object)) {
    const query = returnedRow(inputs, one, field, shown);
    refuseConflict(given);
    const { answer, written } = nestedInsert(work, shown, [object], type, { query, inputs });
    return [body(answer ?? written[0] ?? 0)];
  }
  const statement: Insert = {
    kind: "insert",
    resource: shown.resource.id,
    fields: membersOf(object)
      .map(([name]) => shown.fields.get(name)?.name ?? name)
      .sort(),
    rows: addJson(inputs, object, renamer(shown)),
    one: true,
    missing: "default",
    ...conflictOf(inputs, field, shown, given),
    ...returningOf(returnedRow(inputs, one, field, shown)),
  };
  return [body(ask(work, statement, inputs))];
}

function returningOf(returning: Query | undefined): { readonly returning?: Query } {
  return returning === undefined ? {} : { returning };
}

export function holdsRelated(type: GraphQLInputObjectType, row: Given): boolean {
  const fields = type.getFields();
  return membersOf(row).some(([name]) => {
    const field = fields[name];
    return field !== undefined && inputMeaningOf(field)?.kind === "relation";
  });
}

/** What a row lacks is left to the database; where no row lacks anything, nothing has to be. */
function rowsOf(inputs: Inputs, shown: Shown, objects: Given): Pick<Insert, "fields" | "rows" | "missing"> {
  const keys = itemsOf(objects).map((row) => membersOf(row).map(([name]) => name));
  const all = new Set(keys.flat());
  const whole = keys.every((names) => names.length === all.size);
  return {
    fields: [...all].map((name) => shown.fields.get(name)?.name ?? name).sort(),
    rows: addJson(
      inputs,
      objects.kind === "value" && !Array.isArray(objects.value) ? { kind: "list", items: [objects] } : objects,
      renamer(shown),
    ),
    missing: whole ? "null" : "default",
  };
}

function refuseConflict(given: Arguments): void {
  if (given.has("on_conflict")) throw badVariable("on_conflict cannot be combined with rows inside of rows");
}

function conflictOf(
  inputs: Inputs,
  field: Field,
  shown: Shown,
  given: Arguments,
): { readonly conflict?: NonNullable<Insert["conflict"]> } {
  const value = given.get("on_conflict");
  if (value === undefined) return {};
  const type = inputTypeOf(field, "on_conflict");
  const constraint = member(value, "constraint");
  const target = constraintsOf(shown).get(constraint === undefined ? "" : String(now(constraint))) ?? [];
  const columns = member(value, "update_columns");
  const names = (columns === undefined ? [] : itemsNow(columns)).map(
    (name) => shown.fields.get(String(name))?.name ?? String(name),
  );
  if (names.length === 0) return { conflict: { target, action: "ignore" } };
  const where = conditionOf(
    inputs,
    getNamedType(type.getFields()["where"]?.type) as GraphQLInputObjectType,
    member(value, "where"),
  );
  return { conflict: { target, action: "merge", fields: names, ...(where === undefined ? {} : { where }) } };
}
