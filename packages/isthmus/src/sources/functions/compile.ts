// A call of a function → which one, where its input comes from, what of its answer is wanted. Pure.

import {
  type Authorized,
  type Call,
  type Catalog,
  type Execution,
  type Operation,
  Problem,
  type Statement,
  unsupported,
} from "../../core/index.ts";
import { readOnlyCall } from "../shared/refusals.ts";
import { compileRows } from "../shared/rows/compile-rows.ts";
import { valueOf } from "../shared/value-of.ts";
import { type AnswerPlan, argumentsObject } from "./values.ts";

export interface FunctionCommand {
  /** As the source knows it. */
  readonly name: string;
  readonly operation: string;
  readonly effect: "read" | "write";
  /** Whether what is given may be text that stands for something else. */
  readonly given: (call: Execution) => { readonly values: Readonly<Record<string, unknown>>; readonly texts: boolean };
  readonly answer: AnswerPlan;
}

export function compile(statement: Authorized<Statement>, catalog: Catalog): FunctionCommand {
  if (statement.kind !== "call") throw unsupported("anything but calling functions");
  const call: Call = statement;
  const operation = catalog.operations.get(call.operation)?.[call.overload];
  if (operation === undefined)
    throw new Problem({ code: "PGRST202", category: "missing", message: `There is no function ${call.operation}` });
  if (call.readOnly && operation.effect === "write") throw readOnlyCall(operation);
  if (call.maxAffected !== undefined) throw unsupported("limiting how much a function may affect");
  if (call.wholeBody !== undefined) throw unsupported("a whole body without a name");
  return {
    name: operation.native.name,
    operation: operation.id,
    effect: operation.effect,
    given: givenBy(call),
    answer: answerOf(operation, call),
  };
}

function givenBy(call: Call): FunctionCommand["given"] {
  const { object } = call;
  if (object !== undefined) {
    const taken = new Set(object.names);
    return (execution) => {
      const values = Object.entries(argumentsObject(valueOf(object.value, execution)));
      return { values: Object.fromEntries(values.filter(([name]) => taken.has(name))), texts: false };
    };
  }
  return (execution) => ({
    values: Object.fromEntries(call.arguments.map(({ name, value }) => [name, valueOf(value, execution)])),
    texts: true,
  });
}

function answerOf({ returns }: Operation, { query, single }: Call): AnswerPlan {
  const { shape, many, fields } = returns;
  return {
    shape,
    many,
    fields,
    rows: shape !== "row" || query === undefined || fields === undefined ? undefined : compileRows(query, fields),
    single: single === true,
    asOne: shape === "row" && (!many || query?.answer.as === "one"),
  };
}
