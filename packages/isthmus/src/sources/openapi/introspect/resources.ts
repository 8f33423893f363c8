// What of an API can be listed and fetched → resources: those that the document shows plainly (a list at `/things`, one of
// them at `/things/{id}`), and those that the configuration names.

import { type FieldSchema, type OperationSchema, Problem, type ResourceSchema } from "../../../core/index.ts";
import type { RemoteAbilities, RemoteOperator } from "../../shared/remote/port.ts";
import type { ParameterBinding, ResourceBinding } from "../binding.ts";
import type { OpenApiSettings } from "../options.ts";
import type { ResourceSettings } from "../resource-options.ts";
import { type AnsweredRows, fieldsOf, objectIn, rowsIn } from "./answered-rows.ts";
import { notFilters, pagesOf } from "./described-pages.ts";
import { type Answering, bindingOf, type Known, plainResources, type Shared } from "./plain-resources.ts";

const scan = 1_000;
const calls = 200;
const batchMost = 100;

/** @throws Problem naming what the configuration says of a resource that cannot be. */
export function resourcesOf(
  operations: readonly Answering[],
  shared: Shared,
  configured: OpenApiSettings["resources"],
): readonly ResourceSchema[] {
  if (configured === false) return [];
  const byName = new Map(operations.map((one) => [one.operation.name, one] as const));
  const known: Known = { operations: byName, shared };
  const found = plainResources(known);
  const resources: ResourceSchema[] = [];
  for (const [name, derived] of found) {
    if (Object.hasOwn(configured, name) || byName.has(name)) continue;
    resources.push(resourceSchema(name, derived, known));
  }
  for (const [name, settings] of Object.entries(configured)) {
    if (settings === false) continue;
    if (byName.has(name)) throw wrong(name, "an operation has this name; give one of them another");
    resources.push(resourceSchema(name, { ...found.get(name), ...settings }, known));
  }
  return resources;
}

function resourceSchema(name: string, settings: ResourceSettings, known: Known): ResourceSchema {
  const list = settings.list === undefined ? undefined : operationNamed(name, "list", settings.list, known);
  const get = settings.get === undefined ? undefined : operationNamed(name, "get", settings.get, known);
  const rows = list && answeredRows(name, list, settings, known.shared);
  const item = get?.answer && objectIn(get.answer, known.shared, settings.item);
  const fields = rows === undefined ? item && fieldsOf(item, known.shared) : fieldsOf(rows.object, known.shared);
  if (fields === undefined) throw wrong(name, "expected `list`, or `get` with an answer that is an object");
  const key = keyOf(name, settings, get, fields);
  const binding = bindingOfResource(name, settings, { list, get, rows, key, fields, known });
  const found = list ?? get;
  const description = found?.operation.description;
  return {
    namespace: found?.operation.namespace ?? "main",
    name,
    kind: "foreign-table",
    ...(description === undefined ? {} : { description }),
    fields,
    key,
    unique: [],
    indexes: [],
    foreignKeys: [],
    insertable: false,
    updatable: false,
    deletable: false,
    binding,
  };
}

function operationNamed(resource: string, part: string, name: string, { operations }: Known): Answering {
  const found = operations.get(name);
  if (found === undefined) throw wrong(`${resource}.${part}`, `there is no operation ${name}`);
  if (found.operation.effect === "write") throw wrong(`${resource}.${part}`, `${name} makes changes`);
  return found;
}

function answeredRows(
  name: string,
  { operation, answer }: Answering,
  { rows }: ResourceSettings,
  shared: Shared,
): AnsweredRows {
  const found = answer === undefined ? undefined : rowsIn(answer, shared, rows);
  if (found !== undefined) return found;
  throw wrong(
    `${name}.rows`,
    rows === undefined
      ? `the answer of ${operation.name} is no list of objects, and has not one list of them; say where it is`
      : `the answer of ${operation.name} has no list of objects there`,
  );
}

function keyOf(
  name: string,
  { key }: ResourceSettings,
  get: Answering | undefined,
  fields: readonly FieldSchema[],
): readonly string[] {
  const has = (field: string): boolean => fields.some((one) => one.name === field);
  if (key !== undefined) {
    const given = typeof key === "string" ? [key] : key;
    const missing = given.find((field) => !has(field));
    if (missing !== undefined) throw wrong(`${name}.key`, `there is no field ${missing}`);
    return given;
  }
  const named = get === undefined ? [] : requiredOf(get).map((parameter) => parameter.name);
  if (named.length > 0 && named.every(has)) return named;
  return named.length <= 1 && has("id") ? ["id"] : [];
}

function requiredOf({ operation }: Answering): readonly ParameterBinding[] {
  return bindingOf(operation).parameters.filter(({ required }) => required);
}

interface Parts {
  readonly list: Answering | undefined;
  readonly get: Answering | undefined;
  readonly rows: AnsweredRows | undefined;
  readonly key: readonly string[];
  readonly fields: readonly FieldSchema[];
  readonly known: Known;
}

