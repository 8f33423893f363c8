// Connection → schema. Asks the database's own catalogs, one query for each kind of fact, all sent at once.

import { Problem, type SourceSchema } from "../../core/index.ts";
import { readCastable } from "./introspect/castable.ts";
import { columnsSql, type ColumnFact } from "./introspect/columns.ts";
import { constraintsSql, indexesSql, type ConstraintFact, type IndexFact } from "./introspect/constraints.ts";
import { arrange } from "./introspect/facts.ts";
import { functionsSql, type FunctionFact } from "./introspect/functions.ts";
import { leftOutSql, readLeftOut, type LeftOutFact } from "./introspect/left-out.ts";
import { readOperations, unnamedFunctions } from "./introspect/operations.ts";
import { relationsSql, type RelationFact } from "./introspect/relations.ts";
import { representationsSql, type RepresentationFact } from "./introspect/representations.ts";
import { readResources } from "./introspect/resources.ts";
import { searchSql } from "./introspect/search.ts";
import { typesSql, type TypeFact } from "./introspect/types.ts";
import { resolveOrigins, viewsSql, type ViewFact } from "./introspect/views.ts";

export interface Exposed {
  readonly schemas: readonly string[];
  readonly extraSearchPath: readonly string[];
}

/** Asks for one column of text, in one row. */
export type Ask = (sql: string, values: readonly string[]) => Promise<string | null>;

/**
 * `ask` must run everything in one read-only snapshot in which `search_path` is empty: only then are types and
 * defaults printed with their schemas. Throws a Problem when an exposed schema does not exist.
 */
export async function introspect(ask: Ask, exposed: Exposed): Promise<SourceSchema> {
  const schemas = arrayText(exposed.schemas);
  const path = arrayText([...new Set([...exposed.schemas, ...exposed.extraSearchPath])]);
  const [present, relations, columns, types, constraints, indexes, views, functions, search, representations, leftOut] =
    await Promise.all([
      rows<{ name: string }>(ask, "select nspname as name from pg_namespace where nspname = any($1)", [schemas]),
      rows<RelationFact>(ask, relationsSql, [schemas]),
      rows<ColumnFact>(ask, columnsSql, [schemas]),
      rows<TypeFact>(ask, typesSql, []),
      rows<ConstraintFact>(ask, constraintsSql, []),
      rows<IndexFact>(ask, indexesSql, []),
      rows<ViewFact>(ask, viewsSql, [path]),
      rows<FunctionFact>(ask, functionsSql, [path]),
      rows<{ name: string }>(ask, searchSql, [path]),
      rows<RepresentationFact>(ask, representationsSql, []),
      rows<LeftOutFact>(ask, leftOutSql, [schemas, path]),
    ]);
  requireAll(exposed.schemas, new Set(present.map((row) => row.name)));
  const origins = resolveOrigins(views);
  const facts = arrange(exposed.schemas, {
    relations,
    columns,
    types,
    constraints,
    indexes,
    origins,
    functions,
    representations,
  });
  return {
    namespaces: exposed.schemas,
    resources: readResources(facts),
    operations: readOperations(facts),
    castable: readCastable(exposed.schemas, types),
    textSearchConfigurations: search.map((row) => row.name),
    leftOut: readLeftOut(leftOut, unnamedFunctions(facts)),
  };
}

async function rows<T>(ask: Ask, sql: string, values: readonly string[]): Promise<readonly T[]> {
  const text = await ask(`select coalesce(json_agg(to_json(f)), '[]')::text from (${sql}) f`, values);
  return text === null ? [] : (JSON.parse(text) as readonly T[]);
}

function requireAll(schemas: readonly string[], present: ReadonlySet<string>): void {
  const absent = schemas.filter((schema) => !present.has(schema));
  if (absent.length === 0) return;
  throw new Problem({
    code: "3F000",
    category: "internal",
    message: `The database has no schema ${absent.map((schema) => `"${schema}"`).join(", ")} to expose`,
    hint: "Correct `schemas` in the configuration of this source, or create the schema",
  });
}

function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/[\\"]/g, "\\$&")}"`).join()}}`;
}
