// The small shop with what only REST's parser has a use for: functions of every form, and fields a caller may not see.

import type { Catalog, DataType, Operation, ParameterSchema, Resource } from "../../src/core/index.ts";
import { smallShop } from "./small-shop.ts";

const integer: DataType = { name: "integer", native: "integer" };
const text: DataType = { name: "text", native: "text" };
const json: DataType = { name: "json", native: "json" };

function parameter(name: string, type: DataType, more: Partial<ParameterSchema> = {}): ParameterSchema {
  return { name, type, required: true, variadic: false, ...more };
}

function operation(
  name: string,
  parameters: readonly ParameterSchema[],
  returns: Operation["returns"],
  more: Partial<Operation> = {},
): Operation {
  return {
    id: name,
    name,
    namespace: "main",
    source: "shop",
    native: { schema: "main", name },
    parameters,
    effect: "read",
    returns,
    ...more,
  };
}

const scalar = { many: false, shape: "scalar", type: integer } as const;

const operations: readonly Operation[] = [
  operation("add", [parameter("a", integer), parameter("b", integer)], scalar),
  operation("list", [parameter("status", text, { required: false })], {
    many: true,
    shape: "resource",
    resource: "orders",
  }),
  operation(
    "many",
    [parameter("v", { name: "array", native: "integer[]", element: integer }, { variadic: true })],
    scalar,
  ),
  operation("whole", [parameter("", json)], scalar, { wholeBody: "json", effect: "write" }),
  operation("greeting", [], { many: false, shape: "scalar", type: text }),
  operation("nothing", [], { many: false, shape: "void" }, { effect: "write" }),
];

/** `hidden`: `resource.field` of what the caller may not see. `namespaces`: those that are served. */
export function restCatalog(
  options: { readonly hidden?: readonly string[]; readonly namespaces?: readonly string[] } = {},
): Catalog {
  const { catalog } = smallShop();
  const resources = new Map(
    [...catalog.resources].map(([id, resource]) => [id, without(resource, options.hidden ?? [])] as const),
  );
  return {
    ...catalog,
    namespaces: options.namespaces ?? catalog.namespaces,
    resources,
    operations: new Map(operations.map((one) => [one.id, [one]])),
  };
}

function without(resource: Resource, hidden: readonly string[]): Resource {
  const fields = new Map([...resource.fields].filter(([name]) => !hidden.includes(`${resource.id}.${name}`)));
  return { ...resource, fields };
}
