// The library that signs people in, as this server has it. Nothing outside this file and `open-users.ts` knows which
// library it is.

import { setTimeout as pause } from "node:timers/promises";
import type { BetterAuthOptions, BetterAuthPlugin } from "better-auth";
import type { UsersConfiguration } from "../../core/index.ts";
import { applicationsPlugin } from "./applications.ts";
import { mailOf, type MailKind } from "./mails.ts";
import { defaultCost, hashPassword, verifyPassword } from "./password-hash.ts";
import { passkeys } from "./passkeys.ts";
import { type Providers, providersOf, type Vouch } from "./providers.ts";
import { ownTables } from "./schema.ts";
import type { Mail } from "./send-mail.ts";

export interface LibraryOptions {
  readonly users: UsersConfiguration;
  readonly secret: string;
  /** Public origin. */
  readonly origin: string;
  /** Further origins of pages that may act for who is signed in; `*` stands for any text in them. */
  readonly trusted: readonly string[];
  readonly database: NonNullable<BetterAuthOptions["database"]>;
  /** Hands a mail over and does not wait for it: how long that takes tells nothing of who is known here. */
  readonly mail: (mail: Mail) => void;
  /** Nothing that was looked up of this user, or of anybody, is believed any more. */
  readonly forget: (userId: string | undefined) => void;
  readonly vouch: Vouch;
  /** Whether a user manages the applications that are known here. */
  readonly manages: (session: unknown, user: unknown) => Promise<boolean>;
  /** His password is another one: who has come in by the old one is put out. */
  readonly otherPassword: (userId: string) => Promise<void>;
}

/** Where the routes stand. */
export const authPath = "/auth";
/** Also the prefix of the cookies' names. */
const product = "isthmus";

const day = 86_400;
const resetLife = 3_600;
const verifyLife = 86_400;
const magicLife = 600;

/** Answers and mails differ by nothing that tells whether an account exists. */
export async function libraryOptions(options: LibraryOptions): Promise<BetterAuthOptions> {
  const { users, secret, origin, trusted, database, forget } = options;
  const { password = {}, verifyEmail = true, signUp = true, sessions = {} } = users;
  const cost = password === false ? defaultCost : (password.cost ?? defaultCost);
  const { social } = providersOf(users, options.vouch);
  return {
    appName: new URL(origin).hostname,
    baseURL: origin,
    basePath: authPath,
    secret,
    database,
    trustedOrigins: [...trusted],
    telemetry: { enabled: false },
    // Its messages hold what callers send.
    logger: { disabled: true },
    // What is no refusal comes to who has asked: the library would write it, with what the caller has sent, to the console.
    onAPIError: { errorURL: `${origin}/`, throw: true },
    plugins: await plugins(options),
    emailAndPassword: {
      enabled: password !== false,
      disableSignUp: !signUp,
      requireEmailVerification: verifyEmail,
      autoSignIn: !verifyEmail,
      minPasswordLength: password === false ? 10 : (password.minimum ?? 10),
      maxPasswordLength: 256,
      resetPasswordTokenExpiresIn: resetLife,
      revokeSessionsOnPasswordReset: true,
      password: {
        hash: (text) => hashPassword(text, cost),
        verify: ({ hash, password: text }) => verifyPassword(hash, text),
      },
      sendResetPassword: sends("reset", options),
      onExistingUserSignUp: async ({ user }) => options.mail(mailOf("known", user.email, origin)),
    },
    emailVerification: {
      sendVerificationEmail: sends("verify", options),
      sendOnSignUp: verifyEmail,
      sendOnSignIn: false,
      autoSignInAfterVerification: false,
      expiresIn: verifyLife,
    },
    socialProviders: social,
    user: {
      // An address that its provider has not seen verified is anybody's: whoever owns it could not come in later.
      validateUserInfo: ({ user, source }) =>
        source.method === "oauth" && source.action === "create-user" && user.emailVerified !== true
          ? { error: "email_not_verified", errorDescription: "The provider has not verified this e-mail address" }
          : undefined,
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: sends("change", options),
      },
      deleteUser: { enabled: false },
    },
    session: {
      expiresIn: sessions.expires ?? 7 * day,
      updateAge: day,
      cookieCache: { enabled: false },
    },
    account: {
      encryptOAuthTokens: true,
      // Nobody joins an account by an e-mail address that has not been shown to be his, here and at the provider.
      accountLinking: {
        enabled: true,
        trustedProviders: [],
        requireLocalEmailVerified: true,
        allowDifferentEmails: false,
      },
    },
    verification: { storeIdentifier: "hashed" },
    // What limits tries stands before the library.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: product,
      useSecureCookies: origin.startsWith("https:"),
      trustedProxyHeaders: false,
      // Said, since the library looks at NODE_ENV where it is not.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
    },
    databaseHooks: {
      user: {
        update: {
          after: async (user) => forget(user.id),
        },
      },
      session: {
        create: {
          before: async (session, context) => {
            const user = await context?.context.internalAdapter.findUserById(session.userId);
            // `false` makes the sign-in fail as any other that cannot be.
            if (user !== null && user !== undefined && (user as { suspended?: unknown }).suspended === true)
              return false;
            return undefined;
          },
        },
        update: { after: async (session) => forget(session.userId) },
        delete: { after: async (session) => forget(session.userId) },
      },
      account: {
        update: {
          after: async (account) => {
            if (account.providerId === "credential") await options.otherPassword(account.userId);
            forget(account.userId);
          },
        },
      },
    },
  };
}

