// A call of an operation → what has to be done for it. Pure; everything that does not depend on values is done here.

import {
  type Authorized,
  type Call,
  type Catalog,
  findOperations,
  type Operation,
  Problem,
  type Query,
  type Resource,
  type Statement,
  unsupported,
} from "../../core/index.ts";
import type { OperationBinding, ResourceBinding, SharedDefinitions } from "./binding.ts";
import type { Address, AnswerPlan, ApiCommand, ArgumentPlan, Command, RowsCommand } from "./command.ts";
import type { OpenApiSettings } from "./options.ts";
import { calledOperation, givenBy } from "../shared/api/call.ts";
import { compileRemote } from "../shared/remote/compile-remote.ts";
import { compileRows } from "../shared/rows/compile-rows.ts";
import { standIns } from "../shared/api/rules.ts";
import type { Schema } from "../shared/api/schema.ts";
import { createChecks } from "../shared/api/validate.ts";

type Settings = Pick<OpenApiSettings, "server" | "operations" | "answers">;

/** Checks are the same for every call of an operation, whatever its shape. */
const kept = new WeakMap<
  OperationBinding,
  Pick<ApiCommand, "arguments"> & { readonly checkAnswer: AnswerPlan["check"] }
>();

export function compile(statement: Authorized<Statement>, catalog: Catalog, settings: Settings): Command {
  if (statement.kind === "query") return compileQuery(statement, catalog, settings);
  if (statement.kind !== "call") throw unsupported("changing records of an API other than by calling its operations");
  const call: Call = statement;
  const operation = calledOperation(call, catalog);
  const base = callOf(operation, catalog, settings);
  return { ...base, given: givenBy(call), answer: { ...base.answer, ...shapeOf(operation, call) } };
}

/** A query over a resource: its operations are called without the caller having to be allowed to call them himself. */
function compileQuery(query: Query, catalog: Catalog, settings: Settings): RowsCommand {
  const resource = catalog.resources.get(query.resource);
  const binding = resource?.binding as ResourceBinding | undefined;
  if (resource === undefined || binding === undefined)
    throw new Problem({ code: "PGRST205", category: "missing", message: `There is no resource ${query.resource}` });
  const called = (name: string | undefined): ApiCommand | undefined => {
    if (name === undefined) return undefined;
    const operation = operationBy(resource, name, catalog);
    if (operation === undefined) throw unsyncedResource(resource);
    return callOf(operation, catalog, settings);
  };
  const [list, get, batch] = [binding.list, binding.get, binding.batch].map((one) => called(one?.operation));
  const definitions = catalog.sources.get(resource.source)?.definitions as SharedDefinitions | undefined;
  return {
    effect: "read",
    plan: compileRemote(query, resource, binding.abilities),
    binding,
    home: originOf(settings.server ?? definitions?.server),
    ...(list === undefined ? {} : { list }),
    ...(get === undefined ? {} : { get }),
    ...(batch === undefined ? {} : { batch }),
  };
}

function operationBy({ source, namespace }: Resource, name: string, catalog: Catalog): Operation | undefined {
  return findOperations(catalog, namespace, name).find((one) => one.source === source && one.native.name === name);
}

function unsyncedResource({ source, name }: Resource): Problem {
  return new Problem({
    code: "ISTHMUS105",
    category: "internal",
    message: `sources.${source}: the lock file does not have the operations that ${name} is read by`,
    hint: "Run `isthmus sync`",
  });
}

