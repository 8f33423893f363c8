// The full-text configurations that a caller may name.

/** `$1`: schemas on the search path. */
export const searchSql = `
select distinct c.cfgname as name from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
where n.nspname = 'pg_catalog' or n.nspname = any($1) order by 1`;
