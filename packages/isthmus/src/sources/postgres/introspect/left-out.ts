// What the database holds and nobody is offered, a line each with its reason.

import type { FunctionFact } from "./functions.ts";

export interface LeftOutFact {
  readonly schema: string;
  /** Of the schema, or of a function: the rest are counts. */
  readonly kind: "schema" | "partitions" | "procedure" | "aggregate";
  readonly name: string;
  readonly tables: number;
  readonly functions: number;
}

/** `$1`: exposed schemas; `$2`: these and the extra search path. What belongs to an extension is left out by intent. */
export const leftOutSql = `
with own_tables as (
  select c.relnamespace as schema, c.relispartition as partition from pg_class c
  where c.relkind in ('r', 'p', 'f', 'v', 'm')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), own_functions as (
  select p.pronamespace as schema, p.proname as name, p.prokind as kind, p.prorettype from pg_proc p
  where not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
), counted as (
  select n.oid, n.nspname as name,
    (select count(*) from own_tables t where t.schema = n.oid and not t.partition) as tables,
    (select count(*) from own_functions f
      where f.schema = n.oid and f.kind = 'f' and f.prorettype <> 'trigger'::regtype) as functions
  from pg_namespace n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
)
select name as schema, 'schema' as kind, name, tables, functions from counted
  where not name = any($2) and tables + functions > 0
union all
select n.nspname, 'partitions', '', count(*), 0 from own_tables t join pg_namespace n on n.oid = t.schema
  where n.nspname = any($1) and t.partition group by n.nspname
union all
select distinct n.nspname, case f.kind when 'p' then 'procedure' else 'aggregate' end, f.name, 0, 0
  from own_functions f join pg_namespace n on n.oid = f.schema
  where n.nspname = any($1) and f.kind in ('p', 'a', 'w')
order by 2 desc, 1, 3`;

/** `unnamed`: functions of the exposed schemas whose parameters cannot be given by name. */
export function readLeftOut(facts: readonly LeftOutFact[], unnamed: readonly FunctionFact[]): readonly string[] {
  return [
    ...facts.map(lineOf),
    ...unnamed.map(({ schema, name }) => `function ${schema}.${name}: it has parameters without names`),
  ];
}

function lineOf({ kind, schema, name, tables, functions }: LeftOutFact): string {
  switch (kind) {
    case "schema": {
      const held = [counted(tables, "table or view", "tables and views"), counted(functions, "function", "functions")];
      return `schema ${name} (${held.filter((text) => text !== "").join(", ")}): \`schemas\` of the source does not name it`;
    }
    case "partitions":
      return `${counted(tables, "partition", "partitions")} in ${schema}: their tables stand for them`;
    case "procedure":
      return `procedure ${schema}.${name}: only functions can be called`;
    case "aggregate":
      return `aggregate ${schema}.${name}: it is no function that can be called by itself`;
  }
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