/** A call of an operation, but for the values of its arguments and for what is taken of its answer. */
function callOf(operation: Operation, catalog: Catalog, settings: Settings): ApiCommand {
  const binding = operation.binding as OperationBinding;
  const definitions = catalog.sources.get(operation.source)?.definitions as SharedDefinitions | undefined;
  const shared = definitions?.schemas ?? {};
  const { arguments: plans, checkAnswer } = checksOf(binding, shared);
  if (checkAnswer === undefined && isStrict(operation, settings) && binding.answer.kind === "json")
    throw unsynced(operation);
  return {
    operation: operation.native.name,
    binding,
    address: addressOf(operation, definitions, settings),
    home: originOf(settings.server ?? definitions?.server),
    effect: operation.effect,
    arguments: plans,
    given: () => () => undefined,
    shared,
    answer: answerPlan(operation, binding, checkAnswer),
    alternatives: standIns(operation, catalog, settings, (other) => ({
      binding: other.binding as OperationBinding,
      address: addressOf(other, definitions, settings),
    })),
  };
}

function isStrict({ native }: Operation, { operations, answers }: Settings): boolean {
  const rule = Object.hasOwn(operations, native.name) ? operations[native.name] : undefined;
  return (rule?.answers ?? answers) === "strict";
}

/** The lock is older than the configuration: what it asks for must not be passed over in silence. */
function unsynced({ source, name }: Operation): Problem {
  return new Problem({
    code: "ISTHMUS105",
    category: "internal",
    message: `sources.${source}: the lock file does not have what answers of ${name} are to be held to`,
    hint: "Run `isthmus sync`",
  });
}

/** `server` of the configuration stands for the document's own, wherever single operations may be. */
function addressOf(
  { source, binding }: Operation,
  definitions: SharedDefinitions | undefined,
  settings: Pick<OpenApiSettings, "server">,
): Address {
  const { server } = binding as OperationBinding;
  const address = server ?? settings.server ?? definitions?.server;
  if (address === undefined)
    throw new Problem({
      code: "ISTHMUS105",
      category: "internal",
      message: `sources.${source}: neither the document nor the configuration says where the API is`,
      hint: "Set `server` to its address",
    });
  const { origin, pathname } = new URL(address);
  return { origin, prefix: pathname.replace(/\/+$/, "") };
}

function originOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : new URL(address).origin;
}

function checksOf(binding: OperationBinding, shared: Readonly<Record<string, Schema>>) {
  let found = kept.get(binding);
  if (found !== undefined) return found;
  const check = createChecks(shared, { direction: "in" });
  const { body, answer } = binding;
  const plan = (name: string, schema: Schema, required: boolean): ArgumentPlan => ({
    name,
    schema,
    required,
    check: check(schema),
  });
  found = {
    arguments: [
      ...binding.parameters.map(({ argument, schema, required }) => plan(argument, schema, required)),
      ...(body?.fields ?? []).map(({ argument, schema, required }) => plan(argument, schema, required)),
      ...(body?.whole === undefined ? [] : [plan(body.whole.argument, body.whole.schema, body.required)]),
    ],
    checkAnswer: answer.schema === undefined ? undefined : createChecks(shared, { direction: "out" })(answer.schema),
  };
  kept.set(binding, found);
  return found;
}

function answerPlan(operation: Operation, { answer }: OperationBinding, check: AnswerPlan["check"]): AnswerPlan {
  const { shape, type } = operation.returns;
  const rows = rowsOf(operation);
  return {
    kind: shape === "void" ? "none" : answer.kind,
    rows,
    single: false,
    asOne: rows === "one",
    ...(type === undefined ? {} : { type }),
    ...(check === undefined ? {} : { check }),
  };
}

function rowsOf({ returns: { shape, many } }: Operation): AnswerPlan["rows"] {
  return shape === "row" ? (many ? "many" : "one") : "none";
}

/** What the caller wants of the rows. */
function shapeOf(operation: Operation, call: Call): Pick<AnswerPlan, "shape" | "single" | "asOne"> {
  const rows = rowsOf(operation);
  const { fields } = operation.returns;
  return {
    ...(rows === "none" || call.query === undefined || fields === undefined
      ? {}
      : { shape: compileRows(call.query, fields) }),
    single: call.single === true,
    asOne: rows === "one" || call.query?.answer.as === "one",
  };
}
