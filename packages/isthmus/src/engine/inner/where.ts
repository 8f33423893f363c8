// A condition as code inside the server writes it, in the words of the configuration. Its values become inputs, so that
// conditions of one form share a shape.

import { toCondition } from "../../catalog/index.ts";
import { Problem } from "../../core/index.ts";
import type { Catalog, Condition, InputValue, Resource, Value, Where } from "../../core/index.ts";

/** @throws Problem where it names what this caller does not have, or a value is none. */
export function conditionOf(
  where: Where,
  resource: Resource,
  catalog: Catalog,
  inputs: InputValue[],
  path: string,
): Condition {
  const faults: string[] = [];
  const condition = toCondition(plainWhere(where, path), resource, catalog, path, (place, message) => {
    faults.push(`${place}: ${message}`);
  });
  if (faults.length > 0) throw new Problem({ code: "42703", category: "invalid", message: faults.join("; ") });
  return withInputs(condition, inputs);
}

/**
 * A value that is missing must not widen what is read or changed, so `undefined` is refused, and not left out as the
 * configuration does. Dates and big numbers become texts.
 */
function plainWhere(where: Where, path: string): Where {
  const plain = (value: unknown, at: string): unknown => {
    if (value === undefined) throw new Problem({ code: "22004", category: "invalid", message: `${at} is undefined` });
    if (typeof value === "bigint") return String(value);
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return value.map((one, index) => plain(one, `${at}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one, `${at}.${key}`)]));
  };
  return plain(where, path) as Where;
}

function withInputs(condition: Condition, inputs: InputValue[]): Condition {
  switch (condition.kind) {
    case "and":
    case "or":
      return { ...condition, of: condition.of.map((part) => withInputs(part, inputs)) };
    case "not":
      return { ...condition, of: withInputs(condition.of, inputs) };
    case "related":
      return condition.where === undefined ? condition : { ...condition, where: withInputs(condition.where, inputs) };
    case "compare":
      return { ...condition, right: inputOf(condition.right, inputs) };
    case "is":
    case "constant":
      return condition;
    default:
      return condition satisfies never;
  }
}

/** As text, which the source reads by the field's type. */
function inputOf(value: Value, inputs: InputValue[]): Value {
  if (value.kind !== "literal") return value;
  const given = value.value;
  return addInput(inputs, Array.isArray(given) ? given.map(String) : given === null ? null : String(given));
}

export function addInput(inputs: InputValue[], value: InputValue): Value {
  return { kind: "input", index: inputs.push(value) - 1 };
}
