// A statement → what has to be done for it. Pure; everything that does not depend on values is done here.

import {
  type Authorized,
  type Call,
  type Catalog,
  type Operation,
  Problem,
  type Query,
  type Statement,
  unsupported,
} from "../../core/index.ts";
import { calledOperation, givenBy } from "../shared/api/call.ts";
import { standIns } from "../shared/api/rules.ts";
import { createChecks } from "../shared/api/validate.ts";
import { compileRemote } from "../shared/remote/compile-remote.ts";
import { compileRows } from "../shared/rows/compile-rows.ts";
import type { GraphBinding, ResourceBinding } from "./binding.ts";
import type { Address, AnswerPlan, ArgumentPlan, Command, GraphCommand, RowsCommand } from "./command.ts";
import { documentText } from "./document.ts";
import type { GraphqlSettings } from "./options.ts";
import type { SharedDefinitions } from "./schema-types.ts";
import { everything, type Needs, needsOf, selectionText } from "./selection.ts";

type Settings = Pick<GraphqlSettings, "endpoint" | "operations" | "answers" | "depth">;

const none: SharedDefinitions = { types: {}, schemas: {} };

/** Checks are the same for every call of an operation, whatever its shape. */
const kept = new WeakMap<GraphBinding, readonly ArgumentPlan[]>();

export function compile(statement: Authorized<Statement>, catalog: Catalog, settings: Settings): Command {
  if (statement.kind === "query") return compileQuery(statement, catalog, settings);
  if (statement.kind !== "call") throw unsupported("changing records of an API other than by calling its operations");
  return compileCall(statement, catalog, settings);
}

function compileCall(call: Call, catalog: Catalog, settings: Settings): GraphCommand {
  const operation = calledOperation(call, catalog);
  const definitions = definitionsOf(operation.source, catalog);
  const binding = operation.binding as GraphBinding;
  return {
    operation: operation.native.name,
    effect: operation.effect,
    address: addressOf(settings),
    text: textOf(binding, call.query === undefined ? everything : needsOf(call.query), definitions, settings),
    arguments: argumentsOf(binding, definitions),
    given: givenBy(call),
    shared: definitions.schemas,
    answer: answerPlan(operation, call, binding, definitions, settings),
    alternatives: standIns(operation, catalog, settings, (other) =>
      standIn(operation, other, call, definitions, settings),
    ),
  };
}

function compileQuery(query: Query, catalog: Catalog, settings: Settings): RowsCommand {
  const resource = catalog.resources.get(query.resource);
  const binding = resource?.binding as ResourceBinding | undefined;
  if (resource === undefined || binding === undefined)
    throw new Problem({ code: "PGRST205", category: "missing", message: `There is no resource ${query.resource}` });
  const { types } = definitionsOf(resource.source, catalog);
  const needs = needsOf(query, binding.abilities.key);
  return {
    effect: "read",
    operation: resource.native.name,
    address: addressOf(settings),
    plan: compileRemote(query, resource, binding.abilities),
    binding,
    selection: selectionText(binding.type, needs, types, settings.depth),
  };
}

function definitionsOf(source: string, catalog: Catalog): SharedDefinitions {
  return (catalog.sources.get(source)?.definitions as SharedDefinitions | undefined) ?? none;
}

function addressOf({ endpoint }: Settings): Address {
  const { origin, pathname, search } = new URL(endpoint);
  return { origin, path: pathname + search };
}

/** Of rows what is asked for; of anything else all that is asked for by default. */
function textOf(binding: GraphBinding, needs: Needs, { types }: SharedDefinitions, { depth }: Settings): string {
  const selection = selectionText(binding.answer.type, binding.answer.lists < 2 ? needs : everything, types, depth);
  return documentText(binding.kind, binding.field, binding.arguments, selection);
}

function argumentsOf(binding: GraphBinding, { schemas }: SharedDefinitions): readonly ArgumentPlan[] {
  let found = kept.get(binding);
  if (found !== undefined) return found;
  const check = createChecks(schemas, { direction: "in" });
  found = binding.arguments.map(({ argument, name, required, schema }) => ({
    argument,
    name,
    required,
    schema,
    check: check(schema),
  }));
  kept.set(binding, found);
  return found;
}

/** What stands in for an operation: where it answers the same type, the caller's own selection of it. */
function standIn(
  { binding: own }: Operation,
  other: Operation,
  call: Call,
  definitions: SharedDefinitions,
  settings: Settings,
) {
  const binding = other.binding as GraphBinding;
  const alike = binding.answer.type === (own as GraphBinding).answer.type && call.query !== undefined;
  const text = textOf(binding, alike ? needsOf(call.query) : everything, definitions, settings);
  return { text, arguments: argumentsOf(binding, definitions) };
}

function answerPlan(
  { native, returns }: Operation,
  call: Call,
  { answer, kind }: GraphBinding,
  { types }: SharedDefinitions,
  { operations, answers }: Settings,
): AnswerPlan {
  const rule = Object.hasOwn(operations, native.name) ? operations[native.name] : undefined;
  const { shape, many, fields } = returns;
  const rows = shape === "row" ? (many ? "many" : "one") : "none";
  return {
    field: answer,
    kind,
    rows,
    ...(rows === "none" || call.query === undefined || fields === undefined
      ? {}
      : { shape: compileRows(call.query, fields) }),
    single: call.single === true,
    asOne: rows === "one" || call.query?.answer.as === "one",
    ...((rule?.answers ?? answers) === "strict" ? { types } : {}),
  };
}
