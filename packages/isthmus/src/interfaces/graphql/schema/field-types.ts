// Types of the catalog as types of the schema: scalars, lists, and enums whose values GraphQL can spell.

import { GraphQLEnumType, GraphQLList, GraphQLNonNull, type GraphQLScalarType } from "graphql";
import type { DataType, Field } from "../../../core/index.ts";
import type { Build } from "./build.ts";
import { graphqlName } from "./names.ts";
import { scalarFor } from "./scalars.ts";

export type LeafType = GraphQLScalarType | GraphQLEnumType;
export type FieldType = LeafType | GraphQLList<LeafType>;

const notValues: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** Name of the enum type, where all its values are names. */
function enumName({ names, owners }: Build, type: DataType): string | undefined {
  if (type.name !== "enum" || type.values === undefined || type.values.length === 0) return undefined;
  if (type.values.some((value) => graphqlName(value) !== value || notValues.has(value))) return undefined;
  const native = isUnnamed(type) ? owners.get(type) : type.native.replaceAll('"', "").replace(/^public\./, "");
  const name = native === undefined ? undefined : graphqlName(native);
  return name === undefined || isTaken(names, name) ? undefined : `${name}_enum`;
}

/** MySQL's enums and those of an API's document are written where they are used. */
function isUnnamed({ native }: DataType): boolean {
  return native === "string" || /[^\w."]/.test(native);
}

/** Says what an enum belongs to; only then has it a type of its own where its source has no name for it. */
export function own({ owners }: Build, type: DataType, owner: string): void {
  const leaf = type.name === "array" ? type.element : type;
  if (leaf?.name === "enum" && isUnnamed(leaf) && !owners.has(leaf)) owners.set(leaf, owner);
}

function isTaken(names: Build["names"], name: string): boolean {
  for (const shown of names.resources.values()) if (shown.name === `${name}_enum`) return true;
  return false;
}

/** Enums of the database have their values as they are; those of the plan (orders, columns) are made elsewhere. */
export const databaseEnum = Symbol("isthmus.databaseEnum");

export function isDatabaseEnum(type: GraphQLEnumType): boolean {
  return (type.extensions as Readonly<Record<symbol, unknown>>)[databaseEnum] === true;
}

/** The type of one value, without lists. */
export function leafType(build: Build, type: DataType): LeafType {
  const name = enumName(build, type);
  if (name === undefined) return scalarFor(type);
  build.types.offer(
    name,
    () =>
      new GraphQLEnumType({
        name,
        values: Object.fromEntries((type.values ?? []).map((value) => [value, { value }])),
        extensions: { [databaseEnum]: true },
      }),
  );
  const made = build.types.get(name);
  // Two enums of one name in two schemas: the values of the second are not the first's.
  if (made instanceof GraphQLEnumType && sameValues(made, type)) return made;
  return scalarFor(type);
}

function sameValues(made: GraphQLEnumType, { values = [] }: DataType): boolean {
  const known = made.getValues();
  return (
    isDatabaseEnum(made) && known.length === values.length && known.every(({ name }, index) => name === values[index])
  );
}

export function fieldType(build: Build, type: DataType): FieldType {
  const { element } = type;
  if (type.name !== "array" || element === undefined || element.name === "array") return leafType(build, type);
  return new GraphQLList(leafType(build, element));
}

export function outputType(build: Build, field: Field): FieldType | GraphQLNonNull<FieldType> {
  const type = fieldType(build, field.type);
  return field.nullable ? type : new GraphQLNonNull(type);
}
