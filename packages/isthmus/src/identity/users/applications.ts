// Other people's applications that users let in (OAuth 2.1): what the library is told of them, and who asks by a token of
// theirs: the user, with those of his roles that the granted scopes stand for.

import { createHash } from "node:crypto";
import type { BetterAuthPlugin } from "better-auth";
import type { AuthorizationServerConfiguration, UsersConfiguration } from "../../core/index.ts";
import { roleOfTheUnnamed } from "../roles.ts";
import type { Known } from "./memory.ts";
import type { Principals } from "./principals.ts";
import { type ClientRow, type GrantRow, type Rows, type SessionRow, type UserRow, where } from "./rows.ts";

export interface Applications {
  /** Who an application's opaque token stands for; undefined: nobody, or not any more. */
  ofToken(token: string, tenant: string | undefined): Promise<Known | undefined>;
  /** The same for one of our JWTs, whose session is alive. */
  ofClaims(
    claims: { readonly client_id: unknown; readonly scope: unknown; readonly cnf?: unknown },
    found: { readonly session: SessionRow; readonly user: UserRow },
    tenant: string | undefined,
  ): Promise<Known | undefined>;
  /** No application acts for this user any more, until he lets it in again. */
  end(userId: string): Promise<void>;
}

export interface ApplicationsOptions {
  readonly rows: Rows;
  readonly principals: Principals;
  readonly settings: AuthorizationServerConfiguration;
  /** For which an application's token may be. */
  readonly audience: string;
  readonly declared: readonly string[];
  /** The roles that a role extends. */
  readonly extended: (role: string) => readonly string[];
}

/** What an opaque token begins with; no JWT and no API key begins so. */
export const applicationTokenPrefix = "isa_";
const refreshPrefix = "isar_";
const longest = 128;
/** Seconds of an opaque token, which can be revoked; a JWT is believed by others until it expires, as ours are. */
const opaqueLife = 3_600;
const usualScopes = ["openid", "profile", "email", "offline_access"];

export function createApplications(options: ApplicationsOptions): Applications {
  const { rows, principals, settings, audience, declared, extended } = options;
  const scopes = new Map(Object.entries(settings.scopes ?? {}));

  /** With what a role extends, to any depth. */
  function held(roles: readonly string[]): ReadonlySet<string> {
    const all = new Set(roles);
    for (const role of all) for (const one of extended(role)) all.add(one);
    return all;
  }

  async function narrowed(
    { session, user }: { readonly session: SessionRow; readonly user: UserRow },
    client: unknown,
    granted: readonly string[],
    tenant: string | undefined,
  ): Promise<Known | undefined> {
    if (typeof client !== "string" || user.suspended === true) return undefined;
    const known = rows.findOne<ClientRow>({ model: "oauthClient", where: where({ clientId: client }) });
    const [application, own] = await Promise.all([known, principals.ofSession(session, user, tenant)]);
    if (application === null || application.disabled === true || own === undefined) return undefined;
    const wanted = granted.flatMap((scope) => scopes.get(scope) ?? []);
    const may = held(own.principal.roles);
    const roles = declared.filter((role) => wanted.includes(role) && may.has(role));
    const claims = { ...own.principal.claims, client_id: client, scope: granted.join(" ") };
    const principal = { ...own.principal, roles: roles.length > 0 ? roles : [roleOfTheUnnamed(declared)], claims };
    return { ...own, principal };
  }

  /** A session's, or of its own where the user has let the application go on without him. */
  async function sessionOf(grant: GrantRow): Promise<SessionRow | undefined> {
    const { sessionId, refreshId, userId, expiresAt } = grant;
    if (sessionId !== null && sessionId !== undefined) {
      const session = await rows.findOne<SessionRow>({ model: "session", where: where({ id: sessionId }) });
      if (session !== null) return new Date(session.expiresAt).getTime() > Date.now() ? session : undefined;
    }
    if (refreshId === null || refreshId === undefined) return undefined;
    return { id: "", token: "", userId: userId ?? "", expiresAt };
  }

  return {
    async ofToken(token, tenant) {
      if (token.length > longest) return undefined;
      const hash = hashOf(token.slice(applicationTokenPrefix.length));
      const grant = await rows.findOne<GrantRow>({ model: "oauthAccessToken", where: where({ token: hash }) });
      if (grant === null || (grant.revoked ?? null) !== null || (grant.userId ?? null) === null) return undefined;
      const until = new Date(grant.expiresAt).getTime();
      // One that is bound to a key is nothing without the proof, which is not read here.
      if (until <= Date.now() || (grant.confirmation ?? null) !== null) return undefined;
      if (grant.resources?.length && !grant.resources.includes(audience)) return undefined;
      const session = await sessionOf(grant);
      const user = await rows.findOne<UserRow>({ model: "user", where: where({ id: grant.userId ?? "" }) });
      if (session === undefined || user === null) return undefined;
      const known = await narrowed({ session, user }, grant.clientId, grant.scopes, tenant);
      return known && { ...known, expires: Math.min(known.expires ?? Infinity, until) };
    },
    async ofClaims({ client_id: client, scope, cnf }, found, tenant) {
      if (cnf !== undefined || typeof scope !== "string") return undefined;
      return narrowed(found, client, scope.split(" "), tenant);
    },
    async end(userId) {
      for (const model of ["oauthAccessToken", "oauthRefreshToken", "oauthConsent"])
        await rows.deleteMany({ model, where: where({ userId }) });
    },
  };
}

export interface ApplicationsPluginOptions {
  readonly users: UsersConfiguration;
  readonly settings: AuthorizationServerConfiguration;
  readonly audience: string;
  /** Whether a user manages the applications that are known here. */
  readonly manages: (session: unknown, user: unknown) => Promise<boolean>;
}

export async function applicationsPlugin(options: ApplicationsPluginOptions): Promise<BetterAuthPlugin> {
  const { users, settings, audience, manages } = options;
  const { oauthProvider } = await import("@better-auth/oauth-provider");
  const { loginPage, consentPage, registration = false, scopes = {} } = settings;
  const all = [...usualScopes, ...Object.keys(scopes)];
  return oauthProvider({
    loginPage,
    consentPage,
    scopes: all,
    grantTypes: ["authorization_code", "refresh_token"],
    allowDynamicClientRegistration: registration,
    allowUnauthenticatedClientRegistration: false,
    clientRegistrationAllowedScopes: all,
    clientRegistrationDefaultScopes: usualScopes,
    clientPrivileges: async ({ action, session, user }) =>
      (registration && action === "create") || manages(session, user),
    resources: URL.canParse(audience) ? [{ identifier: audience, accessTokenTtl: users.tokens?.expires ?? 300 }] : [],
    resourceSeedMode: "merge",
    // Every application here is for this API.
    enforcePerClientResources: false,
    accessTokenExpiresIn: opaqueLife,
    refreshTokenExpiresIn: users.tokens?.refresh ?? 30 * 86_400,
    refreshTokenReuseInterval: 0,
    storeTokens: { hash: async (token) => hashOf(token) },
    prefix: { opaqueAccessToken: applicationTokenPrefix, refreshToken: refreshPrefix },
  }) as unknown as BetterAuthPlugin;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
