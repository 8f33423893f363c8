// The functions that were loaded → what the source offers: an operation for each.

import type { OperationSchema, ReturnSchema, SourceSchema } from "../../core/index.ts";
import type { LoadedFunction } from "./connect.ts";
import { dataTypeOf, fieldsOf, isSchema, propertiesOf, requiredOf, withoutNull } from "./data-types.ts";
import type { JsonSchema } from "./schemas.ts";

export const namespace = "main";

export function introspect(functions: Iterable<LoadedFunction>): SourceSchema {
  return {
    namespaces: [namespace],
    unqualified: true,
    resources: [],
    operations: [...functions].map(operationOf),
    castable: [],
    textSearchConfigurations: [],
  };
}

function operationOf({ name, definition, input, output }: LoadedFunction): OperationSchema {
  const { description, effect = "write", access = [], resumable } = definition;
  const required = requiredOf(input?.json ?? {});
  return {
    namespace,
    name,
    ...(description === undefined ? {} : { description }),
    parameters: propertiesOf(input?.json ?? {}).map(([parameter, schema]) => ({
      name: parameter,
      type: dataTypeOf(schema),
      required: required.has(parameter),
      variadic: false,
    })),
    effect,
    returns: output === undefined ? { many: false, shape: "void" } : returnsOf(output.json),
    access,
    lenient: true,
    ...(resumable === true ? { resumable } : {}),
  };
}

/** Objects are rows, of which a caller may choose what he wants; everything else is a value. */
function returnsOf(given: JsonSchema): ReturnSchema {
  const { schema, nullable } = withoutNull(given);
  if (isRow(schema)) return { many: false, shape: "row", fields: fieldsOf(schema) };
  const { items } = schema;
  if (schema["type"] !== "array" || nullable || !isSchema(items))
    return { many: false, shape: "scalar", type: dataTypeOf(given) };
  if (isRow(items)) return { many: true, shape: "row", fields: fieldsOf(items) };
  return { many: true, shape: "scalar", type: dataTypeOf(items) };
}

/** Of names that are not known nothing can be chosen. */
function isRow(schema: JsonSchema): boolean {
  const { additionalProperties } = schema;
  const open = additionalProperties !== undefined && additionalProperties !== false;
  return schema["type"] === "object" && !open && propertiesOf(schema).length > 0;
}
