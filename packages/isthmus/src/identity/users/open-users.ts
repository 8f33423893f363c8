// People who sign in, as the rest of the server sees them: routes, look-ups, and what an administrator does. The library
// behind it is loaded when somebody has users, and is never asked on the way of an ordinary request.

import type { BetterAuthOptions } from "better-auth";
import type { UsersConfiguration } from "../../core/index.ts";
import { readKeys } from "../issuer-keys.ts";
import { badRefreshToken } from "../problems.ts";
import type { VerificationKey } from "../key.ts";
import { type Administration, createAdministration } from "./administration.ts";
import { type Applications, createApplications } from "./applications.ts";
import { createFind, type Find } from "./find.ts";
import { verifyIdTokens } from "./id-tokens.ts";
import { libraryOptions } from "./library.ts";
import { createMemory } from "./memory.ts";
import { createPrincipals, type RecordOf, vouchedKey } from "./principals.ts";
import type { Vouch } from "./providers.ts";
import { createRefreshTokens, type RefreshTokens } from "./refresh-tokens.ts";
import { type AccountRow, type Rows, type SessionRow, type UserRow, type VouchedRolesRow, where } from "./rows.ts";
import type { Mail } from "./send-mail.ts";

export interface UsersOptions {
  readonly users: UsersConfiguration;
  /** At least 32 characters. */
  readonly secret: string;
  /** Of SQLite, PostgreSQL or MySQL. */
  readonly database: NonNullable<BetterAuthOptions["database"]>;
  /** Of the nodes that share the database one at a time does this. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  /** Public origin. */
  readonly origin: string;
  /** Further origins of pages that may act for who is signed in; `*` stands for any text in them. */
  readonly trusted: readonly string[];
  /** The declared roles, in the order of the configuration. */
  readonly roles: readonly string[];
  /** The roles that a role extends. Default: none. */
  readonly extended?: (role: string) => readonly string[];
  readonly mail: (mail: Mail) => void;
  /** Default: users have no claims but their own. */
  readonly recordOf?: RecordOf | undefined;
  /** Tells other nodes of whom to believe nothing any more. */
  readonly tell?: (owner: string) => void;
  /** Told of whom nothing is believed any more, whichever node has said so; undefined: of nobody. */
  readonly forgotten?: ((owner: string | undefined) => void) | undefined;
}

export interface Users {
  readonly find: Find;
  readonly administration: Administration;
  readonly refreshTokens: RefreshTokens;
  readonly rows: Rows;
  readonly cookie: string;
  /** Answers a request below `/auth`. */
  handle(request: Request): Promise<Response>;
  /** A short-lived JWT for a session. */
  token(session: SessionRow): Promise<string>;
  /** Nothing that was remembered of this owner is believed any more, here and on other nodes. */
  forget(owner: string | undefined): void;
  /** Another node has said so; nobody else is told. */
  heard(owner: string | undefined): void;
}

