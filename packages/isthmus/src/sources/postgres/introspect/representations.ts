// How a domain's values are spelled to the outside: implicit casts between a domain and json or text, by functions.

import type { Representation } from "../../../core/index.ts";

export interface RepresentationFact {
  readonly domain: number;
  readonly use: keyof Representation;
  readonly schema: string;
  readonly function: string;
}

export const representationsSql = `
select case when s.typtype = 'd' then s.oid else t.oid end::int8 as domain, n.nspname as schema, p.proname as function,
  case when s.typtype = 'd' then 'shown' when s.oid = 'pg_catalog.text'::regtype then 'fromText' else 'fromJson' end as use
from pg_cast c
join pg_type s on s.oid = c.castsource
join pg_type t on t.oid = c.casttarget
join pg_proc p on p.oid = c.castfunc
join pg_namespace n on n.oid = p.pronamespace
where c.castmethod = 'f' and c.castcontext = 'i' and (
  s.typtype = 'd' and t.oid = 'pg_catalog.json'::regtype
  or t.typtype = 'd' and s.oid in ('pg_catalog.json'::regtype, 'pg_catalog.text'::regtype))
order by 1`;

/** By the domain's id. */
export function readRepresentations(facts: readonly RepresentationFact[]): ReadonlyMap<number, Representation> {
  const found = new Map<number, Representation>();
  for (const { domain, use, schema, function: name } of facts) {
    found.set(domain, { ...found.get(domain), [use]: { schema, function: name } });
  }
  return found;
}
