// What the user of the connection may do beyond what the configuration needs, each with the statement that mends it.

import type { Need } from "../../core/index.ts";
import type { Connection } from "./connect.ts";

const writes: ReadonlySet<string> = new Set(["INSERT", "UPDATE", "DELETE"]);
const harmless: ReadonlySet<string> = new Set(["USAGE", "SELECT", "EXECUTE", "SHOW VIEW"]);

export async function excess(connection: Connection, need: Need): Promise<readonly string[]> {
  const [{ rows: grants }, { rows: users }] = [
    await connection.say("SHOW GRANTS"),
    await connection.say("SELECT CURRENT_USER()"),
  ];
  const user = account(String(users[0]?.[0] ?? ""));
  return grants.flatMap(([line]) => excessIn(String(line), user, need));
}

/** `GRANT SELECT, INSERT ON `shop`.* TO …`; a grant of a role has no ON, and what the role may do has lines of its own. */
export function excessIn(line: string, user: string, need: Need): readonly string[] {
  const read = /^GRANT (.+?) ON (?:TABLE )?(\S+) TO (.*)$/.exec(line);
  if (read === null) return [];
  const [, privileges = "", target = "", rest = ""] = read;
  const lines: string[] = [];
  if (/^ALL PRIVILEGES$/i.test(privileges)) {
    const instead = `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${user}; ${grantsFor(need, user)}`;
    return [`${user} has ALL PRIVILEGES on ${target}: ${instead}`];
  }
  // Columns of a grant stand in brackets, and may have commas.
  const held = privileges.split(/,\s*(?![^(]*\))/).map((one) => one.trim().toUpperCase());
  const unused = held.filter((one) => !harmless.has(one) && !isNeeded(one, target, need));
  if (unused.length > 0)
    lines.push(
      `nothing here needs ${unused.join(", ")} on ${target}: REVOKE ${unused.join(", ")} ON ${target} FROM ${user}`,
    );
  if (/ WITH .*GRANT OPTION/.test(rest))
    lines.push(`${user} may grant others what it may do on ${target}: REVOKE GRANT OPTION ON ${target} FROM ${user}`);
  return lines;
}

/** What is granted on a database cannot be taken back for one table, so one that is written is enough for it. */
function isNeeded(privilege: string, target: string, { tables, unforeseen }: Need): boolean {
  const verb = privilege.replace(/\s*\(.*\)$/s, "");
  if (!writes.has(verb)) return harmless.has(verb);
  const [schema = "", table = ""] = target.split(/\.(?=[`*])/).map(unquoted);
  // On everything there is: also other databases.
  if (schema === "*") return false;
  if (unforeseen) return true;
  return tables.some(
    (one) =>
      one.schema === schema &&
      (table === "*" || one.name === table) &&
      one.writes.some((w) => w.toUpperCase() === verb),
  );
}

function grantsFor({ tables, unforeseen }: Need, user: string): string {
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  return schemas
    .map((schema) => {
      const verbs = new Set(tables.flatMap((one) => (one.schema === schema ? one.writes : [])));
      const all = unforeseen ? ["insert", "update", "delete"] : [...verbs];
      return `GRANT ${["select", ...all].join(", ").toUpperCase()} ON ${quoted(schema)}.* TO ${user}`;
    })
    .join("; ");
}

function account(current: string): string {
  const at = current.lastIndexOf("@");
  const text = (part: string) => `'${part.replaceAll("'", "''")}'`;
  return `${text(current.slice(0, at))}@${text(current.slice(at + 1))}`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** Of a database, `_` and `%` are patterns in a grant unless they are escaped. */
function unquoted(name: string): string {
  return name.startsWith("`")
    ? name
        .slice(1, -1)
        .replaceAll("``", "`")
        .replaceAll(/\\([_%])/g, "$1")
    : name;
}
