// Every type that a column or a parameter can have.

export interface TypeFact {
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  /** As it may be written in a cast. */
  readonly native: string;
  readonly kind: "b" | "c" | "d" | "e" | "m" | "p" | "r";
  /** Of an array: its element's type; else 0. */
  readonly element: number;
  /** Of a domain: the type under it, with its modifier; else 0. */
  readonly base: number;
  readonly modifier: number;
  /** Of a composite: the relation that has its parts; else 0. */
  readonly relation: number;
  /** Of a range or multirange: the type of its bounds; else 0. */
  readonly subtype: number;
  readonly labels: readonly string[] | null;
}

export const typesSql = `
select t.oid::int8 as id, n.nspname as schema, t.typname as name, format_type(t.oid, null) as native, t.typtype as kind,
  case when t.typcategory = 'A' and t.typtype = 'b' and t.typarray = 0 then t.typelem::int8 else 0 end as element,
  t.typbasetype::int8 as base, t.typtypmod as modifier, t.typrelid::int8 as relation,
  coalesce(r.rngsubtype, 0)::int8 as subtype, e.labels
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_range r on t.oid in (r.rngtypid, r.rngmultitypid)
left join (select enumtypid, json_agg(enumlabel order by enumsortorder) as labels from pg_enum group by enumtypid) e
  on e.enumtypid = t.oid
order by t.oid`;
