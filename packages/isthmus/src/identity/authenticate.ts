// Who is asking: a caller's credentials become a Principal, or a refusal. What has been verified is remembered for a
// while, so that a caller who comes again is known without any work.

import { LRUCache } from "lru-cache";
import { anonymous, type AuthConfiguration, type JwtConfiguration, type Principal } from "../core/index.ts";
import { apiKeyPrefix, createApiKeys } from "./api-key.ts";
import { checkClaims, type Claims, expiryOf } from "./claims.ts";
import { createIssuerKeys, type IssuerKeys } from "./issuer-keys.ts";
import { configuredKeys } from "./key.ts";
import { anonymousDisabled, badApiKey, noVerifier, undecodable } from "./problems.ts";
import { parseRolePath } from "./role-path.ts";
import { anonymousRole, rolesOf } from "./roles.ts";
import { type KeysFor, verifyToken } from "./token.ts";
import { bySession, type SentRequest, type SignedIn, tenantOf } from "./users/by-session.ts";

/** The headers `Authorization` and `X-API-Key`, as they came. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
  /** The whole request's, where it has a cookie or names a tenant. */
  readonly request?: SentRequest | undefined;
}

export interface Authenticator {
  /**
   * Who these credentials stand for. Callers that were verified within the last five minutes, and anonymous ones, get
   * their Principal at once (not a promise), and always the same object.
   *
   * @throws Problem (or rejects with one): PGRST300 to 303, 22023, ISTHMUS401, ISTHMUS503.
   */
  authenticate(credentials: Credentials): Principal | Promise<Principal>;
  close(): void;
}

export interface AuthenticatorOptions {
  /** The declared roles, in the order of the configuration. */
  readonly roles: readonly string[];
  /** Milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number;
  /** Fetches an issuer's keys. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Who signs in here; undefined until that is ready. Default: nobody does. */
  readonly users?: () => SignedIn | undefined;
}

