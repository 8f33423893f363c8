// A call of an operation → what has to be done for it. Pure; everything that does not depend on values is done here.

import {
  type Authorized,
  type Call,
  type Catalog,
  type Operation,
  Problem,
  type Statement,
  unsupported,
} from "../../core/index.ts";
import { calledOperation, givenBy } from "../shared/api/call.ts";
import { standIns } from "../shared/api/rules.ts";
import { compileRows } from "../shared/rows/compile-rows.ts";
import type { SharedDefinitions, SoapBinding } from "./binding.ts";
import type { AnswerPlan, MessagePlan, SoapCommand, Target } from "./command.ts";
import { frameOf } from "./envelope.ts";
import type { SoapSettings } from "./options.ts";
import type { Types } from "./types.ts";
import { createWriter } from "./write.ts";

type Settings = Pick<SoapSettings, "endpoint" | "operations" | "answers">;

/** How an operation's messages are written is the same for every call of it, whatever its shape. */
const kept = new WeakMap<SoapBinding, MessagePlan>();

export function compile(statement: Authorized<Statement>, catalog: Catalog, settings: Settings): SoapCommand {
  if (statement.kind !== "call") throw unsupported("anything but calling a service's operations");
  const call: Call = statement;
  const operation = calledOperation(call, catalog);
  const types = typesOf(operation, catalog);
  const target = targetOf(operation, types, settings);
  return {
    ...target,
    operation: operation.native.name,
    home: settings.endpoint === undefined ? target.origin : new URL(settings.endpoint).origin,
    effect: operation.effect,
    given: givenBy(call),
    answer: answerPlan(operation, call, target.binding, types, settings),
    alternatives: standIns(operation, catalog, settings, (other) => targetOf(other, types, settings)),
  };
}

function typesOf({ source }: Operation, catalog: Catalog): Types {
  return (catalog.sources.get(source)?.definitions as SharedDefinitions | undefined)?.types ?? {};
}

function targetOf(operation: Operation, types: Types, { endpoint }: Settings): Target {
  const binding = operation.binding as SoapBinding;
  const address = endpoint ?? binding.address;
  if (address === undefined)
    throw new Problem({
      code: "ISTHMUS105",
      category: "internal",
      message: `sources.${operation.source}: neither the WSDL nor the configuration says where the service is`,
      hint: "Set `endpoint` to its address",
    });
  const { origin, pathname, search } = new URL(address);
  return { binding, origin, path: pathname + search, message: messagePlan(binding, types) };
}

function messagePlan(binding: SoapBinding, types: Types): MessagePlan {
  let found = kept.get(binding);
  if (found !== undefined) return found;
  const writer = createWriter(types, binding.encoded === true);
  const body = binding.body.map((one) => ({ ...one, write: writer.element(one.element) }));
  const headers = binding.headers.map((one) => ({ ...one, write: writer.element(one.element) }));
  found = { frame: frameOf(binding.version, binding.encoded === true, writer.prefixes), body, headers };
  kept.set(binding, found);
  return found;
}

function answerPlan(
  { native, returns }: Operation,
  call: Call,
  { output }: SoapBinding,
  types: Types,
  { operations, answers }: Settings,
): AnswerPlan {
  const rule = Object.hasOwn(operations, native.name) ? operations[native.name] : undefined;
  const { shape, many, fields } = returns;
  const rows = shape === "row" ? (many ? "many" : "one") : "none";
  return {
    types,
    element: shape === "void" ? undefined : output?.element,
    path: output?.path ?? [],
    strict: (rule?.answers ?? answers) === "strict",
    rows,
    ...(rows === "none" || call.query === undefined || fields === undefined
      ? {}
      : { shape: compileRows(call.query, fields) }),
    single: call.single === true,
    asOne: rows === "one" || call.query?.answer.as === "one",
  };
}
