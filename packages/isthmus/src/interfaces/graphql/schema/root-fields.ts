// The fields of Query, Mutation and Subscription.

import { GraphQLInt, GraphQLList, GraphQLNonNull, type GraphQLFieldConfigArgumentMap, GraphQLString } from "graphql";
import type { Operation } from "../../../core/index.ts";
import { type Build, inputOf, isReadable, keyOf, mayAggregate, objectOf, told } from "./build.ts";
import { callField } from "./call-fields.ts";
import { changing, constraintsOf, keyInputs } from "./change-types.ts";
import { means, type RootKind } from "./meaning.ts";
import type { Shown } from "./names.ts";
import { choosing, type OutputFields } from "./row-types.ts";

/** They are nullable: one that fails leaves the others answered. */
export function queryFields(build: Build): OutputFields {
  const fields: OutputFields = {};
  for (const shown of build.names.resources.values()) if (isReadable(shown)) addReads(build, shown, fields);
  addCalls(build, "read", fields);
  // A Query without any field is none.
  if (Object.keys(fields).length === 0)
    fields["_"] = {
      type: GraphQLString,
      description: "There is nothing you may ask for.",
      ...means({ kind: "nothing" }),
    };
  return fields;
}

function addReads(build: Build, shown: Shown, fields: OutputFields): void {
  const { name, resource } = shown;
  const row = objectOf(build, name);
  const { where, order_by } = choosing(build, shown);
  fields[name] = {
    type: new GraphQLList(new GraphQLNonNull(row)),
    args: choosing(build, shown),
    ...told(resource.description),
    ...means({ kind: "list", shown }),
  };
  const key = keyOf(shown);
  if (key !== undefined) {
    fields[`${name}_by_pk`] = {
      type: row,
      args: Object.fromEntries(keyInputs(build, shown, key)),
      ...means({ kind: "by-pk", shown }),
    };
    fields[`${name}_connection`] = {
      type: objectOf(build, `${name}_connection`),
      args: {
        first: { type: GraphQLInt },
        after: { type: GraphQLString, description: "The cursor of the last edge before the page." },
        ...(where === undefined ? {} : { where }),
        ...(order_by === undefined ? {} : { order_by }),
      },
      ...means({ kind: "connection", shown }),
    };
  }
  if (!mayAggregate(build, resource)) return;
  fields[`${name}_aggregate`] = {
    type: objectOf(build, `${name}_aggregate`),
    args: choosing(build, shown),
    ...means({ kind: "list-aggregate", shown }),
  };
}

/** Absent where nothing may be changed. */
export function mutationFields(build: Build): OutputFields {
  const fields: OutputFields = {};
  for (const shown of build.names.resources.values()) {
    if (shown.resource.insertable) addInserts(build, shown, fields);
    if (shown.resource.updatable && isReadable(shown)) addUpdates(build, shown, fields);
    if (shown.resource.deletable && isReadable(shown)) addDeletes(build, shown, fields);
  }
  addCalls(build, "write", fields);
  return fields;
}

function addInserts(build: Build, shown: Shown, fields: OutputFields): void {
  const { name } = shown;
  const row = new GraphQLNonNull(inputOf(build, `${name}_insert_input`));
  const conflict: GraphQLFieldConfigArgumentMap =
    constraintsOf(shown).size > 0 ? { on_conflict: { type: inputOf(build, `${name}_on_conflict`) } } : {};
  fields[`insert_${name}`] = {
    type: objectOf(build, `${name}_mutation_response`),
    args: { objects: { type: new GraphQLNonNull(new GraphQLList(row)) }, ...conflict },
    ...means({ kind: "insert", shown }),
  };
  if (!isReadable(shown)) return;
  fields[`insert_${name}_one`] = {
    type: objectOf(build, name),
    args: { object: { type: row }, ...conflict },
    ...means({ kind: "insert-one", shown }),
  };
}

function addUpdates(build: Build, shown: Shown, fields: OutputFields): void {
  const { name } = shown;
  const answer = objectOf(build, `${name}_mutation_response`);
  const add = (
    field: string,
    kind: RootKind,
    type: OutputFields[string]["type"],
    args: GraphQLFieldConfigArgumentMap,
  ): void => {
    fields[field] = { type, args, ...means({ kind, shown }) };
  };
  const where = { type: new GraphQLNonNull(inputOf(build, `${name}_bool_exp`)) };
  add(`update_${name}`, "update", answer, { where, ...changing(build, shown) });
  const updates = { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(inputOf(build, `${name}_updates`)))) };
  add(`update_${name}_many`, "update-many", new GraphQLList(answer), { updates });
  if (keyOf(shown) === undefined) return;
  const key = { type: new GraphQLNonNull(inputOf(build, `${name}_pk_columns_input`)) };
  add(`update_${name}_by_pk`, "update-by-pk", objectOf(build, name), { pk_columns: key, ...changing(build, shown) });
}

function addDeletes(build: Build, shown: Shown, fields: OutputFields): void {
  const { name } = shown;
  fields[`delete_${name}`] = {
    type: objectOf(build, `${name}_mutation_response`),
    args: { where: { type: new GraphQLNonNull(inputOf(build, `${name}_bool_exp`)) } },
    ...means({ kind: "delete", shown }),
  };
  const key = keyOf(shown);
  if (key === undefined) return;
  fields[`delete_${name}_by_pk`] = {
    type: objectOf(build, name),
    args: Object.fromEntries(keyInputs(build, shown, key)),
    ...means({ kind: "delete-by-pk", shown }),
  };
}

function addCalls(build: Build, effect: Operation["effect"], fields: OutputFields): void {
  for (const { name, operation, overload } of build.names.operations) {
    if (operation.effect === effect) fields[name] = callField(build, name, operation, overload);
  }
}
