// The caller's arguments → values of the API's types. What comes from a URL is text, what comes in a body is JSON.

import { exactNumber, Problem, readJson } from "../../../core/index.ts";
import { resolved, type Schema } from "./schema.ts";

/** Lists and objects within one another in what a caller gives. */
const deepest = 100;

/** The arguments of a body: one JSON object, or the first of a list of them. */
export function argumentsObject(given: unknown): Readonly<Record<string, unknown>> {
  const value = typeof given === "string" ? parse(given) : given;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === "object" && first !== null && !Array.isArray(first))
    return first as Readonly<Record<string, unknown>>;
  throw wrongArgument("the arguments", "an object");
}

function parse(text: string): unknown {
  try {
    return readJson(text, { deepest });
  } catch (cause) {
    throw wrongArgument("the arguments", "JSON", cause);
  }
}

/** Text as what the schema wants, where it can be read so; anything else as it is, for the check to complain of. */
export function fromText(given: unknown, schema: Schema, shared: Readonly<Record<string, Schema>>): unknown {
  if (Array.isArray(given)) {
    const items = resolved(schema, shared)?.items ?? {};
    return given.map((one) => fromText(one, items, shared));
  }
  if (typeof given !== "string") return given;
  const found = resolved(schema, shared);
  const types = found?.types;
  if (types === undefined)
    return found?.all !== undefined || found?.properties !== undefined ? structure(given, found, shared) : given;
  if (types.includes("string")) return given;
  if ((types.includes("integer") || types.includes("number")) && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(given)) {
    if (!/[eE]/.test(given)) return exactNumber(canonical(given));
    const number = Number(given);
    return Number.isFinite(number) ? number : given;
  }
  if (types.includes("boolean") && (given === "true" || given === "false")) return given === "true";
  return types.includes("array") || types.includes("object") ? structure(given, found ?? {}, shared) : given;
}

/** JSON has no zeros ahead of a number. */
function canonical(number: string): string {
  return number.replace(/^(-?)0+(?=\d)/, "$1");
}

/** A list is JSON, or its items with commas between them. */
function structure(text: string, schema: Schema, shared: Readonly<Record<string, Schema>>): unknown {
  const start = text.trimStart()[0];
  if (start === "[" || start === "{") {
    try {
      return readJson(text, { deepest });
    } catch {
      return text;
    }
  }
  if (schema.types?.includes("array") !== true) return text;
  return text === "" ? [] : text.split(",").map((item) => fromText(item, schema.items ?? {}, shared));
}

export function wrongArgument(name: string, expected: string, cause?: unknown): Problem {
  return new Problem({ code: "ISTHMUS610", category: "invalid", message: `${name}: expected ${expected}`, cause });
}
