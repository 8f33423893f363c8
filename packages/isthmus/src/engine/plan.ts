// A statement, split into steps of one source each. It looks at no input value, so a plan is kept by shape.

import type { Authorized, Catalog, Condition, Query, Statement } from "../core/index.ts";
import { relationsOf, unsupported } from "../core/index.ts";

export interface Plan {
  /** Name of the source that answers the whole statement. */
  readonly source: string;
  readonly statement: Authorized<Statement>;
}

/** @throws Problem `unsupported` when the statement reaches into a second source. */
export function plan(statement: Authorized<Statement>, catalog: Catalog): Plan {
  const source =
    statement.kind === "call"
      ? catalog.operations.get(statement.operation)?.[statement.overload]?.source
      : catalog.resources.get(statement.resource)?.source;
  if (source === undefined) throw unsupported("a statement about something outside the catalog");
  const query =
    statement.kind === "query" ? statement : statement.kind === "call" ? statement.query : statement.returning;
  if (query !== undefined)
    for (const other of sourcesOf(query, catalog))
      if (other !== source) throw unsupported(`joining the sources ${source} and ${other} in one statement`);
  return { source, statement };
}

function* sourcesOf(query: Query, catalog: Catalog): Iterable<string> {
  const resource = catalog.resources.get(query.resource);
  if (resource === undefined) return;
  yield resource.source;
  for (const selection of relationsOf(query.select)) yield* sourcesOf(selection.query, catalog);
  if (query.where !== undefined) yield* sourcesOfCondition(query.where, query.resource, catalog);
}

function* sourcesOfCondition(condition: Condition, at: string, catalog: Catalog): Iterable<string> {
  if (condition.kind === "and" || condition.kind === "or")
    for (const part of condition.of) yield* sourcesOfCondition(part, at, catalog);
  else if (condition.kind === "not") yield* sourcesOfCondition(condition.of, at, catalog);
  else if (condition.kind === "related") {
    const target = catalog.resources.get(at)?.relations.get(condition.relation)?.target;
    const resource = target === undefined ? undefined : catalog.resources.get(target);
    if (resource === undefined) return;
    yield resource.source;
    if (condition.where !== undefined) yield* sourcesOfCondition(condition.where, resource.id, catalog);
  }
}
