// Which kind of request it is, by path and method, and its full parse.

import type { Catalog, Intent, Request, Resource } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { entityTags } from "../entity-tag.ts";
import { parseBatch } from "./batch.ts";
import { parseCall } from "./call.ts";
import type { Facts, Routed } from "./facts.ts";
import { contextOf } from "./facts.ts";
import { findOperation } from "./find-operation.ts";
import type { ShapeMemory } from "./kept-shapes.ts";
import type { ParserLimits } from "./limits.ts";
import { negotiate } from "./media.ts";
import { nestedInsert } from "./nested-insert.ts";
import { decode, parseParameters, splitQuery } from "./parameters.ts";
import { parsePreferences } from "./preferences.ts";
import { badPath, rpcMethod, unknownMethod } from "./problems.ts";
import { profileOf } from "./profile.ts";
import { knownResource, parseRead } from "./read.ts";
import { parseWrite } from "./write.ts";
import type { WriteAction } from "./write-request.ts";
import { readWrite } from "./write-request.ts";

const writes: ReadonlyMap<string, WriteAction> = new Map([
  ["POST", "insert"],
  ["PUT", "put"],
  ["PATCH", "update"],
  ["DELETE", "delete"],
]);

/** `inBatch`: what makes a request part of a batch. */
export function route(
  request: Request,
  catalog: Catalog,
  limits: ParserLimits,
  memory: ShapeMemory,
  inBatch: Pick<Facts, "reference" | "firstStep"> = {},
): Routed {
  const [first, second, third] = segments(request.path);
  if (third !== undefined || (second !== undefined && first !== "rpc")) throw badPath();
  const facts: Facts = {
    request,
    catalog,
    limits,
    profile: profileOf(request, catalog),
    parameters: splitQuery(request.query),
    asked: parsePreferences(request.headers["prefer"]),
    ...inBatch,
  };
  if (first === undefined) return toDocument(facts);
  if (second !== undefined) return toOperation(facts, second);
  if (first === "batch" && request.method === "POST" && inBatch.reference === undefined)
    return parseBatch(facts, memory, route);
  return toResource(facts, first, memory);
}

function toResource(facts: Facts, name: string, memory: ShapeMemory): Routed {
  const { method } = facts.request;
  if (method === "GET" || method === "HEAD") return parseRead(facts, name);
  if (method === "OPTIONS") return optionsOf(facts, allowOf(knownResource(facts, name)));
  const action = writes.get(method);
  if (action === undefined) throw unknownMethod(method);
  const write = readWrite(facts, name, action);
  return (action === "insert" ? nestedInsert(write, memory) : undefined) ?? parseWrite(write);
}

function toOperation(facts: Facts, name: string): Routed {
  const { method } = facts.request;
  if (method === "GET" || method === "HEAD" || method === "POST") return parseCall(facts, name);
  if (method !== "OPTIONS") throw rpcMethod(method);
  const given = parseParameters(facts.parameters, facts.limits, "call-by-get").arguments.map(({ key }) => key);
  const asked = {
    namespace: facts.profile.namespace,
    name,
    given: [...new Set(given)].sort(),
    type: "json",
    post: false,
  } as const;
  const { operation } = findOperation(facts.catalog, asked);
  return optionsOf(facts, operation.effect === "write" ? ["OPTIONS", "POST"] : ["OPTIONS", "GET", "HEAD", "POST"]);
}

function toDocument(facts: Facts): Routed {
  const { method, headers } = facts.request;
  if (method === "OPTIONS") return optionsOf(facts, ["OPTIONS", "GET", "HEAD"]);
  if (method !== "GET" && method !== "HEAD") throw unknownMethod(method);
  const held = headers["if-none-match"];
  return answered({
    ...contextOf(facts, "document"),
    media: negotiate(headers["accept"], "document"),
    ...(held === undefined ? {} : { ifNoneMatch: entityTags(held) }),
  });
}

function optionsOf(facts: Facts, allow: readonly string[]): Intent<RestContext> {
  return answered({ ...contextOf(facts, "options"), allow });
}

/** Nothing has to be asked of any source. */
function answered(context: RestContext): Intent<RestContext> {
  return { questions: [], transaction: "none", context };
}

function allowOf({ insertable, updatable, deletable, key }: Resource): readonly string[] {
  const allow = ["OPTIONS", "GET", "HEAD"];
  if (insertable) allow.push("POST");
  if (insertable && updatable && key.length > 0) allow.push("PUT");
  if (updatable) allow.push("PATCH");
  if (deletable) allow.push("DELETE");
  return allow;
}

/** Decoded; `+` is itself in a path. A slash at the end does not count. */
function segments(path: string): readonly string[] {
  const parts = path.split("/").slice(1);
  if (parts.at(-1) === "") parts.pop();
  return parts.map((part) => decode(part.replaceAll("+", "%2B")));
}
