// Walks the document's paths: every operation of it, with what belongs to it, before it is translated.

import type { ApiDocument } from "../document/read.ts";
import { entriesAt, isText, type Json, type JsonObject, listAt, objectAt, textAt } from "../document/json.ts";
import { dereference } from "../document/pointer.ts";
import { fitsPattern, type Nameable } from "../../shared/api/names.ts";

export interface FoundOperation extends Nameable {
  readonly tags: readonly string[];
  readonly description?: string;
  /** Of the operation, and those of its path that it does not replace. */
  readonly parameters: readonly JsonObject[];
  readonly operation: JsonObject;
  readonly pathItem: JsonObject;
}

const methods: ReadonlySet<string> = new Set(["get", "put", "post", "delete", "options", "head", "patch", "query"]);

export function operationsOf({ root }: ApiDocument): readonly FoundOperation[] {
  return entriesAt(root, "paths").flatMap(([path, given]) => {
    const pathItem = path.startsWith("/") ? dereference(root, given) : undefined;
    if (pathItem === undefined) return [];
    return Object.entries(pathItem).flatMap(([method, operation]) => {
      const known = methods.has(method.toLowerCase()) ? dereference(root, operation) : undefined;
      return known === undefined ? [] : [foundOperation(root, method.toUpperCase(), path, pathItem, known)];
    });
  });
}

function foundOperation(
  root: JsonObject,
  method: string,
  path: string,
  pathItem: JsonObject,
  operation: JsonObject,
): FoundOperation {
  const operationId = textAt(operation, "operationId");
  const texts = [textAt(operation, "summary"), textAt(operation, "description")].filter(isText);
  const description = [...new Set(texts.map((text) => text.trim()))].join("\n\n").slice(0, 2_000);
  return {
    method,
    // A fragment only tells apart what is otherwise the same path.
    path: path.split("#")[0] ?? path,
    ...(operationId === undefined ? {} : { operationId }),
    ...(description === "" ? {} : { description }),
    tags: listAt(operation, "tags").filter(isText),
    parameters: parametersOf(root, pathItem, operation),
    operation,
    pathItem,
  };
}

function parametersOf(root: JsonObject, pathItem: JsonObject, operation: JsonObject): readonly JsonObject[] {
  const byPlace = new Map<string, JsonObject>();
  for (const given of [...listAt(pathItem, "parameters"), ...listAt(operation, "parameters")] as readonly Json[]) {
    const parameter = dereference(root, given);
    const name = textAt(parameter, "name");
    const place = textAt(parameter, "in");
    if (parameter !== undefined && name !== undefined && place !== undefined)
      byPlace.set(`${place}\0${name}`, parameter);
  }
  return [...byPlace.values()];
}

/**
 * Whether the list names the operation: by `operationId`, by `METHOD /path`, or as `tag:name`; `*` stands for any text.
 */
export function isNamed(patterns: readonly string[], { operationId, method, path, tags }: FoundOperation): boolean {
  return patterns.some((pattern) => {
    if (pattern.startsWith("tag:")) return tags.some((tag) => fitsPattern(pattern.slice(4), tag));
    return (
      fitsPattern(pattern, `${method} ${path}`) || (operationId !== undefined && fitsPattern(pattern, operationId))
    );
  });
}

export function responsesOf(
  root: JsonObject,
  { operation }: FoundOperation,
): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectAt(operation, "responses") ?? {}).flatMap(([status, given]) => {
    const response = dereference(root, given);
    return response === undefined ? [] : [[status, response] as const];
  });
}
