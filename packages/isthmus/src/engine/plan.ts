// A statement, split into steps of one source each, joined by keys. It looks at no input value, so a plan is kept by shape.

import type { Authorized, Catalog, Query, Statement } from "../core/index.ts";
import { unsupported } from "../core/index.ts";
import type { Join } from "./plan/join.ts";
import { createSplitter } from "./plan/split.ts";

export interface Plan {
  /** Name of the source that is asked. */
  readonly source: string;
  /** What it is asked: of a statement that reaches into further sources, its own part. */
  readonly statement: Authorized<Statement>;
  /** What has to be asked of others, before and behind. Absent of nearly all statements. */
  readonly join?: Join;
}

/** @param most Keys, and rows, of one relation across sources. @throws Problem `unsupported` where a join would be wrong. */
export function plan(statement: Authorized<Statement>, catalog: Catalog, most = mostJoined): Plan {
  const source = sourceOf(statement, catalog);
  const query = queryOf(statement);
  const part = createSplitter(statement, catalog, most).split(statement, query, source);
  return part.join === undefined ? { source, statement } : { source, ...part };
}

/** Default of `limits.joined`. */
export const mostJoined = 10_000;

function sourceOf(statement: Statement, catalog: Catalog): string {
  const source =
    statement.kind === "call"
      ? catalog.operations.get(statement.operation)?.[statement.overload]?.source
      : catalog.resources.get(statement.resource)?.source;
  if (source === undefined) throw unsupported("a statement about something outside the catalog");
  return source;
}

/** What a statement shows of rows. */
function queryOf(statement: Statement): Query | undefined {
  if (statement.kind === "query") return statement;
  return statement.kind === "call" ? statement.query : statement.returning;
}
