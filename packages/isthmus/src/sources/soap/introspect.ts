// A WSDL → what the source offers: one operation for each of its ports' that is included.

import { type OperationSchema, Problem, type SourceSchema } from "../../core/index.ts";
import { fitsPattern, settleNames } from "../shared/api/names.ts";
import type { SharedDefinitions } from "./binding.ts";
import { bodyOf, headersOf, outputOf } from "./introspect/messages.ts";
import { parametersOf, returnsOf, withArgumentNames } from "./introspect/parameters.ts";
import type { SoapSettings } from "./options.ts";
import { heirsOf, type Types } from "./types.ts";
import type { FoundOperation, FoundPort } from "./wsdl/definitions.ts";
import { portsOf } from "./wsdl/definitions.ts";
import type { Description } from "./wsdl/documents.ts";
import type { Schemas } from "./wsdl/known-schemas.ts";
import { createSchemas } from "./wsdl/schemas.ts";

export type IntrospectOptions = Pick<
  SoapSettings,
  "include" | "exclude" | "names" | "operations" | "service" | "port" | "version" | "reads" | "soapHeaders"
>;

/** The one namespace of a service. */
export const namespace = "main";

interface Found {
  readonly port: FoundPort;
  readonly operation: FoundOperation;
}

/** @throws Problem when the configuration speaks of what the WSDL does not have. */
export function introspect(description: Description, options: IntrospectOptions): SourceSchema {
  const ports = portsOf(description.definitions);
  const chosen = chosenPorts(ports, options);
  const all = chosen.flatMap((port) => port.operations.map((operation): Found => ({ port, operation })));
  const included = all.filter(
    (one) => (options.include === undefined || isNamed(options.include, one)) && !isNamed(options.exclude, one),
  );
  const names = settleNames(included.map((one) => wishOf(one, options.names)));
  const schemas = createSchemas(description.schemas);
  refuseUnknown(options, ports, all, names, schemas);
  const leftOut: string[] = [];
  const operations = included.flatMap((found, at): readonly OperationSchema[] => {
    const name = names[at] ?? "";
    const made = operationSchema(name, found, schemas, options);
    if (typeof made !== "string") return [made];
    leftOut.push(`${found.port.port}.${found.operation.name}: ${made}`);
    return [];
  });
  for (const name of schemas.missing) leftOut.push(`${name}: nothing declares it; it is any JSON`);
  const definitions: SharedDefinitions = { types: reachable(operations, schemas.types) };
  return {
    namespaces: [namespace],
    resources: [],
    operations,
    castable: [],
    textSearchConfigurations: [],
    definitions: { ...definitions },
    leftOut,
  };
}

/** Ports of one service and port type differ in how they are spoken to, and offer the same. */
function chosenPorts(ports: readonly FoundPort[], options: IntrospectOptions): readonly FoundPort[] {
  const { service, port, version } = options;
  const meant = ports.filter(
    (one) => (service === undefined || one.service === service) && (port === undefined || one.port === port),
  );
  const found = new Map<string, FoundPort>();
  for (const one of meant) {
    const key = `${one.service} ${one.portType}`;
    const before = found.get(key);
    if (before === undefined || (before.version !== version && one.version === version)) found.set(key, one);
  }
  return [...found.values()];
}

function namesOf({ port, operation }: Found): readonly string[] {
  return [operation.name, `${port.port}.${operation.name}`, `${port.service}.${port.port}.${operation.name}`];
}

function isNamed(patterns: readonly string[], found: Found): boolean {
  return patterns.some((pattern) => namesOf(found).some((name) => fitsPattern(pattern, name)));
}

function wishOf(found: Found, names: IntrospectOptions["names"]) {
  const given = namesOf(found)
    .toReversed()
    .find((name) => Object.hasOwn(names, name));
  const { port, operation } = found;
  return {
    given: given === undefined ? undefined : names[given],
    name: operation.name,
    fuller: `${port.port}_${operation.name}`,
  };
}

/** A text: why it cannot be offered. */
function operationSchema(
  name: string,
  found: Found,
  schemas: Schemas,
  options: IntrospectOptions,
): OperationSchema | string {
  const { port, operation } = found;
  const body = bodyOf(operation, schemas);
  if (typeof body === "string") return body;
  const headers = headersOf(operation, schemas, options);
  const output = operation.output === undefined ? undefined : outputOf(operation, operation.output, schemas);
  if (typeof output === "string") return output;
  const { types } = schemas;
  const binding = withArgumentNames({
    version: port.version,
    ...(port.address === undefined ? {} : { address: port.address }),
    action: operation.action,
    body,
    ...(operation.input.encoded ? { encoded: true } : {}),
    headers,
    ...(output === undefined ? {} : { output }),
  });
  const rule = Object.hasOwn(options.operations, name) ? options.operations[name] : undefined;
  return {
    namespace,
    name,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    parameters: parametersOf(binding, types),
    effect: rule?.effect ?? (isNamed(options.reads, found) ? "read" : "write"),
    returns: output === undefined ? { many: false, shape: "void" } : returnsOf(output, types),
    binding,
  };
}

/** The types that the bindings point at, and those that these do, and those that may stand for them. */
function reachable(operations: readonly OperationSchema[], types: Types): Types {
  const found = new Map<string, Types[string]>();
  const stack: unknown[] = operations.map(({ binding }) => binding);
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === "object" && value !== null) stack.push(...Object.values(value));
    if (typeof value !== "string" || !Object.hasOwn(types, value) || found.has(value)) continue;
    found.set(value, types[value] as Types[string]);
    stack.push(types[value], ...heirsOf(value, types));
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function refuseUnknown(
  options: IntrospectOptions,
  ports: readonly FoundPort[],
  all: readonly Found[],
  names: readonly string[],
  schemas: Schemas,
): void {
  const known = new Set(all.flatMap(namesOf));
  const { service, port } = options;
  const unnamed = (key: "include" | "exclude" | "reads"): readonly string[] =>
    (options[key] ?? [])
      .filter((pattern) => !all.some((found) => isNamed([pattern], found)))
      .map((pattern) => `${key}: the WSDL has no operation "${pattern}"`);
  const faults = [
    ...(ports.length === 0 ? ["the WSDL has no port for SOAP over HTTP"] : []),
    ...(service !== undefined && !ports.some((one) => one.service === service)
      ? [`service: the WSDL has no ${service}`]
      : []),
    ...(port !== undefined && !ports.some((one) => one.port === port) ? [`port: the WSDL has no ${port}`] : []),
    ...unnamed("include"),
    ...unnamed("exclude"),
    ...unnamed("reads"),
    ...Object.keys(options.names)
      .filter((key) => !known.has(key))
      .map((key) => `names: the WSDL has no operation "${key}"`),
    ...Object.keys(options.operations)
      .filter((name) => !names.includes(name))
      .map((name) => `operations: there is no operation ${name}`),
    ...Object.keys(options.soapHeaders)
      .filter((name) => schemas.elementNamed(name) === undefined)
      .map((name) => `soapHeaders: no schema of the WSDL has an element ${name}`),
  ];
  if (faults.length > 0) throw new Problem({ code: "ISTHMUS105", category: "invalid", message: faults.join("; ") });
}