function bindingOfResource(name: string, settings: ResourceSettings, parts: Parts): ResourceBinding {
  const { list, get, rows, key, fields, known } = parts;
  const args = get === undefined ? [] : argumentsOfKey(name, settings, get, key);
  const filters = list === undefined ? {} : filtersOf(name, settings, list, fields);
  const batch = batchOf(name, settings, list, key, known);
  const page = pageOf(name, settings, list, known.shared);
  const abilities: RemoteAbilities = {
    key,
    list: list !== undefined,
    one: args.length > 0,
    ...(batch === undefined ? {} : { many: settings.batch?.most ?? batchMost }),
    filters: Object.fromEntries(
      Object.entries(filters).map(([field, given]) => [field, Object.keys(given) as RemoteOperator[]]),
    ),
    order: Object.fromEntries(
      Object.entries(settings.order?.fields ?? {}).map(([field, { asc, desc }]) => [
        field,
        [...(asc === undefined ? [] : (["asc"] as const)), ...(desc === undefined ? [] : (["desc"] as const))],
      ]),
    ),
    scan: settings.scan ?? scan,
    calls: settings.calls ?? calls,
  };
  return {
    abilities,
    ...(list === undefined
      ? {}
      : {
          list: {
            operation: list.operation.name,
            rows: rows?.place ?? "",
            filters,
            ...(settings.order === undefined ? {} : { order: orderOf(name, settings.order, list) }),
            ...(page === undefined ? {} : { page }),
          },
        }),
    ...(get === undefined || args.length === 0
      ? {}
      : { get: { operation: get.operation.name, item: settings.item ?? "", arguments: args } }),
    ...(batch === undefined ? {} : { batch }),
  } as ResourceBinding;
}

/** The arguments of `get`, in the order of the key. */
function argumentsOfKey(
  name: string,
  { get: given }: ResourceSettings,
  get: Answering,
  key: readonly string[],
): readonly string[] {
  const required = requiredOf(get).map(({ argument }) => argument);
  if (key.every((field) => required.includes(field)) && required.length === key.length && key.length > 0) return key;
  if (required.length === key.length && key.length === 1) return required;
  if (key.length === 0) return [];
  throw wrong(`${name}.key`, `${given ?? "get"} needs ${required.join(", ")}, which the key has not got`);
}

function filtersOf(
  name: string,
  { filters }: ResourceSettings,
  { operation }: Answering,
  fields: readonly FieldSchema[],
): NonNullable<ResourceBinding["list"]>["filters"] {
  const { parameters } = bindingOf(operation);
  if (filters === undefined) {
    return Object.fromEntries(
      fields.flatMap((field) => {
        const isFilter = !notFilters.has(field.name) && !field.name.startsWith("$");
        const parameter = parameters.find((one) => isFilter && one.name === field.name && one.in === "query");
        const type = parameter?.schema.types?.length === 1 ? parameter.schema.types[0] : undefined;
        if (parameter === undefined || type === undefined || type === "object") return [];
        const { argument } = parameter;
        return [[field.name, type === "array" ? { eq: argument, in: argument } : { eq: argument }] as const];
      }),
    );
  }
  return Object.fromEntries(
    Object.entries(filters).map(([field, given]) => {
      if (!fields.some((one) => one.name === field)) throw wrong(`${name}.filters`, `there is no field ${field}`);
      const by = typeof given === "string" ? { eq: given } : given;
      for (const argument of Object.values(by).filter((one) => one !== undefined))
        refuseArgument(`${name}.filters.${field}`, argument, operation);
      return [field, by] as const;
    }),
  ) as NonNullable<ResourceBinding["list"]>["filters"];
}

function orderOf(
  name: string,
  order: NonNullable<ResourceSettings["order"]>,
  { operation }: Answering,
): NonNullable<ResourceSettings["order"]> {
  refuseArgument(`${name}.order.argument`, order.argument, operation);
  return order;
}

function batchOf(
  name: string,
  { batch }: ResourceSettings,
  list: Answering | undefined,
  key: readonly string[],
  known: Known,
): ResourceBinding["batch"] {
  if (batch === undefined) return undefined;
  if (key.length !== 1) throw wrong(`${name}.batch`, "expected a key of one field");
  const by = batch.operation === undefined ? list : operationNamed(name, "batch.operation", batch.operation, known);
  if (by === undefined) throw wrong(`${name}.batch`, "expected an operation");
  refuseArgument(`${name}.batch.argument`, batch.argument, by.operation);
  const rows = by.answer === undefined ? undefined : rowsIn(by.answer, known.shared, batch.rows);
  if (rows === undefined) throw wrong(`${name}.batch`, `the answer of ${by.operation.name} is no list of objects`);
  return { operation: by.operation.name, argument: batch.argument, rows: rows.place };
}

function pageOf(
  name: string,
  { page }: ResourceSettings,
  list: Answering | undefined,
  shared: Shared,
): NonNullable<ResourceBinding["list"]>["page"] {
  if (page === false || list === undefined) return undefined;
  if (page === undefined) return pagesOf(bindingOf(list.operation).parameters, list.answer ?? {}, shared);
  if ("argument" in page) refuseArgument(`${name}.page.argument`, page.argument, list.operation);
  if (page.size !== undefined) refuseArgument(`${name}.page.size.argument`, page.size.argument, list.operation);
  return page;
}

function refuseArgument(path: string, argument: string, { name, parameters }: OperationSchema): void {
  if (!parameters.some((one) => one.name === argument)) throw wrong(path, `${name} has no argument ${argument}`);
}

function wrong(path: string, what: string): Problem {
  return new Problem({ code: "ISTHMUS105", category: "invalid", message: `resources.${path}: ${what}` });
}
