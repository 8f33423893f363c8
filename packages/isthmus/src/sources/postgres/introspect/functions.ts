// Functions that may be called, and functions over one row, which are fields or relations of that row's table.

export interface FunctionFact {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  /** All parameters in order; `mode`: i in, o out, b both, v variadic, t a column of the returned table. */
  readonly parameters: readonly {
    readonly name: string;
    readonly type: number;
    readonly mode: "i" | "o" | "b" | "v" | "t";
  }[];
  /** How many of the last input parameters may be left out. */
  readonly defaults: number;
  readonly returns: number;
  readonly many: boolean;
  /** Declared estimate of rows. */
  readonly rows: number;
  readonly volatile: boolean;
}

/** `$1`: exposed schemas and the extra search path. */
export const functionsSql = `
select n.nspname as schema, p.proname as name, obj_description(p.oid, 'pg_proc') as comment,
  coalesce(a.parameters, '[]') as parameters, p.pronargdefaults as defaults, p.prorettype::int8 as returns,
  p.proretset as many, p.prorows as rows, p.provolatile = 'v' as volatile
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join lateral (
  select json_agg(json_build_object('name', coalesce(p.proargnames[u.place], ''), 'type', u.type::int8,
    'mode', coalesce(p.proargmodes[u.place], 'i')) order by u.place) as parameters
  from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as u(type, place)
) a on true
where n.nspname = any($1) and p.prokind = 'f'
  and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype, 'language_handler'::regtype)
  and not 'internal'::regtype::oid = any(p.proargtypes::oid[])
order by array_position($1::text[], n.nspname::text), p.proname, p.pronargs, p.oid`;
