// A request's variables → their values, and the shape by which the plan for them is found.

import type { Operation, VariableReader } from "./documents.ts";
import type { Variables } from "./given.ts";
import { badVariable } from "./problems.ts";

export interface Coerced {
  readonly values: Variables;
  readonly shape: string;
}

/** Throws ISTHMUS133 for a value that is none of its variable's type. */
export function coerceVariables(
  { variables, introspects }: Operation,
  given: Readonly<Record<string, unknown>>,
): Coerced {
  if (variables.length === 0) return nothing;
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const shape: string[] = [];
  for (const variable of variables) {
    const value = coerced(variable, given, shape);
    if (value !== undefined) values[variable.name] = value;
    if (variable.structural || introspects) shape.push(JSON.stringify(value) ?? "a");
    shape.push(";");
  }
  return { values, shape: shape.join("") };
}

const nothing: Coerced = { values: {}, shape: "" };

function coerced(variable: VariableReader, given: Readonly<Record<string, unknown>>, shape: string[]): unknown {
  const { name, type, required, fallback, coerce, inner } = variable;
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value !== undefined) return coerce(value, shape, { variable: name, inner, path: [] });
  if (fallback !== undefined) return coerce(fallback(), shape, { variable: name, inner, path: [] });
  if (required) throw badVariable(`Variable "$${name}" of required type "${type}" was not provided.`);
  shape.push("a");
  return undefined;
}
