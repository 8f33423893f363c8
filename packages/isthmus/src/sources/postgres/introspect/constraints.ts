// Keys, unique constraints, foreign keys and indexes of all of the database's own tables: views inherit them from tables
// that are not exposed themselves.

export interface ConstraintFact {
  readonly kind: "p" | "u" | "f";
  readonly name: string;
  readonly relation: number;
  readonly columns: readonly number[];
  /** Of a foreign key; else 0 and empty. */
  readonly target: number;
  readonly targetColumns: readonly number[];
}

/** What a partition has inherited from its table (`conparentid`) is left out. */
export const constraintsSql = `
select k.contype as kind, k.conname as name, k.conrelid::int8 as relation, to_json(k.conkey) as columns,
  k.confrelid::int8 as target, to_json(coalesce(k.confkey, '{}')) as "targetColumns"
from pg_constraint k
join pg_namespace n on n.oid = k.connamespace
where k.contype in ('p', 'u', 'f') and k.conrelid <> 0 and (k.contype <> 'f' or k.conparentid = 0)
  and n.nspname not in ('pg_catalog', 'information_schema')
order by k.conrelid, k.conname, k.oid`;

export interface IndexFact {
  readonly relation: number;
  readonly columns: readonly number[];
  /** Unique over whole rows: neither partial, nor of expressions, nor put off to the commit. */
  readonly unique: boolean;
}

/** An index of expressions names the columns before its first expression, the part that a plain condition can use. */
export const indexesSql = `
select i.indrelid::int8 as relation,
  coalesce((select json_agg(k.number order by k.place)
    from unnest(i.indkey::int2[]) with ordinality as k(number, place)
    where k.place <= i.indnkeyatts and not exists (
      select from unnest(i.indkey::int2[]) with ordinality as e(number, place) where e.number = 0 and e.place <= k.place)
  ), '[]') as columns,
  i.indisunique and i.indimmediate and i.indpred is null and i.indexprs is null as unique
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace
where i.indisvalid and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p', 'm')
order by i.indrelid, i.indexrelid`;