/** @throws Error when the store or the configuration cannot be. */
export async function openUsers(options: UsersOptions): Promise<Users> {
  const { users, secret, origin, roles, tell } = options;
  check(options);
  const memory = createMemory(users.sessions?.remembered ?? 5);
  const heard = (owner: string | undefined): void => {
    memory.forget(owner);
    options.forgotten?.(owner);
  };
  const forget = (owner: string | undefined): void => {
    heard(owner);
    if (owner !== undefined) tell?.(owner);
  };
  const vouch: Vouch = async (provider, subject, given) => {
    const key = vouchedKey(provider, subject);
    const update = { roles: JSON.stringify(given) };
    const before = await rows.findOne<VouchedRolesRow>({ model: "vouchedRoles", where: where({ key }) });
    if (before?.roles === update.roles) return;
    if (before === null) await rows.create({ model: "vouchedRoles", data: { key, ...update } });
    else await rows.update({ model: "vouchedRoles", where: where({ key }), update });
    const of = where({ providerId: provider, accountId: subject });
    const account = await rows.findOne<AccountRow>({ model: "account", where: of });
    if (account !== null) forget(account.userId);
  };
  const audience = users.tokens?.audience ?? origin;
  const manages = async (session: unknown, user: unknown): Promise<boolean> => {
    if (users.admin === undefined || session === undefined || user === undefined) return false;
    const known = await principals.ofSession(session as SessionRow, user as UserRow, undefined);
    return known?.principal.roles.includes(users.admin) === true;
  };
  const endApplications = async (userId: string): Promise<void> => applications?.end(userId);
  const settings = await libraryOptions({ ...options, forget, vouch, manages, otherPassword: endApplications });
  await options.alone(() => migrate(settings, options.database));
  const { betterAuth } = await import("better-auth");
  const library = betterAuth(settings);
  const context = await library.$context;
  // Other issuers' are verified by the library, as it is told to.
  const presets = Object.keys(settings.socialProviders ?? {});
  const isPreset = (one: unknown): boolean => presets.includes((one as { readonly id: string }).id);
  await verifyIdTokens(context.socialProviders.filter(isPreset));
  const rows: Rows = context.adapter;
  const principals = createPrincipals(rows, users, roles, options.recordOf);
  const { authorizationServer = false } = users;
  const applications: Applications | undefined =
    authorizationServer === false
      ? undefined
      : createApplications({
          rows,
          principals,
          settings: authorizationServer,
          audience,
          declared: roles,
          extended: options.extended ?? (() => []),
        });
  const keys = keysOf(async () => (await (library.api as unknown as JwtApi).getJwks()).keys);
  const jwt = await import("better-auth/plugins/jwt");
  const jwtOptions = settings.plugins?.find(({ id }) => id === "jwt")?.options;
  const end = async (session: SessionRow): Promise<void> => {
    await rows.deleteMany({ model: "session", where: where({ id: session.id }) });
    forget(session.userId);
  };
  return {
    rows,
    find: createFind({
      rows,
      principals,
      memory,
      secret,
      issuer: origin,
      audience,
      applications,
      keysFor: keys.keysFor,
    }),
    administration: createAdministration({
      rows,
      declared: () => roles,
      forget,
      password: users.password ?? {},
      endApplications,
      otherKeys: keys.forget,
    }),
    refreshTokens: createRefreshTokens({ rows, life: users.tokens?.refresh ?? 30 * 86_400, end }),
    cookie: context.authCookies.sessionToken.name,
    handle: (request) => library.handler(request),
    async token(session) {
      const found = await context.internalAdapter.findSession(session.token);
      // It ended while its token was made.
      if (found === null) throw badRefreshToken();
      const asking = { context: { ...context, session: found } };
      return jwt.getJwtToken(asking as never, jwtOptions as never);
    },
    forget,
    heard,
  };
}

interface JwtApi {
  getJwks(): Promise<{ readonly keys: readonly object[] }>;
}

/** Milliseconds between two readings of the keys for an unknown key's sake. */
const coolDown = 1_000;
/** Milliseconds for which keys are believed that another node may have withdrawn. */
const fresh = 60_000;

/** The keys our own tokens are verified with; read again when a token names one that is not known. */
function keysOf(load: () => Promise<readonly object[]>) {
  let known: readonly VerificationKey[] = [];
  let last = -Infinity;
  return {
    forget(): void {
      last = -Infinity;
    },
    async keysFor(kid: string | undefined): Promise<readonly VerificationKey[]> {
      const age = Date.now() - last;
      if (age >= fresh || (!known.some((key) => key.kid === kid) && age >= coolDown)) {
        last = Date.now();
        known = readKeys(JSON.stringify({ keys: await load() }), ["EdDSA"]);
      }
      return known;
    },
  };
}

async function migrate(settings: BetterAuthOptions, database: unknown): Promise<void> {
  const { getMigrations } = await import("better-auth/db/migration");
  const run = async (): Promise<void> =>
    (await getMigrations({ ...settings, database: database as never })).runMigrations();
  try {
    await run();
  } catch {
    // Another node was at it; what is missing still, if anything, is made now.
    await run();
  }
}

function check({ users, secret, roles }: UsersOptions): void {
  if (secret.length < 32) throw new Error("auth.users.secret: expected at least 32 characters");
  const { authorizationServer = false } = users;
  const granted = authorizationServer === false ? [] : Object.values(authorizationServer.scopes ?? {}).flat();
  const named = [...(users.roles ?? []), ...(users.admin === undefined ? [] : [users.admin]), ...granted];
  const provided = Object.values(users.providers ?? {}).flatMap((one) => Object.values(one.roles?.values ?? {}));
  const unknown = [...named, ...provided].find((role) => !roles.includes(role));
  if (unknown !== undefined) throw new Error(`auth.users: the role ${JSON.stringify(unknown)} is not declared`);
}
