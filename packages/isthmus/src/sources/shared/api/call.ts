// A call of an API's operation: what is called, and where its arguments are.

import { type Call, type Catalog, type Execution, type Operation, Problem, unsupported } from "../../../core/index.ts";
import { readOnlyCall } from "../refusals.ts";
import { valueOf } from "../value-of.ts";
import { argumentsObject } from "./values.ts";

/** @throws Problem where there is no such operation, or it may not be called so. */
export function calledOperation(call: Call, catalog: Catalog): Operation {
  const operation = catalog.operations.get(call.operation)?.[call.overload];
  if (operation === undefined)
    throw new Problem({ code: "PGRST202", category: "missing", message: `There is no operation ${call.operation}` });
  if (call.readOnly && operation.effect === "write") throw readOnlyCall(operation);
  if (call.maxAffected !== undefined) throw unsupported("limiting how much a call of an API may affect");
  return operation;
}

/** Where the values of a call's arguments are: in an object that is given whole, or one by one. */
export function givenBy(call: Call): (execution: Execution) => (name: string) => unknown {
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
