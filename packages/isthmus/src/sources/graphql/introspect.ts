// An API's schema → what the source offers: an operation for each root field that is included, and resources.

import type { GraphQLField, GraphQLSchema } from "graphql";
import {
  type DataType,
  type OperationSchema,
  type ParameterSchema,
  Problem,
  type ReturnSchema,
  type SourceSchema,
} from "../../core/index.ts";
import { dataTypeOf } from "../shared/api/data-types.ts";
import { argumentNamesOf, fitsPattern, settleNames } from "../shared/api/names.ts";
import type { Schema } from "../shared/api/schema.ts";
import type { ArgumentBinding, GraphBinding } from "./binding.ts";
import { fieldType, leafType, rowFields, type TypeNames } from "./introspect/data-types.ts";
import { resourcesOf } from "./introspect/resources.ts";
import { type KnownTypes, typesOf } from "./introspect/types.ts";
import type { GraphqlSettings } from "./options.ts";
import { type GraphField, type GraphTypes, type SharedDefinitions, typeNamed } from "./schema-types.ts";

export type IntrospectOptions = Pick<
  GraphqlSettings,
  "include" | "exclude" | "names" | "operations" | "scalars" | "depth" | "resources"
>;

/** The one namespace of an API. */
export const namespace = "main";

/** A root field, and what it belongs to. */
export interface FoundField {
  readonly root: "Query" | "Mutation";
  readonly field: GraphQLField<unknown, unknown>;
}

/** @throws Problem when the configuration speaks of fields that the schema does not have. */
export async function introspect(schema: GraphQLSchema, options: IntrospectOptions): Promise<SourceSchema> {
  const { isRequiredArgument } = await import("graphql");
  const known = await typesOf(schema);
  const all = fieldsOf(schema);
  const included = all.filter(
    (one) => (options.include === undefined || isNamed(options.include, one)) && !isNamed(options.exclude, one),
  );
  const names = settleNames(included.map((one) => wishOf(one, options.names)));
  refuseUnknown(options, all, names);
  const typeNames: TypeNames = { types: known.types, enums: known.enums, scalars: options.scalars };
  const operations = included.map((one, at) => {
    const parameters = one.field.args.map((argument) => ({
      name: argument.name,
      written: String(argument.type),
      required: isRequiredArgument(argument),
      schema: known.input(argument.type),
    }));
    return operationSchema(names[at] ?? "", one, parameters, known, typeNames, options);
  });
  const queries = included.filter(({ root }) => root === "Query");
  const taken = new Set(operations.map(({ name }) => name));
  const resources = await resourcesOf(queries, known, typeNames, options, taken);
  const definitions: SharedDefinitions = reachable(operations, resources, known);
  return {
    namespaces: [namespace],
    resources,
    operations,
    castable: [],
    textSearchConfigurations: [],
    definitions: { ...definitions },
  };
}

function fieldsOf(schema: GraphQLSchema): readonly FoundField[] {
  const of = (root: FoundField["root"], type: ReturnType<GraphQLSchema["getQueryType"]>): readonly FoundField[] =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ root, field }));
  return [...of("Query", schema.getQueryType()), ...of("Mutation", schema.getMutationType())];
}

function namesOf({ root, field }: FoundField): readonly string[] {
  return [field.name, `${root}.${field.name}`];
}

function isNamed(patterns: readonly string[], found: FoundField): boolean {
  return patterns.some((pattern) => namesOf(found).some((name) => fitsPattern(pattern, name)));
}

function wishOf(found: FoundField, names: IntrospectOptions["names"]) {
  const key = namesOf(found)
    .toReversed()
    .find((name) => Object.hasOwn(names, name));
  const { name } = found.field;
  return { given: key === undefined ? undefined : names[key], name, fuller: `${found.root.toLowerCase()}_${name}` };
}

