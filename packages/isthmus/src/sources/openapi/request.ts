// A command and the caller's values → what is sent.

import type { Execution } from "../../core/index.ts";
import type { ParameterBinding } from "./binding.ts";
import { writeBody } from "./bodies.ts";
import type { ApiCommand } from "./command.ts";
import type { Prepare } from "./operation-options.ts";
import { inCookie, inHeader, inPath, inQuery } from "./serialize.ts";
import { fromText, wrongArgument } from "./values.ts";
import { toText } from "../shared/plain-values.ts";

export interface ApiRequest {
  /** Below the server's address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * @param prepare What the configuration makes of the arguments ahead of all else.
 * @throws Problem that names the argument which is missing or wrong.
 */
export function readArguments(command: ApiCommand, call: Execution, prepare?: Prepare): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const given = prepare === undefined ? command.given(call) : prepared(command, call, prepare, values);
  for (const { name, schema, required, check } of command.arguments) {
    const raw = given(name);
    // A value that the caller has not got, or says he has not got, is not sent, unless the API knows null.
    if (raw === undefined || (raw === null && check(null) !== undefined)) {
      if (required) throw wrongArgument(name, "a value");
      continue;
    }
    const value = fromText(raw, schema, command.shared);
    const fault = check(value);
    if (fault !== undefined)
      throw wrongArgument(
        fault.at === "" ? name : `${name}${fault.at.startsWith("[") ? "" : "."}${fault.at}`,
        fault.expected,
      );
    values.set(name, value);
  }
  return values;
}

function prepared(
  { given, arguments: named, binding }: ApiCommand,
  call: Execution,
  prepare: Prepare,
  values: Map<string, unknown>,
): (name: string) => unknown {
  const read = given(call);
  const all = named.map(({ name }) => [name, read(name)] as const).filter(([, value]) => value !== undefined);
  const made = prepare(Object.fromEntries(all));
  for (const [, name = ""] of binding.path.matchAll(placeholder)) {
    if (binding.parameters.some((one) => one.in === "path" && one.name === name)) continue;
    const value = Object.hasOwn(made, name) ? made[name] : undefined;
    if (typeof value !== "string" || value === "") throw wrongArgument("the arguments", `what {${name}} is made of`);
    values.set(name, value);
  }
  return (name) => (Object.hasOwn(made, name) ? made[name] : undefined);
}

const placeholder = /\{([^{}]+)\}/g;

export function requestOf({ binding }: Pick<ApiCommand, "binding">, values: ReadonlyMap<string, unknown>): ApiRequest {
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = { accept: binding.answer.accept };
  const segments = new Map<string, string>();
  for (const parameter of binding.parameters) {
    const value = values.get(parameter.argument);
    if (value !== undefined) place(parameter, value, segments, query, headers, cookies);
  }
  if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
  const written = binding.body === undefined ? undefined : writeBody(binding.body, values);
  if (written !== undefined) headers["content-type"] = written.contentType;
  const path = binding.path.replaceAll(
    placeholder,
    (_, name: string) => segments.get(name) ?? encodeURIComponent(toText(values.get(name) ?? "")),
  );
  return { path: withQuery(path, query), headers, ...(written === undefined ? {} : { body: written.body }) };
}

function place(
  parameter: ParameterBinding,
  value: unknown,
  segments: Map<string, string>,
  query: string[],
  headers: Record<string, string>,
  cookies: string[],
): void {
  switch (parameter.in) {
    case "path":
      segments.set(parameter.name, inPath(parameter, value));
      break;
    case "query": {
      const pairs = inQuery(parameter, value);
      if (pairs !== "") query.push(pairs);
      break;
    }
    case "header":
      headers[parameter.name.toLowerCase()] = inHeader(parameter, value);
      break;
    case "cookie":
      cookies.push(inCookie(parameter, value));
      break;
    default:
      parameter.in satisfies never;
  }
}

/** Some documents write a fixed query into the path. */
function withQuery(path: string, query: readonly string[]): string {
  if (query.length === 0) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query.join("&")}`;
}
