// With `authority: "database"`: what `isthmus check` has to say of the roles and of what the database leaves open.

import type { Examination } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import type { PostgresSettings } from "./options.ts";

/** `roles`: those of the configuration; `anonymous` goes by its name in the database. */
export async function examine(
  connection: Connection,
  settings: PostgresSettings,
  roles: readonly string[],
): Promise<Examination> {
  const ask = async (text: string, values: readonly string[]) =>
    (await connection.run([{ prepared: { name: "", text }, values }])).rows;
  const { anonymousRole = "anonymous", preRequest, schemas } = settings;
  const names = roles.map((role) => (role === "anonymous" ? anonymousRole : role));
  const known = await ask(takenOn, [listOf(names)]);
  const faults = known.flatMap(([name, exists, member]) => {
    if (exists !== "t") return [`there is no role "${name}" in the database`];
    return member === "t" ? [] : [`the connecting role may not take on "${name}": grant it to the connecting role`];
  });
  if (preRequest !== undefined && (await ask(isFunction, preRequest.split(".")))[0]?.[0] !== "t")
    faults.push(`preRequest: there is no function ${preRequest} without parameters`);
  const passing = known.filter(([, , , passes]) => passes === "t").map(([name]) => `"${name}" passes by row security`);
  const open = (await ask(openTables, [anonymousRole, listOf(schemas)])).map(
    ([table, verbs]) => `${table}: strangers may ${verbs}, and no row security narrows it`,
  );
  return { faults, advice: [...passing, ...open] };
}

const takenOn = `select wanted.name, r.oid is not null, r.oid is not null and pg_has_role(current_user, r.oid, 'member'),
    coalesce(r.rolsuper or r.rolbypassrls, false)
  from unnest($1::text[]) as wanted (name) left join pg_catalog.pg_roles r on r.rolname = wanted.name`;

const isFunction = `select exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where n.nspname = $1 and p.proname = $2 and p.pronargs - p.pronargdefaults = 0)`;

const openTables = `select format('%I.%I', n.nspname, c.relname), string_agg(verb, ', ' order by place)
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_roles r on r.rolname = $1
  cross join unnest(array['select', 'insert', 'update', 'delete']) with ordinality as v (verb, place)
  where n.nspname = any($2::text[]) and c.relkind in ('r', 'p') and not c.relrowsecurity
    and has_schema_privilege(r.oid, n.oid, 'usage') and has_table_privilege(r.oid, c.oid, verb)
  group by 1 order by 1`;

function listOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
