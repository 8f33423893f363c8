// A call of an operation → what has to be done for it. Pure; everything that does not depend on values is done here.

import {
  type Authorized,
  type Call,
  type Catalog,
  findOperations,
  type Operation,
  Problem,
  type Statement,
  unsupported,
} from "../../core/index.ts";
import type { OperationBinding, SharedDefinitions } from "./binding.ts";
import type { Address, Alternative, AnswerPlan, ApiCommand, ArgumentPlan } from "./command.ts";
import type { OpenApiSettings } from "./options.ts";
import { compileRows } from "../shared/rows/compile-rows.ts";
import { alternativesOf } from "../shared/api/rules.ts";
import type { Schema } from "../shared/api/schema.ts";
import { createChecks } from "../shared/api/validate.ts";
import { argumentsObject } from "./values.ts";
import { valueOf } from "../shared/value-of.ts";

type Settings = Pick<OpenApiSettings, "server" | "operations" | "answers">;

/** Checks are the same for every call of an operation, whatever its shape. */
const kept = new WeakMap<
  OperationBinding,
  Pick<ApiCommand, "arguments"> & { readonly checkAnswer: AnswerPlan["check"] }
>();

export function compile(statement: Authorized<Statement>, catalog: Catalog, settings: Settings): ApiCommand {
  if (statement.kind !== "call") throw unsupported("anything but calling an API's operations");
  const call: Call = statement;
  const operation = catalog.operations.get(call.operation)?.[call.overload];
  if (operation === undefined)
    throw new Problem({ code: "PGRST202", category: "missing", message: `There is no operation ${call.operation}` });
  if (call.readOnly && operation.effect === "write")
    throw new Problem({
      code: "25006",
      category: "invalid",
      status: 405,
      message: `cannot execute ${operation.name} in a read-only transaction`,
    });
  if (call.maxAffected !== undefined) throw unsupported("limiting how much a call of an API may affect");
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
    given: givenBy(call),
    shared,
    answer: answerPlan(operation, call, binding, checkAnswer),
    alternatives: alternatives(operation, catalog, definitions, settings),
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

function alternatives(
  operation: Operation,
  catalog: Catalog,
  definitions: SharedDefinitions | undefined,
  settings: Settings,
): ReadonlyMap<string, Alternative> {
  const { name } = operation.native;
  const rule = Object.hasOwn(settings.operations, name) ? settings.operations[name] : undefined;
  const found = alternativesOf(rule ?? {}).flatMap((other) => {
    const [one] = findOperations(catalog, operation.namespace, other);
    // A change is nothing to fall back on.
    if (one === undefined || one.source !== operation.source || one.effect === "write") return [];
    return [
      [other, { binding: one.binding as OperationBinding, address: addressOf(one, definitions, settings) }] as const,
    ];
  });
  return new Map(found);
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

function givenBy(call: Call): ApiCommand["given"] {
  const { object, wholeBody } = call;
  if (wholeBody !== undefined) throw unsupported("a whole body without a name");
  if (object !== undefined) {
    const taken = new Set(object.names);
    return (execution) => {
      const values = argumentsObject(valueOf(object.value, execution));
      return (name) => (taken.has(name) && Object.hasOwn(values, name) ? values[name] : undefined);
    };
  }
  const places = new Map(call.arguments.map(({ name, value }) => [name, value]));
  return (execution) => (name) => {
    const place = places.get(name);
    return place === undefined ? undefined : valueOf(place, execution);
  };
}

function answerPlan(
  operation: Operation,
  call: Call,
  { answer }: OperationBinding,
  check: AnswerPlan["check"],
): AnswerPlan {
  const { shape, many, fields, type } = operation.returns;
  const rows = shape === "row" ? (many ? "many" : "one") : "none";
  return {
    kind: shape === "void" ? "none" : answer.kind,
    rows,
    ...(rows === "none" || call.query === undefined || fields === undefined
      ? {}
      : { shape: compileRows(call.query, fields) }),
    single: call.single === true,
    asOne: rows === "one" || call.query?.answer.as === "one",
    ...(type === undefined ? {} : { type }),
    ...(check === undefined ? {} : { check }),
  };
}
