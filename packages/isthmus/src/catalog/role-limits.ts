// Limits of roles, resolved: each role's own, or those of the roles that it extends.

import type { Configuration, RoleLimits } from "../core/index.ts";
import { nearest, type Report } from "./where.ts";

/** What `limits.rows` is where the configuration does not say. */
const defaultRows = 1_000;
const members = ["rows", "statementTimeout"] as const;

export function resolveRoleLimits(
  { roles = {}, limits = {} }: Pick<Configuration, "roles" | "limits">,
  report: Report,
): ReadonlyMap<string, RoleLimits> {
  const given = new Map(Object.entries(limits.roles ?? {}));
  const most = limits.rows ?? defaultRows;
  for (const [role, { rows }] of given) {
    if (!Object.hasOwn(roles, role))
      report(`limits.roles.${role}`, `there is no role "${role}"${nearest(role, Object.keys(roles))}`);
    if (rows !== undefined && rows > most)
      report(`limits.roles.${role}.rows`, `limits.rows is ${most}, and holds for all: raise that, or lower this`);
  }
  const found = Object.keys(roles).map((role): [string, RoleLimits] => {
    const entries = members.flatMap((member) => {
      const value = inherited(role, member, given, roles, new Set());
      return value === undefined ? [] : [[member, value] as const];
    });
    return [role, Object.fromEntries(entries)];
  });
  return new Map(found);
}

function inherited(
  role: string,
  member: (typeof members)[number],
  given: ReadonlyMap<string, RoleLimits>,
  roles: NonNullable<Configuration["roles"]>,
  seen: Set<string>,
): number | undefined {
  if (seen.has(role)) return undefined;
  seen.add(role);
  const own = given.get(role)?.[member];
  if (own !== undefined) return own;
  const parents = Object.hasOwn(roles, role) ? (roles[role]?.extends ?? []) : [];
  const theirs = parents.flatMap((parent) => inherited(parent, member, given, roles, seen) ?? []);
  return theirs.length === 0 ? undefined : Math.max(...theirs);
}

/** Of a caller with these roles; a role that is not bound leaves him unbound. */
export function limitsOfRoles(
  roles: readonly string[],
  limits: ReadonlyMap<string, RoleLimits> | undefined,
): RoleLimits {
  if (limits === undefined) return {};
  const held = roles.flatMap((role) => limits.get(role) ?? []);
  const entries = members.flatMap((member) => {
    const most = Math.max(...held.map((one) => one[member] ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(most) ? [[member, most] as const] : [];
  });
  return Object.fromEntries(entries);
}
