// References within the document. Those that lead out of it are not followed: nothing is fetched.

import { isObject, type Json, type JsonObject, textAt } from "./json.ts";

/** References that lead to references. */
const mostHops = 20;

/** What the pointer (`#/components/schemas/Pet`) leads to; undefined where it leads nowhere, or out of the document. */
export function followPointer(root: JsonObject, pointer: string): Json | undefined {
  if (pointer === "#") return root;
  if (!pointer.startsWith("#/")) return undefined;
  let at: Json | undefined = root;
  for (const part of pointer.slice(2).split("/")) {
    const key = unescape(part);
    if (key === undefined || typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as JsonObject)[key];
  }
  return at;
}

/** The object itself, or what its `$ref` leads to in the end. */
export function dereference(root: JsonObject, value: Json | undefined): JsonObject | undefined {
  let at = value;
  for (let hops = 0; hops < mostHops; hops++) {
    if (!isObject(at)) return undefined;
    const pointer = textAt(at, "$ref");
    if (pointer === undefined) return at;
    at = followPointer(root, pointer);
  }
  return undefined;
}

function unescape(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return undefined;
  }
}
