// What the user of the connection may do beyond what the configuration needs, each with the statement that mends it.

import type { Need } from "../../core/index.ts";

interface Granted {
  readonly role: string;
  readonly db: string;
}

export interface ConnectionStatus {
  readonly authInfo?: {
    readonly authenticatedUsers?: readonly { readonly user: string; readonly db: string }[];
    readonly authenticatedUserRoles?: readonly Granted[];
  };
}

/** https://www.mongodb.com/docs/manual/reference/built-in-roles/ */
const needed: ReadonlySet<string> = new Set(["read", "readWrite"]);
const builtIn =
  /^(?:root|__system|dbOwner|dbAdmin|userAdmin|clusterAdmin|clusterManager|clusterMonitor|hostManager|backup|restore|enableSharding|directShardOperations|(?:read|readWrite|userAdmin|dbAdmin)AnyDatabase)$/;

/** `connectionStatus` → lines. Roles of the user's own making are not looked into. */
export function excessOf(status: ConnectionStatus, database: string, need: Need): readonly string[] {
  const { authenticatedUsers: [user] = [], authenticatedUserRoles: roles = [] } = status.authInfo ?? {};
  const writes = need.unforeseen || need.tables.some((table) => table.writes.length > 0);
  const wanted = writes ? "readWrite" : "read";
  if (user === undefined)
    return [
      `the server asks for no login, so that whoever reaches it may do everything: start it with --auth, and db.createUser({ user: "isthmus", pwd: passwordPrompt(), roles: [{ role: "${wanted}", db: ${text(database)} }] })`,
    ];
  const mend = (granted: Granted, instead: boolean) =>
    `db.getSiblingDB(${text(user.db)}).revokeRolesFromUser(${text(user.user)}, [{ role: ${text(granted.role)}, db: ${text(granted.db)} }])` +
    (instead ? `, and grantRolesToUser(${text(user.user)}, [{ role: "${wanted}", db: ${text(database)} }])` : "");
  const enough = roles.some(({ role, db }) => db === database && role === wanted);
  return roles.flatMap((granted) => {
    const { role, db } = granted;
    if (builtIn.test(role)) return [`${user.user} has the role ${role} on ${db}: ${mend(granted, !enough)}`];
    if (!needed.has(role)) return [];
    if (db !== database)
      return [`${user.user} has the role ${role} on ${db}, of which nothing is served: ${mend(granted, false)}`];
    return role === "readWrite" && !writes ? [`no role writes anything: ${mend(granted, !enough)}`] : [];
  });
}

function text(value: string): string {
  return JSON.stringify(value);
}
