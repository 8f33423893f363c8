// Which of the declared roles a token or key may act in, always in the order of the configuration.

import type { Claims } from "./claims.ts";
import { anonymousDisabled, unknownRole } from "./problems.ts";

/** A token that names no role acts in this one, where it is declared. */
export const authenticatedRole = "authenticated";
/** Who brings no credentials acts in this one, where it is declared. */
export const anonymousRole = "anonymous";

/**
 * The roles a token acts in. Names that are not declared are dropped; when none is left the token is refused rather than
 * given another role, since "suspended" must not become "authenticated" by a gap in the configuration.
 *
 * @throws Problem 22023 when the token names roles and none is declared; PGRST302 when it names none and there is no
 * role for such tokens.
 */
export function rolesOf(claims: Claims, path: readonly string[], declared: readonly string[]): readonly string[] {
  const named = at(claims, path);
  if (named === undefined || named === null) return [roleOfTheUnnamed(declared)];
  const wanted: readonly unknown[] = Array.isArray(named) ? named : [named];
  const roles = declared.filter((role) => wanted.includes(role));
  if (roles.length === 0) throw unknownRole(typeof named === "string" ? named.slice(0, 64) : undefined);
  return roles;
}

/** Of who is known, but is given no role by name. @throws Problem PGRST302 when there is no role for him. */
export function roleOfTheUnnamed(declared: readonly string[]): string {
  if (declared.includes(authenticatedRole)) return authenticatedRole;
  if (declared.includes(anonymousRole)) return anonymousRole;
  throw anonymousDisabled();
}

function at(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