function operationSchema(
  name: string,
  { root, field }: FoundField,
  parameters: readonly Omit<ArgumentBinding, "argument">[],
  known: KnownTypes,
  names: TypeNames,
  { operations, depth }: IntrospectOptions,
): OperationSchema {
  const argumentNames = argumentNamesOf(parameters.map((one) => one.name));
  const binding: GraphBinding = {
    kind: root === "Query" ? "query" : "mutation",
    field: field.name,
    arguments: parameters.map((one, at) => ({ argument: argumentNames[at] ?? one.name, ...one })),
    answer: known.field(field.type),
  };
  const rule = Object.hasOwn(operations, name) ? operations[name] : undefined;
  const description = described(field.description);
  return {
    namespace,
    name,
    ...(description === undefined ? {} : { description }),
    parameters: binding.arguments.map((one): ParameterSchema => {
      const type = argumentType(one.schema, one.written, known, names);
      return { name: one.argument, type, required: one.required, variadic: false };
    }),
    effect: rule?.effect ?? (root === "Query" ? "read" : "write"),
    returns: returnsOf(binding.answer, field, names, depth),
    binding,
  };
}

/** Scalars by their names; what is made of them by its schema. */
function argumentType(schema: Schema, written: string, { schemas }: KnownTypes, names: TypeNames): DataType {
  const lists = written.split("[").length - 1;
  const name = written.replaceAll(/[[\]!]/g, "");
  if (schema.types?.[0] === "object" || (Object.hasOwn(schemas, name) && !Object.hasOwn(names.enums, name)))
    return dataTypeOf(schema, schemas);
  let type = leafType(name, names);
  for (let at = 0; at < lists; at++) type = { name: "array", native: `[${type.native}]`, element: type };
  return type;
}

function returnsOf(
  answer: GraphField,
  field: GraphQLField<unknown, unknown>,
  names: TypeNames,
  depth: number,
): ReturnSchema {
  const of = typeNamed(answer.type, names.types);
  if ((of.kind === "object" || of.kind === "interface") && answer.lists < 2) {
    const fields = rowFields(answer.type, names, depth, descriptionsIn(field));
    if (fields.length > 0) return { many: answer.lists === 1, shape: "row", fields };
  }
  return { many: false, shape: "scalar", type: fieldType(answer, names, depth) };
}

function descriptionsIn({ type }: GraphQLField<unknown, unknown>): Readonly<Record<string, string>> {
  let inner: unknown = type;
  while (typeof inner === "object" && inner !== null && "ofType" in inner) inner = inner.ofType;
  const fields = (
    inner as { getFields?: () => Record<string, { readonly description?: string | null }> }
  ).getFields?.();
  return Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, { description }]) => {
      const text = described(description);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function described(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? undefined : trimmed.slice(0, 500);
}

/** The types that operations and resources lead to, and those that these do. */
function reachable(
  operations: readonly OperationSchema[],
  resources: readonly { readonly binding?: unknown }[],
  { types, schemas }: KnownTypes,
): SharedDefinitions {
  const found = new Set<string>();
  const input = new Set<string>();
  const stack: unknown[] = [...operations, ...resources].map(({ binding }) => binding);
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === "object" && value !== null) stack.push(...Object.values(value));
    if (typeof value !== "string") continue;
    if (Object.hasOwn(types, value) && !found.has(value)) {
      found.add(value);
      stack.push(types[value]);
    }
    if (Object.hasOwn(schemas, value) && !input.has(value)) {
      input.add(value);
      stack.push(schemas[value]);
    }
  }
  const byName = <T>(all: Readonly<Record<string, T>>, names: ReadonlySet<string>): Readonly<Record<string, T>> =>
    Object.fromEntries([...names].toSorted().flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
  const shown = new Set([...found].filter((name) => types[name]?.kind !== "leaf"));
  return { types: byName<GraphTypes[string]>(types, shown), schemas: byName(schemas, input) };
}

function refuseUnknown(options: IntrospectOptions, all: readonly FoundField[], names: readonly string[]): void {
  const known = new Set(all.flatMap(namesOf));
  const faults = [
    ...[...(options.include ?? []), ...options.exclude]
      .filter((pattern) => !all.some((found) => isNamed([pattern], found)))
      .map((pattern) => `include or exclude: the schema has no field "${pattern}"`),
    ...Object.keys(options.names)
      .filter((key) => !known.has(key))
      .map((key) => `names: the schema has no field "${key}"`),
    ...Object.keys(options.operations)
      .filter((name) => !names.includes(name))
      .map((name) => `operations: there is no operation ${name}`),
  ];
  if (faults.length > 0) throw new Problem({ code: "ISTHMUS105", category: "invalid", message: faults.join("; ") });
}
