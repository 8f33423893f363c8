// What an administrator does with users, roles, tenants, service accounts and their keys: by the command line or over HTTP.

import { createApiKey } from "../api-key.ts";
import type { PasswordConfiguration } from "../../core/index.ts";
import { badAdministration, noSuchEntry } from "../problems.ts";
import { addUser, type NewUser } from "./add-user.ts";
import { hashOfKey } from "./find.ts";
import {
  type ApiKeyRow,
  type GrantedRoleRow,
  listOf,
  type MembershipRow,
  type Rows,
  type ServiceAccountRow,
  type TenantRow,
  type UserRow,
  where,
} from "./rows.ts";

/** Users go by their e-mail addresses or ids, tenants by their slugs, service accounts by their names. */
export interface Administration {
  users(): Promise<readonly UserView[]>;
  /** His address counts as verified: whoever adds him knows him. */
  addUser(user: NewUser): Promise<void>;
  addRole(user: string, role: string): Promise<void>;
  removeRole(user: string, role: string): Promise<void>;
  /** He is out at once, and does not come in again. */
  suspend(user: string): Promise<void>;
  restore(user: string): Promise<void>;
  /** Ends all his sessions, and what applications may do for him. */
  signOut(user: string): Promise<void>;
  tenants(): Promise<readonly TenantView[]>;
  addTenant(slug: string, name: string): Promise<void>;
  /** Makes him a member, or gives a member other roles. */
  setMember(tenant: string, user: string, roles: readonly string[]): Promise<void>;
  removeMember(tenant: string, user: string): Promise<void>;
  accounts(): Promise<readonly AccountView[]>;
  addAccount(account: {
    readonly name: string;
    readonly roles: readonly string[];
    readonly tenant?: string;
  }): Promise<void>;
  removeAccount(name: string): Promise<void>;
  /** The key is shown this once. */
  addKey(account: string, key: NewKey): Promise<{ readonly id: string; readonly key: string }>;
  revokeKey(id: string): Promise<void>;
  /** From now on another key signs JWTs. The old ones hold on until they expire; with `withdraw` nothing they have signed does. */
  rotateKeys(withdraw: boolean): Promise<void>;
}

export interface NewKey {
  readonly name: string;
  /** Default: all of the account. */
  readonly roles?: readonly string[];
  /** ISO 8601. */
  readonly expires?: string;
  /** What the gateway is to hold the key to. */
  readonly limits?: Readonly<Record<string, unknown>>;
}

export interface UserView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly verified: boolean;
  readonly suspended: boolean;
  readonly roles: readonly string[];
  readonly tenants: Readonly<Record<string, readonly string[]>>;
}

export interface TenantView {
  readonly slug: string;
  readonly name: string;
  readonly members: number;
}

export interface AccountView {
  readonly name: string;
  readonly roles: readonly string[];
  readonly tenant: string | null;
  readonly keys: readonly KeyView[];
}

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly roles: readonly string[];
  readonly created: string;
  readonly expires: string | null;
  readonly used: string | null;
  readonly revoked: string | null;
}

export interface AdministrationOptions {
  readonly rows: Rows;
  readonly declared: () => readonly string[];
  readonly forget: (owner: string | undefined) => void;
  readonly password: PasswordConfiguration | false;
  /** The keys that JWTs are verified by are others now. */
  readonly otherKeys: () => void;
  /** No application acts for this user any more. */
  readonly endApplications: (userId: string) => Promise<void>;
}

const slugForm = /^[a-z\d][a-z\d-]{0,62}$/;
const most = 10_000;

