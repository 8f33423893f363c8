// The columns of the exposed relations, and the parts of composite types.

export interface ColumnFact {
  /** Of its relation or composite type. */
  readonly relation: number;
  readonly number: number;
  readonly name: string;
  readonly type: number;
  readonly modifier: number;
  /** The type as it may be written in a cast. */
  readonly native: string;
  readonly required: boolean;
  readonly default: string | null;
  readonly identity: "" | "a" | "d";
  readonly generated: boolean;
  readonly comment: string | null;
}

/** `$1`: exposed schemas. Also the columns of whatever rows an exposed function returns. */
export const columnsSql = `
select a.attrelid::int8 as relation, a.attnum as number, a.attname as name, a.atttypid::int8 as type,
  a.atttypmod as modifier, format_type(a.atttypid, a.atttypmod) as native,
  a.attnotnull or t.typtype = 'd' and t.typnotnull as required,
  coalesce(pg_get_expr(d.adbin, d.adrelid), case when t.typtype = 'd' then t.typdefault end) as default,
  a.attidentity as identity, a.attgenerated <> '' as generated,
  case when c.relkind <> 'c' then col_description(a.attrelid, a.attnum) end as comment
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and (
  n.nspname = any($1) and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') and not c.relispartition
  or c.relkind = 'c' and n.nspname not in ('pg_catalog', 'information_schema')
  or c.reltype in (select p.prorettype from pg_proc p join pg_namespace pn on pn.oid = p.pronamespace where pn.nspname = any($1))
)
order by a.attrelid, a.attnum`;
