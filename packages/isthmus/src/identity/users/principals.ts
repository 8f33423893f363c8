// Rows of the store → who asks: roles by the configuration, by name, by a provider's word and by membership in a tenant.

import { createHash } from "node:crypto";
import type { Principal, UsersConfiguration } from "../../core/index.ts";
import { notAMember } from "../problems.ts";
import { roleOfTheUnnamed } from "../roles.ts";
import type { Known } from "./memory.ts";
import {
  type AccountRow,
  type ApiKeyRow,
  type GrantedRoleRow,
  listOf,
  type MembershipRow,
  type Rows,
  type ServiceAccountRow,
  type SessionRow,
  type TenantRow,
  type UserRow,
  type VouchedRolesRow,
  where,
} from "./rows.ts";

export interface Principals {
  /** @param tenant Slug of the tenant the caller names; his session's, when he names none. @throws Problem ISTHMUS704 when he is no member. */
  ofSession(session: SessionRow, user: UserRow, tenant: string | undefined): Promise<Known | undefined>;
  ofKey(key: ApiKeyRow, account: ServiceAccountRow): Promise<Known | undefined>;
}

/** Claims by a user's record among the site's own data. @throws Problem where that cannot be told now. */
export type RecordOf = (
  user: Pick<UserRow, "id" | "name" | "email" | "emailVerified">,
) => Promise<Readonly<Record<string, unknown>>>;

interface Place {
  readonly tenant: TenantRow;
  readonly roles: readonly string[];
}

/** Under which it is kept what a provider's claims give to a subject of its own. */
export function vouchedKey(provider: string, subject: string): string {
  return createHash("sha256").update(`${provider}\n${subject}`).digest("hex");
}

export function createPrincipals(
  rows: Rows,
  { roles: general, providers = {} }: Pick<UsersConfiguration, "roles" | "providers">,
  declared: readonly string[],
  recordOf: RecordOf = async () => ({}),
): Principals {
  const everybodys = general ?? ["user"];

  function rolesFrom(wanted: readonly string[]): readonly string[] {
    const roles = declared.filter((role) => wanted.includes(role));
    return roles.length > 0 ? roles : [roleOfTheUnnamed(declared)];
  }

  async function membership(userId: string, tenant: TenantRow | null): Promise<Place | undefined> {
    if (tenant === null) return undefined;
    const found = await rows.findOne<MembershipRow>({
      model: "membership",
      where: where({ userId, tenantId: tenant.id }),
    });
    return found === null ? undefined : { tenant, roles: listOf(found.roles) };
  }

  const tenantBy = (field: "id" | "slug", value: string) =>
    rows.findOne<TenantRow>({ model: "tenant", where: where({ [field]: value }) });

  const vouching = new Set(Object.keys(providers).filter((name) => providers[name]?.roles !== undefined));

  async function vouchedFor(userId: string): Promise<readonly string[]> {
    if (vouching.size === 0) return [];
    const accounts = await rows.findMany<AccountRow>({ model: "account", where: where({ userId }), limit: 100 });
    const told = await Promise.all(
      accounts
        .filter(({ providerId }) => vouching.has(providerId))
        .map(({ providerId, accountId }) =>
          rows.findOne<VouchedRolesRow>({
            model: "vouchedRoles",
            where: where({ key: vouchedKey(providerId, accountId) }),
          }),
        ),
    );
    return told.flatMap((one) => listOf(one?.roles));
  }

  async function placeOf(session: SessionRow, named: string | undefined): Promise<Place | undefined> {
    if (named !== undefined) {
      const place = await membership(session.userId, await tenantBy("slug", named));
      if (place === undefined) throw notAMember();
      return place;
    }
    if (session.tenantId === null || session.tenantId === undefined) return undefined;
    return membership(session.userId, await tenantBy("id", session.tenantId));
  }

  return {
    async ofSession(session, user, named) {
      const expires = new Date(session.expiresAt).getTime();
      if (user.suspended === true || expires <= Date.now()) return undefined;
      const [granted, vouched, place, own] = await Promise.all([
        rows.findMany<GrantedRoleRow>({ model: "grantedRole", where: where({ userId: user.id }), limit: 1_000 }),
        vouchedFor(user.id),
        placeOf(session, named),
        recordOf(user),
      ]);
      const wanted = [...everybodys, ...granted.map(({ role }) => role), ...vouched, ...(place?.roles ?? [])];
      const principal: Principal = {
        kind: "user",
        id: user.id,
        roles: rolesFrom(wanted),
        claims: {
          ...own,
          sub: user.id,
          email: user.email,
          email_verified: user.emailVerified,
          name: user.name,
          ...(place === undefined ? {} : { tenant: place.tenant.slug, tenant_id: place.tenant.id }),
        },
        ...(place === undefined ? {} : { tenant: place.tenant.slug }),
      };
      return { principal, owner: user.id, expires };
    },

    async ofKey(key, account) {
      const expires =
        key.expiresAt === null || key.expiresAt === undefined ? Infinity : new Date(key.expiresAt).getTime();
      if (account.suspended === true || (key.revokedAt ?? null) !== null || expires <= Date.now()) return undefined;
      const held = listOf(account.roles);
      const roles = declared.filter((role) => listOf(key.roles).includes(role) && held.includes(role));
      if (roles.length === 0) return undefined;
      const tenant =
        account.tenantId === null || account.tenantId === undefined ? null : await tenantBy("id", account.tenantId);
      // Whose tenant is gone must not act outside of it.
      if (tenant === null && (account.tenantId ?? null) !== null) return undefined;
      const principal: Principal = {
        kind: "service",
        id: account.name,
        roles,
        claims: {
          sub: account.name,
          key: key.id,
          ...(tenant === null ? {} : { tenant: tenant.slug, tenant_id: tenant.id }),
        },
        ...(tenant === null ? {} : { tenant: tenant.slug }),
      };
      return { principal, owner: account.id, expires };
    },
  };
}
