// Which kind of request it is, by path and method, and its full parse.

import type { Catalog, Intent, Request } from "../../../core/index.ts";
import { Problem, toProblem } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import type { Facts, Parsed } from "./facts.ts";
import type { ParserLimits } from "./limits.ts";
import { decode, splitQuery } from "./parameters.ts";
import { parsePreferences } from "./preferences.ts";
import { badPath, unknownMethod } from "./problems.ts";
import { profileOf } from "./profile.ts";
import { parseRead } from "./read.ts";

export function route(request: Request, catalog: Catalog, limits: ParserLimits): Parsed | Intent<RestContext> {
  try {
    return routed(request, catalog, limits);
  } catch (thrown) {
    throw thrown instanceof Problem ? thrown : toProblem(thrown);
  }
}

function routed(request: Request, catalog: Catalog, limits: ParserLimits): Parsed | Intent<RestContext> {
  const path = segments(request.path);
  const profile = profileOf(request, catalog);
  const [first, second] = path;
  if (path.length > 1 || first === undefined || second !== undefined) throw badPath();
  const facts: Facts = {
    request,
    catalog,
    limits,
    profile,
    parameters: splitQuery(request.query),
    asked: parsePreferences(request.headers["prefer"]),
  };
  if (request.method === "GET" || request.method === "HEAD") return parseRead(facts, first);
  throw unknownMethod(request.method);
}

/** Decoded; `+` is itself in a path. A slash at the end does not count. */
function segments(path: string): readonly string[] {
  return path.split("/").slice(1).filter((part, index, all) => part !== "" || index < all.length - 1).map((part) => decode(part.replaceAll("+", "%2B")));
}