export function createAdministration(options: AdministrationOptions): Administration {
  const { rows, declared, forget, password: passwords, endApplications } = options;

  async function userOf(named: string): Promise<UserRow> {
    const by = named.includes("@") ? { email: named.toLowerCase() } : { id: named };
    const found = await rows.findOne<UserRow>({ model: "user", where: where(by) });
    if (found === null) throw noSuchEntry("user", named);
    return found;
  }

  async function tenantOf(slug: string): Promise<TenantRow> {
    const found = await rows.findOne<TenantRow>({ model: "tenant", where: where({ slug }) });
    if (found === null) throw noSuchEntry("tenant", slug);
    return found;
  }

  async function accountOf(name: string): Promise<ServiceAccountRow> {
    const found = await rows.findOne<ServiceAccountRow>({ model: "serviceAccount", where: where({ name }) });
    if (found === null) throw noSuchEntry("service account", name);
    return found;
  }

  const known = (roles: readonly string[]): readonly string[] => {
    const unknown = roles.find((role) => !declared().includes(role));
    if (unknown !== undefined) throw badAdministration(`the role ${JSON.stringify(unknown)} is not declared`);
    return [...new Set(roles)];
  };
  const all = <Row>(model: string, of: Readonly<Record<string, string>> = {}) =>
    rows.findMany<Row>({ model, where: where(of), limit: most });
  const drop = async (model: string, of: Readonly<Record<string, string>>) =>
    void (await rows.deleteMany({ model, where: where(of) }));

  async function putOut(userId: string): Promise<void> {
    await endApplications(userId);
    await drop("session", { userId });
  }

  async function setSuspended(named: string, suspended: boolean): Promise<void> {
    const { id } = await userOf(named);
    await rows.update({ model: "user", where: where({ id }), update: { suspended } });
    if (suspended) await putOut(id);
    forget(id);
  }

  return {
    async users() {
      const [users, granted, members, tenants] = await Promise.all([
        all<UserRow>("user"),
        all<GrantedRoleRow>("grantedRole"),
        all<MembershipRow>("membership"),
        all<TenantRow>("tenant"),
      ]);
      const slugs = new Map(tenants.map(({ id, slug }) => [id, slug]));
      return users.map((user) => ({
        id: user.id,
        email: user.email,
        name: user.name,
        verified: user.emailVerified,
        suspended: user.suspended === true,
        roles: granted.filter(({ userId }) => userId === user.id).map(({ role }) => role),
        tenants: Object.fromEntries(
          members
            .filter(({ userId }) => userId === user.id)
            .map(({ tenantId, roles }) => [slugs.get(tenantId) ?? tenantId, listOf(roles)]),
        ),
      }));
    },
    addUser: (user) => addUser(rows, passwords, user),
    async addRole(named, role) {
      const { id } = await userOf(named);
      known([role]);
      await drop("grantedRole", { userId: id, role });
      await rows.create({ model: "grantedRole", data: { userId: id, role } });
      forget(id);
    },
    async removeRole(named, role) {
      const { id } = await userOf(named);
      await drop("grantedRole", { userId: id, role });
      forget(id);
    },
    suspend: (named) => setSuspended(named, true),
    restore: (named) => setSuspended(named, false),
    async signOut(named) {
      const { id } = await userOf(named);
      await putOut(id);
      forget(id);
    },
    async tenants() {
      const [tenants, members] = await Promise.all([all<TenantRow>("tenant"), all<MembershipRow>("membership")]);
      return tenants.map(({ id, slug, name }) => ({
        slug,
        name,
        members: members.filter(({ tenantId }) => tenantId === id).length,
      }));
    },
    async addTenant(slug, name) {
      if (!slugForm.test(slug))
        throw badAdministration("a tenant's slug has small letters, digits and hyphens, at most 63");
      if ((await rows.count({ model: "tenant", where: where({ slug }) })) > 0)
        throw badAdministration(`there is a tenant ${slug} already`);
      await rows.create({ model: "tenant", data: { slug, name, createdAt: new Date() } });
    },
    async setMember(slug, named, roles) {
      const [tenant, user] = await Promise.all([tenantOf(slug), userOf(named)]);
      const of = { userId: user.id, tenantId: tenant.id };
      const update = { roles: JSON.stringify(known(roles)) };
      if ((await rows.updateMany({ model: "membership", where: where(of), update })) === 0)
        await rows.create({ model: "membership", data: { ...of, ...update } });
      forget(user.id);
    },
    async removeMember(slug, named) {
      const [tenant, user] = await Promise.all([tenantOf(slug), userOf(named)]);
      await drop("membership", { userId: user.id, tenantId: tenant.id });
      forget(user.id);
    },
    async accounts() {
      const [accounts, keys, tenants] = await Promise.all([
        all<ServiceAccountRow>("serviceAccount"),
        all<ApiKeyRow>("apiKey"),
        all<TenantRow>("tenant"),
      ]);
      return accounts.map(({ id, name, roles, tenantId }) => ({
        name,
        roles: listOf(roles),
        tenant: tenants.find((tenant) => tenant.id === tenantId)?.slug ?? null,
        keys: keys.filter(({ accountId }) => accountId === id).map(viewOf),
      }));
    },
    async addAccount({ name, roles, tenant }) {
      if (!/^[A-Za-z\d-]{1,64}$/.test(name))
        throw badAdministration("a service account's name has letters, digits and hyphens, at most 64");
      if ((await rows.count({ model: "serviceAccount", where: where({ name }) })) > 0)
        throw badAdministration(`there is a service account ${name} already`);
      const tenantId = tenant === undefined ? null : (await tenantOf(tenant)).id;
      await rows.create({
        model: "serviceAccount",
        data: { name, roles: JSON.stringify(known(roles)), tenantId, suspended: false, createdAt: new Date() },
      });
    },
    async removeAccount(name) {
      const { id } = await accountOf(name);
      await drop("apiKey", { accountId: id });
      await drop("serviceAccount", { id });
      forget(id);
    },
    async addKey(account, { name, roles, expires, limits }) {
      const owner = await accountOf(account);
      const held = listOf(owner.roles);
      const wanted = roles === undefined ? held : known(roles);
      const beyond = wanted.find((role) => !held.includes(role));
      if (beyond !== undefined) throw badAdministration(`the service account has not the role ${beyond}`);
      const until = expires === undefined ? undefined : new Date(expires);
      if (until !== undefined && !(until.getTime() > Date.now()))
        throw badAdministration("a key expires at a time to come, such as 2030-01-31T00:00:00Z");
      const { key } = createApiKey(account);
      const data = {
        name,
        start: key.slice(0, -56),
        hash: hashOfKey(key),
        accountId: owner.id,
        roles: JSON.stringify(wanted),
        limits: limits === undefined ? null : JSON.stringify(limits),
        createdAt: new Date(),
        ...(until === undefined ? {} : { expiresAt: until }),
      };
      const { id } = await rows.create<typeof data, { readonly id: string }>({ model: "apiKey", data });
      return { id, key };
    },
    async rotateKeys(withdraw) {
      const old = await rows.findMany<{ readonly id: string; readonly expiresAt?: Date | null }>({
        model: "jwks",
        limit: most,
      });
      const now = new Date();
      for (const { id, expiresAt } of old) {
        if (withdraw) await drop("jwks", { id });
        else if (expiresAt === null || expiresAt === undefined || new Date(expiresAt) > now)
          await rows.update({ model: "jwks", where: where({ id }), update: { expiresAt: now } });
      }
      options.otherKeys();
      if (withdraw) forget(undefined);
    },
    async revokeKey(id) {
      const found = await rows.findOne<ApiKeyRow>({ model: "apiKey", where: where({ id }) });
      if (found === null) throw noSuchEntry("key", id);
      await rows.update({ model: "apiKey", where: where({ id }), update: { revokedAt: new Date() } });
      forget(found.accountId);
    },
  };
}

function viewOf({ id, name, start, roles, createdAt, expiresAt, usedAt, revokedAt }: ApiKeyRow): KeyView {
  const text = (time: Date | null | undefined): string | null =>
    time === null || time === undefined ? null : new Date(time).toISOString();
  return {
    id,
    name,
    start,
    roles: listOf(roles),
    created: new Date(createdAt).toISOString(),
    expires: text(expiresAt),
    used: text(usedAt),
    revoked: text(revokedAt),
  };
}
