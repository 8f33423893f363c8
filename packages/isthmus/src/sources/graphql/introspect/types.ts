// The types of a schema → ours: what can be asked of each, and what each argument takes.

import type * as Library from "graphql";
import type {
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLSchema,
} from "graphql";
import type { Schema } from "../../shared/api/schema.ts";
import type { GraphField, GraphType } from "../schema-types.ts";

type Known = typeof Library;

export interface KnownTypes {
  readonly types: Readonly<Record<string, GraphType>>;
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly field: (type: GraphQLOutputType) => GraphField;
  readonly input: (type: GraphQLInputType) => Schema;
}

export async function typesOf(schema: GraphQLSchema): Promise<KnownTypes> {
  const library = await import("graphql");
  // Names are the schema's: one may be called __proto__.
  const types = Object.create(null) as Record<string, GraphType>;
  const schemas = Object.create(null) as Record<string, Schema>;
  const enums = Object.create(null) as Record<string, readonly string[]>;
  const input = (type: GraphQLInputType): Schema => inputSchema(library, type);
  const field = (type: GraphQLOutputType): GraphField => graphField(library, type);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (library.isInputObjectType(type)) schemas[type.name] = objectSchema(library, type);
    else types[type.name] = graphType(library, type);
    if (library.isEnumType(type)) {
      enums[type.name] = type.getValues().map(({ name }) => name);
      schemas[type.name] = { types: ["string"], enum: enums[type.name] ?? [] };
    }
  }
  for (const [name, type] of Object.entries(types)) {
    const connection = connectionIn(type, types);
    if (connection !== undefined) types[name] = { ...type, connection };
  }
  return { types, schemas, enums, field, input };
}

function graphType(library: Known, type: GraphQLNamedType): GraphType {
  if (library.isUnionType(type)) return { kind: "union", members: type.getTypes().map(({ name }) => name) };
  if (!library.isObjectType(type) && !library.isInterfaceType(type)) return { kind: "leaf" };
  const fields = Object.entries(type.getFields()).filter(([, { args }]) => !args.some(library.isRequiredArgument));
  return {
    kind: library.isObjectType(type) ? "object" : "interface",
    fields: Object.fromEntries(fields.map(([name, one]) => [name, graphField(library, one.type)])),
  };
}

function graphField(library: Known, type: GraphQLOutputType): GraphField {
  let lists = 0;
  let inner: GraphQLOutputType = type;
  while (library.isNonNullType(inner) || library.isListType(inner)) {
    if (library.isListType(inner)) lists++;
    inner = inner.ofType as GraphQLOutputType;
  }
  return { type: (inner as GraphQLNamedType).name, lists, written: String(type) };
}

/** As Relay's specification has it: `pageInfo`, and `nodes` or `edges` whose `node` is an object. */
function connectionIn({ fields }: GraphType, types: Readonly<Record<string, GraphType>>): GraphType["connection"] {
  if (fields === undefined || fields["pageInfo"]?.type !== "PageInfo") return undefined;
  const { nodes, edges } = fields;
  if (nodes?.lists === 1) return "nodes";
  const edge = edges?.lists === 1 ? types[edges.type] : undefined;
  return edge?.fields?.["node"]?.lists === 0 ? "edges" : undefined;
}

function inputSchema(library: Known, type: GraphQLInputType): Schema {
  if (library.isNonNullType(type)) {
    const { nullable: _nullable, ...schema } = inputSchema(library, type.ofType as GraphQLInputType);
    return schema;
  }
  if (library.isListType(type))
    return { types: ["array"], items: inputSchema(library, type.ofType as GraphQLInputType), nullable: true };
  const { name } = type as GraphQLNamedType;
  return { ...named(library, type, name), nullable: true };
}

function named(library: Known, type: GraphQLInputType, name: string): Schema {
  if (!library.isScalarType(type)) return { ref: name };
  switch (name) {
    case "Int":
      return { types: ["integer"], format: "int32" };
    case "Float":
      return { types: ["number"] };
    case "String":
      return { types: ["string"] };
    case "Boolean":
      return { types: ["boolean"] };
    case "ID":
      return { types: ["string", "integer"] };
    default:
      return {};
  }
}

function objectSchema(library: Known, type: GraphQLInputObjectType): Schema {
  const fields = Object.values(type.getFields());
  const required = fields.filter((one) => library.isRequiredInputField(one)).map(({ name }) => name);
  return {
    types: ["object"],
    properties: Object.fromEntries(fields.map((one) => [one.name, inputSchema(library, one.type)])),
    ...(required.length === 0 ? {} : { required }),
    additional: false,
  };
}
