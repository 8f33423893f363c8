// What may be read and written: tables, views, materialized views, foreign and partitioned tables of the exposed schemas.

export interface RelationFact {
  readonly id: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: "r" | "p" | "f" | "v" | "m";
  readonly comment: string | null;
  /** Type of its rows. */
  readonly rowType: number;
  /** Bits as `pg_relation_is_updatable` gives them: 4 update, 8 insert, 16 delete; INSTEAD OF triggers count. */
  readonly writes: number;
  /** The view is one that PostgreSQL itself can write through, so its rows are rows of one table. */
  readonly simple: boolean;
  /** Writing it may change other tables: by triggers (ours, which only tell of changes, aside), rules or inheritance. */
  readonly triggers: boolean;
}

/** `$1`: exposed schemas. Partitions are left out: their table stands for them. */
export const relationsSql = `
select c.oid::int8 as id, n.nspname as schema, c.relname as name, c.relkind as kind, c.reltype::int8 as "rowType",
  obj_description(c.oid, 'pg_class') as comment,
  case when c.relkind in ('r', 'p') then 28 when c.relkind = 'm' then 0
    else pg_relation_is_updatable(c.oid, true) end as writes,
  c.relkind = 'v' and pg_relation_is_updatable(c.oid, false) & 4 = 4 as simple,
  c.relkind in ('r', 'p', 'f') and (c.relhasrules
    or exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname <> 'isthmus_changes')
    or exists (select from pg_inherits i where i.inhparent = c.oid and c.relkind <> 'p' or i.inhrelid = c.oid)) as triggers
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any($1) and c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition
order by array_position($1::text[], n.nspname::text), c.relname`;
