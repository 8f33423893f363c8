// PostgreSQL's operators on jsonb (`||`, `-`, `#-`), for databases that keep JSON as text and have none of them; numbers keep their digits.

import { Problem } from "../../../core/index.ts";
import { withRaw } from "./raw-json.ts";

/** What a database hands over. */
type Native = string | number | bigint | null | Uint8Array;

type Json = string | number | boolean | null | JsonObject | readonly Json[];
interface JsonObject {
  readonly [key: string]: Json;
}

/** `json`: a JSON text. Throws 22023 for what cannot be taken out of such a value; null stays null. */
export function adjustJson(operator: Native, json: Native, value: Native): string | null {
  if (json === null || value === null) return null;
  return JSON.stringify(adjusted(String(operator), read(json), value));
}

function adjusted(operator: string, from: Json, value: Native): Json {
  switch (operator) {
    case "append":
      return joined(from, read(value));
    case "prepend":
      return joined(read(value), from);
    case "deleteKey":
      return withoutKey(from, String(value));
    case "deleteElement":
      return withoutElement(from, Number(value));
    default:
      return withoutPath(from, JSON.parse(String(value)) as readonly (string | null)[]);
  }
}

function read(json: Native): Json {
  return JSON.parse(String(json), keepDigits) as Json;
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && context?.source !== undefined ? withRaw.rawJSON(context.source) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !withRaw.isRawJSON(value);
}

function joined(a: Json, b: Json): Json {
  if (isObject(a) && isObject(b)) return { ...a, ...b };
  return [...(isList(a) ? a : [a]), ...(isList(b) ? b : [b])];
}

function withoutKey(from: Json, key: string): Json {
  if (isList(from)) return from.filter((element) => element !== key);
  if (!isObject(from)) throw impossible("cannot delete from scalar");
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
}

function withoutElement(from: Json, index: number): Json {
  if (isObject(from)) throw impossible("cannot delete from object using integer index");
  if (!isList(from)) throw impossible("cannot delete from scalar");
  const at = index < 0 ? from.length + index : index;
  return from.filter((_, place) => place !== at);
}

function withoutPath(from: Json, path: readonly (string | null)[]): Json {
  if (!isObject(from) && !isList(from)) throw impossible("cannot delete path in scalar");
  const empty = isList(from) ? from.length === 0 : Object.keys(from).length === 0;
  return path.length === 0 || empty ? from : without(from, path, 0);
}

/** What a path does not lead to is not there to be deleted. */
function without(from: Json, path: readonly (string | null)[], level: number): Json {
  if (!isObject(from) && !isList(from)) return from;
  const step = path[level] ?? null;
  if (step === null) throw badStep("22004", level, "is null");
  const last = level === path.length - 1;
  if (isObject(from)) {
    const entries = Object.entries(from).flatMap(([name, value]): [string, Json][] =>
      name !== step ? [[name, value]] : last ? [] : [[name, without(value, path, level + 1)]],
    );
    return Object.fromEntries(entries);
  }
  if (!/^\s*[+-]?\d{1,9}$/.test(step)) throw badStep("22P02", level, `is not an integer: "${step.slice(0, 60)}"`);
  const index = Number(step);
  const at = index < 0 ? from.length + index : index;
  return from.flatMap((value, place) => (place !== at ? [value] : last ? [] : [without(value, path, level + 1)]));
}

function impossible(message: string): Problem {
  return new Problem({ code: "22023", category: "invalid", message });
}

function badStep(code: string, level: number, what: string): Problem {
  return new Problem({ code, category: "invalid", message: `path element at position ${level + 1} ${what}` });
}
