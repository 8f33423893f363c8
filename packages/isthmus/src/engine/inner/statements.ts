// What code inside the server asks, as questions of the same form that every interface makes.

import { Problem } from "../../core/index.ts";
import type {
  Adjustment,
  Call,
  Catalog,
  Condition,
  Delete,
  DeleteOptions,
  InnerRow,
  Insert,
  InsertOptions,
  Operation,
  Query,
  Question,
  ReadOptions,
  Resource,
  Select,
  Update,
  UpdateOptions,
} from "../../core/index.ts";
import { type Making, queryOf, resourceNamed } from "./select.ts";
import { addInput, conditionOf } from "./where.ts";

export function readQuestion(catalog: Catalog, id: string, options: ReadOptions): Question<Query> {
  const making: Making = { catalog, inputs: [] };
  const statement = queryOf(making, resourceNamed(catalog, id), options, { as: "many" });
  return { statement, inputs: making.inputs };
}

export function insertQuestion(
  catalog: Catalog,
  id: string,
  rows: readonly InnerRow[],
  { returning, conflict }: InsertOptions,
): Question<Insert> {
  const making: Making = { catalog, inputs: [] };
  const resource = resourceNamed(catalog, id);
  const statement: Insert = {
    kind: "insert",
    resource: id,
    fields: [...new Set(rows.flatMap(namesIn))].sort(),
    rows: addInput(making.inputs, jsonOf(rows)),
    missing: "default",
    ...(conflict === undefined ? {} : { conflict: { target: conflict.fields, action: conflict.action } }),
    ...returned(making, resource, returning),
  };
  return { statement, inputs: making.inputs };
}

export function updateQuestion(catalog: Catalog, id: string, options: UpdateOptions): Question<Update> {
  const making: Making = { catalog, inputs: [] };
  const resource = resourceNamed(catalog, id);
  const set = options.set ?? {};
  const fields = namesIn(set).toSorted();
  const adjust = Object.entries(options.increment ?? {}).map(([field, by]): Adjustment => ({
    field,
    operator: "increment",
    value: addInput(making.inputs, String(by)),
  }));
  if (fields.length === 0 && adjust.length === 0) throw nothingToDo(id);
  const statement: Update = {
    kind: "update",
    resource: id,
    fields,
    values: addInput(making.inputs, jsonOf(set)),
    ...(adjust.length === 0 ? {} : { adjust }),
    ...reach(making, resource, options.where),
    ...returned(making, resource, options.returning),
  };
  return { statement, inputs: making.inputs };
}

export function deleteQuestion(catalog: Catalog, id: string, { where, returning }: DeleteOptions): Question<Delete> {
  const making: Making = { catalog, inputs: [] };
  const resource = resourceNamed(catalog, id);
  const statement: Delete = {
    kind: "delete",
    resource: id,
    ...reach(making, resource, where),
    ...returned(making, resource, returning),
  };
  return { statement, inputs: making.inputs };
}

/** @param args By name, or the whole body of an operation that takes one. */
export function callQuestion(catalog: Catalog, id: string, args: unknown): Question<Call> {
  const making: Making = { catalog, inputs: [] };
  const [overload, operation] = operationNamed(catalog, id, args);
  const query = rowsOf(making, operation);
  const statement: Call = {
    kind: "call",
    operation: id,
    overload,
    ...argumentsOf(making, operation, args),
    readOnly: operation.effect === "read",
    ...(query === undefined ? {} : { query }),
  };
  return { statement, inputs: making.inputs };
}

function argumentsOf(
  { inputs }: Making,
  { wholeBody }: Operation,
  args: unknown,
): Pick<Call, "arguments" | "wholeBody" | "object"> {
  if (wholeBody !== undefined) {
    const body = wholeBody === "json" || typeof args !== "string" ? jsonOf(args ?? null) : args;
    return { arguments: [], wholeBody: addInput(inputs, body) };
  }
  const names = namesOfArguments(args);
  if (names.length === 0) return { arguments: [] };
  return { arguments: [], object: { names: names.toSorted(), value: addInput(inputs, jsonOf(args)) } };
}

function namesOfArguments(args: unknown): readonly string[] {
  return typeof args === "object" && args !== null ? namesIn(args as InnerRow) : [];
}

function operationNamed(catalog: Catalog, id: string, args: unknown): readonly [number, Operation] {
  const overloads = catalog.operations.get(id) ?? [];
  const given = namesOfArguments(args);
  for (const [at, operation] of overloads.entries()) {
    const { parameters, wholeBody, lenient } = operation;
    if (wholeBody !== undefined || lenient === true) return [at, operation];
    const known = new Set(parameters.map(({ name }) => name));
    const fits = given.every((name) => known.has(name));
    if (fits && parameters.every(({ name, required }) => !required || given.includes(name))) return [at, operation];
  }
  throw new Problem({
    code: "PGRST202",
    category: "missing",
    message: `Could not find the function ${id}(${given.join(", ")}) in the schema cache`,
  });
}

function rowsOf(making: Making, { id, returns }: Operation): Query | undefined {
  const answer = returns.many ? ({ as: "many" } as const) : ({ as: "one", optional: true } as const);
  if (returns.shape === "resource" && returns.resource !== undefined)
    return queryOf(making, resourceNamed(making.catalog, returns.resource), {}, answer);
  if (returns.shape !== "row" || returns.fields === undefined || returns.fields.size === 0) return undefined;
  const select = [...returns.fields.keys()].map((name) => ({ kind: "field", as: name, of: { field: name } }) as const);
  return { kind: "query", resource: id, select, answer };
}

function reach(making: Making, resource: Resource, where: UpdateOptions["where"]): { readonly where?: Condition } {
  if (where === "all") return {};
  return { where: conditionOf(where, resource, making.catalog, making.inputs, "where") };
}

function returned(making: Making, resource: Resource, select: Select | undefined): { readonly returning?: Query } {
  return select === undefined ? {} : { returning: queryOf(making, resource, { select }, { as: "many" }) };
}

/** What is undefined is not given. */
function namesIn(row: InnerRow): readonly string[] {
  return Object.keys(row).filter((name) => row[name] !== undefined);
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "bigint" ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(one)) : one,
  );
}

function nothingToDo(id: string): Problem {
  return new Problem({
    code: "ISTHMUS654",
    category: "internal",
    message: `An update of ${id} needs a field in \`set\` or \`increment\``,
  });
}
