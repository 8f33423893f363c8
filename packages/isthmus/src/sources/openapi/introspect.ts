// An API's document → what the source offers: one operation for each of the document's that is included.

import type { OperationSchema, ParameterSchema, SourceSchema } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { isRead } from "../shared/http/exchange.ts";
import type { BodyBinding, OperationBinding, ParameterBinding, SharedDefinitions } from "./binding.ts";
import type { ApiDocument } from "./document/read.ts";
import { answerOf } from "./introspect/answers.ts";
import { bodyOf } from "./introspect/bodies.ts";
import { dataTypeOf } from "../shared/api/data-types.ts";
import { nameOperations } from "../shared/api/names.ts";
import { type FoundOperation, isNamed, operationsOf } from "./introspect/operations.ts";
import { argumentNames, parametersOf } from "./introspect/parameters.ts";
import type { Answering } from "./introspect/plain-resources.ts";
import { resourcesOf } from "./introspect/resources.ts";
import { createSchemas, type Schemas } from "./introspect/schemas.ts";
import { firstServer, serverOf } from "./introspect/servers.ts";
import type { OpenApiSettings } from "./options.ts";
import type { Schema } from "../shared/api/schema.ts";

export type IntrospectOptions = Pick<
  OpenApiSettings,
  "include" | "exclude" | "names" | "operations" | "answers" | "variables" | "auth" | "headers"
> &
  Partial<Pick<OpenApiSettings, "resources">>;

/** The one namespace of an API. */
export const namespace = "main";

/** @throws Problem when the configuration speaks of operations that the document does not have. */
export function introspect(document: ApiDocument, options: IntrospectOptions): SourceSchema {
  const all = operationsOf(document);
  const included = all.filter(
    (found) => (options.include === undefined || isNamed(options.include, found)) && !isNamed(options.exclude, found),
  );
  const names = nameOperations(included, options.names);
  refuseUnknown(options, all, names);
  const schemas = createSchemas(document.root);
  const reserved = suppliedBy(options);
  const leftOut: string[] = [];
  const answering = included.flatMap((found, at): readonly Answering[] => {
    const name = names[at] ?? "";
    if (name === "") return [];
    const missing = unfilled(found);
    const prepared = Object.hasOwn(options.operations, name) && options.operations[name]?.prepare !== undefined;
    if (missing !== undefined && !prepared) {
      leftOut.push(`${found.method} ${found.path}: nothing says what {${missing}} is`);
      return [];
    }
    return [operationSchema(name, document, found, schemas, options, reserved)];
  });
  const operations = answering.map(({ operation }) => operation);
  const server = serverOf(document, options.variables);
  const definitions: SharedDefinitions = {
    ...(server === undefined ? {} : { server }),
    schemas: reachable(operations, schemas),
  };
  return {
    namespaces: [namespace],
    resources: resourcesOf(answering, schemas.shared, options.resources ?? {}),
    operations,
    castable: [],
    textSearchConfigurations: [],
    definitions: { ...definitions },
    leftOut,
  };
}

function operationSchema(
  name: string,
  document: ApiDocument,
  found: FoundOperation,
  schemas: Schemas,
  options: IntrospectOptions,
  reserved: ReadonlySet<string>,
): Answering {
  const unnamed = parametersOf(document, found, schemas, reserved);
  const argumentsOf = argumentNames(unnamed);
  const parameters = unnamed.map((one, at): ParameterBinding => ({ argument: argumentsOf[at] ?? one.name, ...one }));
  const body = bodyOf(document, found, schemas, new Set(argumentsOf));
  const rule = Object.hasOwn(options.operations, name) ? options.operations[name] : undefined;
  const strict = (rule?.answers ?? options.answers) === "strict";
  const { binding: answer, returns, schema } = answerOf(document, found, schemas, strict);
  const server = firstServer(found.operation, options.variables) ?? firstServer(found.pathItem, options.variables);
  const binding: OperationBinding = {
    method: found.method,
    path: found.path,
    ...(server === undefined ? {} : { server }),
    parameters,
    ...(body === undefined ? {} : { body }),
    answer,
  };
  const operation: OperationSchema = {
    namespace,
    name,
    ...(found.description === undefined ? {} : { description: found.description }),
    parameters: catalogParameters(parameters, body, schemas.shared),
    effect: rule?.effect ?? (isRead(found.method) ? "read" : "write"),
    returns,
    binding,
  };
  return { operation, ...(schema === undefined ? {} : { answer: schema }) };
}

function catalogParameters(
  parameters: readonly ParameterBinding[],
  body: BodyBinding | undefined,
  shared: Readonly<Record<string, Schema>>,
): readonly ParameterSchema[] {
  const toParameter = (argument: string, schema: Schema, required: boolean): ParameterSchema => {
    const type = dataTypeOf(schema, shared);
    return { name: argument, type, required, variadic: false };
  };
  return [
    ...parameters.map(({ argument, schema, required }) => toParameter(argument, schema, required)),
    ...(body?.fields ?? []).map(({ argument, schema, required }) => toParameter(argument, schema, required)),
    ...(body?.whole === undefined ? [] : [toParameter(body.whole.argument, body.whole.schema, body.required)]),
  ];
}

/** A placeholder of the path that no parameter fills. */
function unfilled({ path, parameters }: FoundOperation): string | undefined {
  const known = new Set(parameters.filter((one) => one["in"] === "path").map((one) => one["name"]));
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name).find((name) => !known.has(name));
}

/** What the configuration supplies with every call is no argument of any. */
function suppliedBy({ auth, headers }: IntrospectOptions): ReadonlySet<string> {
  const supplied = new Set(Object.keys(headers).map((name) => `header:${name.toLowerCase()}`));
  const key = auth?.apiKey;
  if (key !== undefined) supplied.add(`${key.in}:${key.in === "header" ? key.name.toLowerCase() : key.name}`);
  return supplied;
}

/** The shared schemas that the bindings point at, and those that these do. */
function reachable(operations: readonly OperationSchema[], { shared }: Schemas): Readonly<Record<string, Schema>> {
  const found = new Map<string, Schema>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    const ref = Object.hasOwn(value, "ref") ? (value as { readonly ref: unknown }).ref : undefined;
    if (typeof ref === "string" && Object.hasOwn(shared, ref) && !found.has(ref)) {
      const schema = shared[ref] ?? {};
      found.set(ref, schema);
      visit(schema);
    }
    Object.values(value).forEach(visit);
  };
  for (const { binding } of operations) visit(binding);
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function refuseUnknown(options: IntrospectOptions, all: readonly FoundOperation[], names: readonly string[]): void {
  const keys = new Set(all.flatMap((one) => [`${one.method} ${one.path}`, one.operationId ?? ""]));
  const faults = [
    ...[...(options.include ?? []), ...options.exclude]
      .filter((pattern) => !all.some((found) => isNamed([pattern], found)))
      .map((pattern) => `include or exclude: the document has no operation "${pattern}"`),
    ...Object.keys(options.names)
      .filter((key) => !keys.has(key))
      .map((key) => `names: the document has no operation "${key}"`),
    ...Object.keys(options.operations)
      .filter((name) => !names.includes(name))
      .map((name) => `operations: there is no operation ${name}`),
  ];
  if (faults.length > 0) throw new Problem({ code: "ISTHMUS105", category: "invalid", message: faults.join("; ") });
}
