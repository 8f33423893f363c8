// What the user of the connection may do beyond what the configuration needs, each with the statement that mends it.

import type { Need } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import type { PostgresSettings } from "./options.ts";

/** As many names stand in one line. */
const mostNamed = 5;
/** Predefined roles that reach beyond tables: https://www.postgresql.org/docs/current/predefined-roles.html */
const mighty = [
  "pg_write_all_data",
  "pg_read_server_files",
  "pg_write_server_files",
  "pg_execute_server_program",
  "pg_signal_backend",
  "pg_create_subscription",
  "pg_maintain",
];

export async function excess(
  connection: Connection,
  { schemas, authority }: Pick<PostgresSettings, "schemas" | "authority">,
  need: Need,
): Promise<readonly string[]> {
  const ask = async (text: string, values: readonly string[] = []) =>
    (await connection.run([{ prepared: { name: "", text }, values }])).rows;
  const [[user = "", superuser, ...attributes] = []] = await ask(whoIsIt);
  const name = quoted(user ?? "");
  if (superuser === "t")
    return [`${name} is a superuser, whom nothing is refused: connect as a role of its own: ${ownRole(need, schemas)}`];
  const lines = attributes.flatMap((held, at) => {
    const attribute = attributeNames[at];
    return held === "t" && attribute !== undefined
      ? [`${name} has ${attribute}, which nothing here needs: ALTER ROLE ${name} NO${attribute}`]
      : [];
  });
  for (const [role] of await ask(memberships, [`{${mighty.join(",")}}`]))
    lines.push(`${name} is a member of ${role}: REVOKE ${role} FROM ${name}`);
  const list = listOf(schemas);
  const owned = (await ask(ownedTables, [list])).map(([table]) => table ?? "");
  if (owned.length > 0)
    lines.push(
      `${name} owns ${some(owned)}: it may drop and alter what it owns, and row security does not hold for it. ` +
        `Connect as a role of its own: ${ownRole(need, schemas)}`,
    );
  for (const [schema = "", grantee = ""] of await ask(creating, [list]))
    lines.push(`${name} may create objects in ${schema}: REVOKE CREATE ON SCHEMA ${schema} FROM ${grantee}`);
  if (authority === "database") return lines;
  const grants = await ask(tableGrants, [list]);
  for (const [schema, table, shown, grantee, held] of grants) {
    const wanted = need.tables.find((one) => one.schema === schema && one.name === table)?.writes ?? [];
    const unused = (held ?? "").split(",").filter((verb) => isUnused(verb, wanted, need.unforeseen));
    if (unused.length > 0)
      lines.push(
        `no role needs ${unused.join(", ")} on ${shown}: REVOKE ${unused.join(", ")} ON ${shown} FROM ${grantee}`,
      );
  }
  return lines;
}

function isUnused(verb: string, wanted: readonly string[], unforeseen: boolean): boolean {
  if (verb === "TRUNCATE" || verb === "TRIGGER") return true;
  return !unforeseen && !wanted.includes(verb.toLowerCase());
}

/** A role that may do what is needed. */
function ownRole({ tables, unforeseen }: Need, schemas: readonly string[]): string {
  const all = schemas.map(quoted).join(", ");
  const writable = tables.filter(({ writes }) => writes.length > 0);
  const grants = writable.slice(0, mostNamed).map(({ schema, name, writes }) => {
    return `GRANT ${writes.join(", ").toUpperCase()} ON ${quoted(schema)}.${quoted(name)} TO isthmus;`;
  });
  const more = writable.length > mostNamed || unforeseen ? " and so on for what else is written;" : "";
  return [
    "CREATE ROLE isthmus LOGIN PASSWORD '…';",
    `GRANT USAGE ON SCHEMA ${all} TO isthmus; GRANT SELECT ON ALL TABLES IN SCHEMA ${all} TO isthmus;`,
    ...grants,
  ]
    .join(" ")
    .concat(more);
}

function some(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return names.slice(0, mostNamed).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function listOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

const attributeNames = ["CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"];
const whoIsIt = `select rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
  from pg_catalog.pg_roles where rolname = current_user`;

const memberships = `select r.rolname from pg_catalog.pg_roles r
  where r.rolname = any($1::text[]) and pg_has_role(current_user, r.oid, 'member') order by 1`;

const ownedTables = `select format('%I.%I', n.nspname, c.relname)
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1::text[]) and c.relkind in ('r', 'p', 'f', 'v', 'm') and pg_has_role(current_user, c.relowner, 'usage')
  order by 1`;

/** An owner's own right is no grant that could be taken back. */
const creating = `select distinct format('%I', n.nspname), case g.grantee when 0 then 'PUBLIC' else format('%I', r.rolname) end
  from pg_catalog.pg_namespace n
  cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) g
  left join pg_catalog.pg_roles r on r.oid = g.grantee
  where n.nspname = any($1::text[]) and g.privilege_type = 'CREATE' and g.grantee <> n.nspowner
    and (g.grantee = 0 or pg_has_role(current_user, g.grantee, 'usage')) order by 1, 2`;

const tableGrants = `select n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
    case g.grantee when 0 then 'PUBLIC' else format('%I', r.rolname) end, string_agg(g.privilege_type, ',' order by g.privilege_type)
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  cross join lateral aclexplode(c.relacl) g
  left join pg_catalog.pg_roles r on r.oid = g.grantee
  where n.nspname = any($1::text[]) and c.relkind in ('r', 'p', 'f', 'v') and g.grantee <> c.relowner
    and g.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
    and (g.grantee = 0 or pg_has_role(current_user, g.grantee, 'usage'))
  group by 1, 2, 3, 4 order by 3, 4`;
