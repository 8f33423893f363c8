// GET and HEAD of a resource.

import { findResource } from "../../../core/index.ts";
import type { Resource } from "../../../core/index.ts";
import type { Facts, Parsed } from "./facts.ts";
import { contextOf, workOf } from "./facts.ts";
import { negotiate } from "./media.ts";
import { parseParameters } from "./parameters.ts";
import { appliedOf, heeded, refuseUnknown } from "./preferences.ts";
import { unknownTable } from "./problems.ts";
import { rangeHeader, topPage } from "./range.ts";
import { rowsOf } from "./rows.ts";
import { nearest } from "./similarity.ts";
import { columnsOf, topQuery } from "./top-query.ts";
import { legacyNames, treeOf } from "./tree.ts";

export function parseRead(facts: Facts, name: string): Parsed {
  const { request, asked } = facts;
  const parameters = parseParameters(facts.parameters, facts.limits, "read");
  const page = parameters.pages.get("") ?? { path: [] };
  // What the page says is checked before the resource is looked for, as the dialect does.
  const top = topPage(
    page.limit?.value,
    page.offset?.value,
    request.method === "GET" ? rangeHeader(request.headers["range"]) : undefined,
  );
  const resource = knownResource(facts, name);
  const root = treeOf({ ...parameters, pages: withoutTop(parameters.pages) }, { rootConditions: true, pages: true });
  const media = negotiate(request.headers["accept"], "rows");
  const work = workOf(facts);
  const statement = topQuery(facts, work, rowsOf(resource), parameters, root, media);
  refuseUnknown(asked);
  const applied = appliedOf(heeded(asked, facts.catalog.sources.get(resource.source)), "read", false);
  const warning = legacyNames(root);
  return {
    statement,
    inputs: work.inputs,
    page,
    top,
    context: {
      ...contextOf(facts, "read"),
      target: resource.id,
      media,
      keyset: parameters.after !== undefined,
      ...(media.kind === "csv" ? { columns: columnsOf(statement) } : {}),
      ...(applied === undefined ? {} : { applied }),
      ...(warning === undefined ? {} : { warning }),
    },
  };
}

/** Throws PGRST205, with the nearest of the names the caller may know. */
export function knownResource({ catalog, profile }: Pick<Facts, "catalog" | "profile">, name: string): Resource {
  const resource = findResource(catalog, profile.namespace, name);
  if (resource !== undefined) return resource;
  const names: string[] = [];
  for (const known of catalog.resources.values()) if (known.namespace === profile.namespace) names.push(known.name);
  throw unknownTable(profile.namespace, name, nearest(name, names, 0.75));
}

/** The top level's page goes its own way, since the `Range` header has a say in it. */
export function withoutTop<T>(pages: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const rest = new Map(pages);
  rest.delete("");
  return rest;
}
