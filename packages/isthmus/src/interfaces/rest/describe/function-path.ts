// The path of one function: GET where it only reads, POST always. Overloads of a name share the path.

import type { Catalog, Field, Operation, ParameterSchema } from "../../../core/index.ts";
import { reference, type Part } from "./document.ts";
import { exampleOf } from "./example.ts";
import { code, remark } from "./markdown.ts";
import { describable, exampleOfFields } from "./resource-schemas.ts";
import { rowsResponses, shaping } from "./rows.ts";
import { shared } from "./shared-parameters.ts";
import { readFailures, writeFailures } from "./shared-responses.ts";
import { typeNote, typeSchema } from "./type-schema.ts";

export interface DescribedFunction {
  readonly overloads: readonly Operation[];
  readonly component: string;
  readonly tag: string;
  readonly profiled: boolean;
  /** Component of a resource whose rows a function may return, by the resource's id. */
  readonly resources: ReadonlyMap<string, string>;
}

const bodyTypes = {
  json: "application/json",
  text: "text/plain",
  xml: "text/xml",
  bytes: "application/octet-stream",
} as const;

export function functionPath(described: DescribedFunction, catalog: Catalog): Part {
  const reading = described.overloads.filter(
    (overload) => overload.effect === "read" && overload.wholeBody === undefined,
  );
  return {
    ...(reading.length === 0 ? {} : { get: getMethod(described, reading, catalog) }),
    post: postMethod(described, catalog),
  };
}

function getMethod(described: DescribedFunction, overloads: readonly Operation[], catalog: Catalog): Part {
  return {
    ...heading(described, "get"),
    parameters: [
      ...argumentsOf(overloads),
      ...rowParameters(overloads),
      ...shared("preferRead"),
      ...(described.profiled ? shared("acceptProfile") : []),
    ],
    responses: { ...answers(described, overloads, catalog), ...readFailures },
  };
}

function postMethod(described: DescribedFunction, catalog: Catalog): Part {
  const { overloads, profiled } = described;
  const content = requestContent(overloads);
  return {
    ...heading(described, "call"),
    parameters: [
      ...rowParameters(overloads),
      ...shared("preferWrite", "idempotencyKey"),
      ...(profiled ? shared("contentProfile") : []),
    ],
    ...(Object.keys(content).length === 0 ? {} : { requestBody: { content } }),
    responses: { ...answers(described, overloads, catalog), ...writeFailures },
  };
}

function heading(described: DescribedFunction, verb: string): Part {
  const [first] = described.overloads;
  const descriptions = described.overloads.flatMap((overload) => remark(overload.description) ?? []);
  return {
    operationId: `${described.component}.${verb}`,
    summary: `Call ${first?.name ?? ""}`,
    ...(descriptions.length === 0 ? {} : { description: descriptions.join("\n\n") }),
    tags: [described.tag],
  };
}

/** Words that shape the rows win over arguments of the same name. */
const rowWords: ReadonlySet<string> = new Set(["select", "order", "limit", "offset", "and", "or"]);

function rowParameters(overloads: readonly Operation[]): readonly Part[] {
  return overloads.some(returnsRows) ? shaping() : [];
}

function argumentsOf(overloads: readonly Operation[]): readonly Part[] {
  const byName = new Map<string, ParameterSchema>();
  for (const overload of overloads) {
    for (const parameter of overload.parameters) if (!byName.has(parameter.name)) byName.set(parameter.name, parameter);
  }
  const shadowed = overloads.some(returnsRows) ? rowWords : new Set<string>();
  return [...byName.values()]
    .filter((parameter) => parameter.name !== "" && !shadowed.has(parameter.name))
    .map((parameter) => ({
      name: parameter.name,
      in: "query",
      description: typeNote(parameter.type),
      required: overloads.every((overload) =>
        overload.parameters.some((one) => one.name === parameter.name && one.required),
      ),
      schema: isText(parameter) ? { type: "string" } : typeSchema(parameter.type, false),
    }));
}

/** In a URL, arrays, objects and what only the source knows are written as the source writes them. */
function isText(parameter: ParameterSchema): boolean {
  const { name } = parameter.type;
  return name === "array" || name === "composite" || name === "json" || name === "other";
}

function requestContent(overloads: readonly Operation[]): Part {
  const named = overloads.filter((overload) => overload.wholeBody === undefined && overload.parameters.length > 0);
  const forms = named.map(argumentForm);
  const [form] = forms;
  const content = new Map<string, Part>();
  for (const overload of overloads) {
    if (overload.wholeBody === undefined) continue;
    content.set(bodyTypes[overload.wholeBody], { schema: overload.wholeBody === "json" ? {} : { type: "string" } });
  }
  if (form !== undefined) content.set("application/json", { schema: forms.length === 1 ? form : { anyOf: forms } });
  return Object.fromEntries(content);
}

function argumentForm(overload: Operation): Part {
  const { parameters } = overload;
  const required = parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return {
    type: "object",
    properties: Object.fromEntries(
      parameters.map((parameter) => [
        parameter.name,
        { ...typeSchema(parameter.type, true), description: typeNote(parameter.type) },
      ]),
    ),
    ...(required.length === 0 ? {} : { required }),
    examples: [
      Object.fromEntries(parameters.map((parameter) => [parameter.name, exampleOf(parameter.type, parameter.name)])),
    ],
  };
}

function returnsRows(overload: Operation): boolean {
  return overload.returns.shape === "resource" || overload.returns.shape === "row";
}

function answers(described: DescribedFunction, overloads: readonly Operation[], catalog: Catalog): Part {
  const valued = overloads.filter((overload) => overload.returns.shape !== "void");
  const nothing = valued.length < overloads.length ? { 204: { description: "Done; there is nothing to return." } } : {};
  const [first] = valued;
  if (first === undefined) return nothing;
  if (valued.length === 1 && returnsRows(first) && first.returns.many) {
    return { ...rowsResponses(rowSchema(described, first, catalog)), ...nothing };
  }
  const schemas = valued.map((overload) => {
    const one = returnsRows(overload) ? rowSchema(described, overload, catalog) : valueSchema(overload);
    return overload.returns.many ? { type: "array", items: one } : one;
  });
  const schema = schemas.length === 1 ? schemas[0] : { anyOf: schemas };
  return {
    200: { description: "What the function returns.", content: { "application/json": { schema } } },
    ...nothing,
  };
}

function valueSchema(overload: Operation): Part {
  return overload.returns.type === undefined ? {} : typeSchema(overload.returns.type, true);
}

function rowSchema(described: DescribedFunction, overload: Operation, catalog: Catalog): Part {
  const { fields, resource } = overload.returns;
  const component = resource === undefined ? undefined : described.resources.get(resource);
  if (component !== undefined) return reference("schemas", component);
  const known = resource === undefined ? undefined : catalog.resources.get(resource)?.fields;
  return fieldsSchema(describable([...(fields ?? known ?? new Map<string, Field>()).values()]));
}

function fieldsSchema(fields: readonly Field[]): Part {
  const readable = fields.filter((field) => field.readable);
  return {
    type: "object",
    properties: Object.fromEntries(
      readable.map((field) => [
        field.name,
        {
          ...typeSchema(field.type, field.nullable),
          description: remark(field.description) ?? code(field.type.native),
        },
      ]),
    ),
    examples: [exampleOfFields(readable)],
  };
}