interface Remembered {
  readonly principal: Principal;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Milliseconds. A key or an issuer's key that was withdrawn is believed no longer than this. */
const longestMemory = 300_000;
const mostRemembered = 10_000;
/** Longer tokens are verified every time, so that the memory stays bounded in bytes too. */
const longestRemembered = 4_096;

/** @throws Error that names the key of the configuration that cannot work. */
export function createAuthenticator(configuration: AuthConfiguration, options: AuthenticatorOptions): Authenticator {
  const now = options.now ?? Date.now;
  const remembered = new LRUCache<string, Remembered>({ max: mostRemembered });
  const stranger = options.roles.includes(anonymousRole) ? anonymous : undefined;
  const apiKeys =
    configuration.apiKeys === undefined ? undefined : createApiKeys(configuration.apiKeys, options.roles, now);
  const tokens =
    configuration.jwt === undefined ? undefined : createTokens(configuration.jwt, options, () => remembered.clear());

  function remember(credential: string, principal: Principal, expires: number): Principal {
    const time = now();
    const until = Math.min(expires, time + longestMemory);
    if (credential.length <= longestRemembered && until > time) remembered.set(credential, { principal, until });
    return principal;
  }

  function recall(credential: string): Principal | undefined {
    const found = remembered.get(credential);
    if (found === undefined) return undefined;
    if (found.until > now()) return found.principal;
    remembered.delete(credential);
    return undefined;
  }

  function byApiKey(key: string): Principal | Promise<Principal> {
    // Tokens never start like this, so neither kind of credential can be recalled in the place of the other.
    const memorable = key.startsWith(apiKeyPrefix);
    const known = memorable ? recall(key) : undefined;
    if (known !== undefined) return known;
    const found = apiKeys?.find(key);
    if (found === undefined) {
      const users = options.users?.();
      if (users === undefined) throw badApiKey("Unknown API key");
      return users.find.byKey(key);
    }
    return memorable ? remember(key, found.principal, found.expires) : found.principal;
  }

  /** Of who shows nothing but a cookie, or nothing at all. */
  function byCookie(request: SentRequest | undefined): Principal | Promise<Principal> {
    const users = options.users?.();
    const asked = request === undefined || users === undefined ? undefined : bySession(request, users);
    if (!(asked instanceof Promise)) return asked ?? strangers();
    return asked.then((found) => found ?? strangers());
  }

  function strangers(): Principal {
    if (stranger === undefined) throw anonymousDisabled();
    return stranger;
  }

  function byToken(token: string, request: SentRequest | undefined): Principal | Promise<Principal> {
    const users = options.users?.();
    return users?.find.byToken(token, tenantOf(request)) ?? byForeignToken(token);
  }

  async function byForeignToken(token: string): Promise<Principal> {
    if (tokens === undefined)
      throw apiKeys === undefined && options.users === undefined
        ? noVerifier()
        : undecodable("No suitable key or wrong key type");
    const { principal, expires } = await tokens.verify(token);
    // Two requests may have verified one token side by side; both go on with the same object.
    return recall(token) ?? remember(token, principal, expires);
  }

  return {
    authenticate({ authorization, apiKey, request }) {
      const credential = authorization === undefined ? undefined : bearerOf(authorization);
      if (apiKey !== undefined) {
        if (credential !== undefined) throw badApiKey("Send either a bearer token or an API key, not both");
        return byApiKey(apiKey);
      }
      if (credential === undefined) return byCookie(request);
      if (credential.startsWith(apiKeyPrefix)) return byApiKey(credential);
      return recall(credential) ?? byToken(credential, request);
    },
    close() {
      tokens?.close();
      remembered.clear();
    },
  };
}

interface Tokens {
  verify(token: string): Promise<{ readonly principal: Principal; readonly expires: number }>;
  close(): void;
}

function createTokens(jwt: JwtConfiguration, options: AuthenticatorOptions, forget: () => void): Tokens {
  const now = options.now ?? Date.now;
  const path = parseRolePath(jwt.roleClaim ?? "role");
  const own = configuredKeys(jwt);
  const issuer: IssuerKeys | undefined =
    jwt.jwks && createIssuerKeys(jwt.jwks, { now, fetch: options.fetch ?? globalThis.fetch, onChange: forget });
  if (own.length === 0 && issuer === undefined) throw new Error("auth.jwt: expected one of secret, keys or jwks");
  if (jwt.leeway !== undefined && !(jwt.leeway >= 0 && jwt.leeway <= 600)) {
    throw new Error(`auth.jwt.leeway: expected seconds between 0 and 600, found ${String(jwt.leeway)}`);
  }
  const keysFor: KeysFor = async (kid) => {
    // An issuer that is down must not shut out the tokens that our own keys can verify.
    const ownMayFit = own.some((key) => key.kid === kid || kid === undefined);
    if (issuer === undefined || (ownMayFit && kid !== undefined)) return own;
    if (own.length === 0) return issuer.keysFor(kid);
    const theirs = await (ownMayFit ? issuer.keysFor(kid).catch(() => []) : issuer.keysFor(kid));
    return [...own, ...theirs];
  };

  return {
    async verify(token) {
      const claims = await verifyToken(token, keysFor);
      checkClaims(claims, jwt, now() / 1000);
      const roles = rolesOf(claims, path, options.roles);
      const expiry = expiryOf(claims);
      return { principal: principalOf(claims, roles), expires: expiry === undefined ? Infinity : expiry * 1000 };
    },
    close: () => issuer?.close(),
  };
}

/** A token that gives no more than a stranger's role is, to what follows, a stranger with claims. */
function principalOf(claims: Claims, roles: readonly string[]): Principal {
  const subject = claims["sub"];
  const id = typeof subject === "string" || typeof subject === "number" ? String(subject).slice(0, 256) : "";
  const kind = roles.length === 1 && roles[0] === anonymousRole ? "anonymous" : "user";
  return { kind, id, roles, claims };
}

/** What follows `Bearer`, in either spelling; undefined for another scheme, which is not meant for us. */
function bearerOf(authorization: string): string | undefined {
  if (authorization.startsWith("Bearer ")) return authorization.slice(7).trim();
  return /^bearer(?:\s|$)/i.test(authorization) ? authorization.slice(6).trim() : undefined;
}