/** Set by this server from the socket; what a caller sends by this name does not get so far. */
export const addressHeader = "x-isthmus-address";

function sends(kind: MailKind, { mail }: LibraryOptions) {
  return async ({ user, url }: { readonly user: { readonly email: string }; readonly url: string }): Promise<void> =>
    mail(mailOf(kind, user.email, url));
}

/** Milliseconds the discovery documents of providers may take while the server starts. */
const discovery = 3_000;

/** A provider that does not answer keeps nobody from starting: it is asked again when somebody signs in by it. */
function patientDiscovery(plugin: BetterAuthPlugin, configured: Providers["generic"]): BetterAuthPlugin {
  const { init } = plugin;
  if (init === undefined) return plugin;
  const pending = new Map(configured.map((one) => [one.providerId, one]));
  const later = { context: { genericOAuthPendingDiscovery: pending } };
  return {
    ...plugin,
    init: (async (context) => Promise.race([init(context), pause(discovery, later, { ref: false })])) as typeof init,
  };
}

async function plugins(options: LibraryOptions): Promise<BetterAuthPlugin[]> {
  const { users, origin, mail } = options;
  const { signUp = true, tokens = {} } = users;
  const [{ jwt }, { twoFactor }] = await Promise.all([
    import("better-auth/plugins/jwt"),
    import("better-auth/plugins/two-factor"),
  ]);
  const expires = tokens.expires ?? 300;
  const list: BetterAuthPlugin[] = [
    { id: product, schema: ownTables },
    jwt({
      jwks: {
        keyPairConfig: { alg: "EdDSA", crv: "Ed25519" },
        rotationInterval: tokens.rotation ?? 30 * day,
        gracePeriod: Math.max(expires * 2, 3_600),
      },
      jwt: {
        issuer: origin,
        audience: tokens.audience ?? origin,
        expirationTime: `${expires}s`,
        definePayload: ({ user, session }) => ({
          email: user.email,
          email_verified: user.emailVerified,
          sid: session.id,
        }),
      },
      disableSettingJwtHeader: true,
    }),
    twoFactor({ issuer: new URL(origin).hostname, accountLockout: { enabled: true } }),
  ];
  const { generic } = providersOf(users, options.vouch);
  if (generic.length > 0) {
    const { genericOAuth } = await import("better-auth/plugins/generic-oauth");
    list.push(patientDiscovery(genericOAuth({ config: generic }) as BetterAuthPlugin, generic));
  }
  if (users.magicLinks === true) {
    const { magicLink } = await import("better-auth/plugins/magic-link");
    list.push(
      magicLink({
        expiresIn: magicLife,
        storeToken: "hashed",
        disableSignUp: !signUp,
        sendMagicLink: async ({ email, url }) => mail(mailOf("magic", email, url)),
      }),
    );
  }
  if (users.passkeys === true) {
    list.push(...(await passkeys(origin)));
  }
  const { authorizationServer: settings = false } = users;
  if (settings !== false) {
    const audience = tokens.audience ?? origin;
    list.push(await applicationsPlugin({ users, settings, audience, manages: options.manages }));
  }
  return list;
}
