// What mutations take and answer.

import {
  GraphQLEnumType,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from "graphql";
import { isToOne } from "../../../core/index.ts";
import type { Field } from "../../../core/index.ts";
import { type Build, enumOf, inputOf, isReadable, keyOf, objectOf, shownAt } from "./build.ts";
import { fieldType } from "./field-types.ts";
import { inputMeans, means, writtenRows } from "./meaning.ts";
import type { Shown } from "./names.ts";
import { anInt, columns, listOfAll, type OutputFields } from "./row-types.ts";

type Fields = Record<string, GraphQLInputFieldConfig>;

/** The changes of an update beside `_set`: argument, ending of its type's name, operator. */
export const adjustments = [
  { argument: "_inc", ending: "inc", operator: "increment" },
  { argument: "_append", ending: "append", operator: "append" },
  { argument: "_prepend", ending: "prepend", operator: "prepend" },
  { argument: "_delete_key", ending: "delete_key", operator: "deleteKey" },
  { argument: "_delete_elem", ending: "delete_elem", operator: "deleteElement" },
  { argument: "_delete_at_path", ending: "delete_at_path", operator: "deleteAtPath" },
] as const;

type Adjusting = (typeof adjustments)[number];

const numbers: ReadonlySet<string> = new Set(["smallint", "integer", "bigint", "decimal", "float"]);

export function offerChanges(build: Build, shown: Shown): void {
  const { types } = build;
  const { name, resource } = shown;
  const input = (type: string, fields: () => Fields, more: object = {}): void =>
    types.offer(type, () => new GraphQLInputObjectType({ name: type, fields, ...more }));
  types.offer(
    `${name}_mutation_response`,
    () => new GraphQLObjectType({ name: `${name}_mutation_response`, fields: () => response(build, shown) }),
  );
  if (resource.insertable) {
    input(`${name}_insert_input`, () => inserted(build, shown), writtenRows);
    for (const [ending, many] of [
      ["arr", true],
      ["obj", false],
    ] as const) {
      const row = () => new GraphQLNonNull(inputOf(build, `${name}_insert_input`));
      input(`${name}_${ending}_rel_insert_input`, () => ({
        data: { type: many ? new GraphQLNonNull(new GraphQLList(row())) : row() },
      }));
    }
    offerConflict(build, shown);
  }
  if (!resource.updatable) return;
  input(`${name}_set_input`, () => written(build, shown, (field) => field.updatable), writtenRows);
  for (const one of adjustments) {
    if (isAdjusted(shown, one))
      input(`${name}_${one.ending}_input`, () => Object.fromEntries(adjusted(build, shown, one)));
  }
  input(`${name}_updates`, () => ({
    where: { type: new GraphQLNonNull(inputOf(build, `${name}_bool_exp`)) },
    ...changing(build, shown),
  }));
  const key = keyOf(shown);
  if (key === undefined) return;
  input(`${name}_pk_columns_input`, () => Object.fromEntries(keyInputs(build, shown, key)));
}

export function keyInputs(
  build: Build,
  { fields }: Shown,
  key: readonly string[],
): [string, GraphQLInputFieldConfig][] {
  return key.flatMap((name) => {
    const field = fields.get(name);
    return field === undefined
      ? []
      : [[name, { type: new GraphQLNonNull(fieldType(build, field.type)), ...inputMeans({ kind: "field", field }) }]];
  });
}

/** `_set` and its companions, as far as there are fields for them. */
export function changing(build: Build, shown: Shown): Fields {
  const fields: Fields = { _set: { type: inputOf(build, `${shown.name}_set_input`) } };
  for (const one of adjustments)
    if (isAdjusted(shown, one)) fields[one.argument] = { type: inputOf(build, `${shown.name}_${one.ending}_input`) };
  return fields;
}

function response(build: Build, shown: Shown): OutputFields {
  const fields: OutputFields = { affected_rows: { type: anInt, ...means({ kind: "affected" }) } };
  if (isReadable(shown))
    fields["returning"] = { type: listOfAll(objectOf(build, shown.name)), ...means({ kind: "returning" }) };
  return fields;
}

function written(build: Build, shown: Shown, which: (field: Field) => boolean): Fields {
  const fields: Fields = {};
  for (const [name, field] of shown.fields) {
    if (!which(field) || field.computed !== undefined || field.generated === "always") continue;
    fields[name] = { type: fieldType(build, field.type), ...inputMeans({ kind: "field", field }) };
  }
  // An input object without any field is none; such a resource takes rows of defaults alone.
  return Object.keys(fields).length > 0
    ? fields
    : { _: { type: GraphQLString, description: "There is nothing to be given." } };
}

function inserted(build: Build, shown: Shown): Fields {
  const fields = written(build, shown, (field) => field.insertable);
  for (const [name, relation] of shown.relations) {
    const target = shownAt(build, relation.target);
    if (target === undefined || !target.resource.insertable || relation.computed !== undefined) continue;
    const junction =
      relation.through === undefined ? undefined : build.catalog.resources.get(relation.through.resource);
    if (relation.through !== undefined && junction?.insertable !== true) continue;
    const type = inputOf(build, `${target.name}_${isToOne(relation) ? "obj" : "arr"}_rel_insert_input`);
    fields[name] = { type, ...inputMeans({ kind: "relation", relation, target }) };
  }
  return fields;
}

/** Constraints go by the names PostgreSQL gives them by itself: `products_pkey`, `customers_email_key`. */
export function constraintsOf({ name, fields, resource }: Shown): ReadonlyMap<string, readonly string[]> {
  const shownName = (field: string): string | undefined => [...fields].find(([, one]) => one.name === field)?.[0];
  const found = new Map<string, readonly string[]>();
  if (resource.key.length > 0) found.set(`${name}_pkey`, resource.key);
  for (const set of resource.unique) {
    const names = set.map(shownName);
    const constraint = `${name}_${names.join("_")}_key`;
    if (!names.includes(undefined) && !found.has(constraint)) found.set(constraint, set);
  }
  return found;
}

function offerConflict({ types, ...build }: Build, shown: Shown): void {
  const constraints = constraintsOf(shown);
  if (constraints.size === 0) return;
  const { name } = shown;
  types.offer(
    `${name}_constraint`,
    () =>
      new GraphQLEnumType({
        name: `${name}_constraint`,
        values: Object.fromEntries(
          [...constraints].map(([constraint, set]) => [constraint, { description: `Unique: ${set.join(", ")}` }]),
        ),
      }),
  );
  const updatable = columns(shown, (field) => field.updatable);
  const update = Object.keys(updatable).length > 0 && shown.resource.updatable;
  types.offer(
    `${name}_update_column`,
    () => new GraphQLEnumType({ name: `${name}_update_column`, values: update ? updatable : { _none: {} } }),
  );
  types.offer(
    `${name}_on_conflict`,
    () =>
      new GraphQLInputObjectType({
        name: `${name}_on_conflict`,
        fields: () => ({
          constraint: { type: new GraphQLNonNull(enumOf({ types, ...build }, `${name}_constraint`)) },
          update_columns: {
            type: new GraphQLNonNull(
              new GraphQLList(new GraphQLNonNull(enumOf({ types, ...build }, `${name}_update_column`))),
            ),
            description: "What the row that is there gets of the new one; none: it is left as it is.",
          },
          where: { type: inputOf({ types, ...build }, `${name}_bool_exp`), description: "Rows that may be changed." },
        }),
      }),
  );
}

function isAdjusted({ fields }: Shown, { argument }: Adjusting): boolean {
  for (const field of fields.values()) if (suits(field, argument)) return true;
  return false;
}

function suits({ type, updatable, readable, generated, computed }: Field, argument: Adjusting["argument"]): boolean {
  const fits = argument === "_inc" ? numbers.has(type.name) : type.name === "json";
  return fits && updatable && readable && generated !== "always" && computed === undefined;
}

function adjusted(build: Build, { fields }: Shown, { argument }: Adjusting): [string, GraphQLInputFieldConfig][] {
  return [...fields].flatMap(([name, field]) => {
    if (!suits(field, argument)) return [];
    const type = adjustmentType(build, field, argument);
    return [[name, { type, ...inputMeans({ kind: "field", field }) }]];
  });
}

function adjustmentType(build: Build, { type }: Field, argument: Adjusting["argument"]): GraphQLInputType {
  switch (argument) {
    case "_delete_key":
      return GraphQLString;
    case "_delete_elem":
      return GraphQLInt;
    case "_delete_at_path":
      return new GraphQLList(new GraphQLNonNull(GraphQLString));
    default:
      return fieldType(build, type);
  }
}
