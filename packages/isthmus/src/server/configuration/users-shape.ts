// The shape of `auth.users`.

import { z } from "zod";
import type {
  AuthorizationServerConfiguration,
  MailConfiguration,
  PasswordConfiguration,
  ProviderConfiguration,
  Secret,
  SessionsConfiguration,
  TokensConfiguration,
  UserRecordConfiguration,
  UsersConfiguration,
} from "../../core/index.ts";
import { isSecretName } from "../../core/secret.ts";

const secretOrText = z.custom<Secret | string>(
  (value) => typeof value === "string" || isSecretName(value),
  'expected a text or secret("NAME")',
);
/** Claims that the server makes itself, and those a token cannot do without. */
const claimsOfOurs = new Set([
  "sub",
  "email",
  "email_verified",
  "name",
  "tenant",
  "tenant_id",
  "role",
  "roles",
  "iss",
  "aud",
  "exp",
  "nbf",
  "iat",
  "jti",
  "__proto__",
]);
const names = z.array(z.string().min(1));
const seconds = z.int().min(1);
const path = z.string().regex(/^\/[^/\\]/, "expected a path of the server's own, such as /sign-in");

const password = z.strictObject({
  minimum: z.int().min(8).max(128).optional(),
  cost: z.strictObject({ memory: z.int().min(8), passes: z.int().min(1), parallelism: z.int().min(1) }).optional(),
});
const provider = z.strictObject({
  kind: z.enum(["google", "github", "microsoft", "apple", "oidc"]).optional(),
  clientId: z.string().min(1),
  clientSecret: secretOrText,
  issuer: z.url({ protocol: /^https?$/ }).optional(),
  tenant: z.string().min(1).optional(),
  scopes: names.optional(),
  roles: z.strictObject({ claim: z.string().min(1), values: z.record(z.string(), z.string()) }).optional(),
  signUp: z.boolean().optional(),
});
const mail = z.strictObject({ smtp: secretOrText.optional(), from: z.string().min(1).optional() });
const sessions = z.strictObject({
  expires: seconds.optional(),
  remembered: z.number().min(0).max(300).optional(),
});
const ownRecord = z.strictObject({
  resource: z.string().min(1),
  match: z
    .record(z.string(), z.enum(["id", "email"]))
    .refine((match) => Object.keys(match).length > 0, "expected at least one field"),
  insert: z.record(z.string(), z.enum(["id", "email", "name"])).optional(),
  claim: z
    .string()
    .min(1)
    .refine((name) => !claimsOfOurs.has(name), "is a claim that the server makes itself; choose another name"),
});
const tokens = z.strictObject({
  expires: seconds.optional(),
  refresh: seconds.optional(),
  rotation: seconds.optional(),
  audience: z.string().min(1).optional(),
});
const authorizationServer = z.strictObject({
  loginPage: path,
  consentPage: path,
  scopes: z
    .record(z.string().regex(/^[a-z][\w.:-]{0,63}$/, "expected a name of a scope, such as orders:read"), names)
    .refine(
      (scopes) => !["openid", "profile", "email", "offline_access"].some((name) => Object.hasOwn(scopes, name)),
      "openid, profile, email and offline_access are there already, and give no roles",
    )
    .optional(),
  registration: z.boolean().optional(),
});

export const usersShape = z.strictObject({
  secret: secretOrText.optional(),
  roles: names.optional(),
  admin: z.string().min(1).optional(),
  signUp: z.boolean().optional(),
  password: z.union([z.literal(false), password]).optional(),
  verifyEmail: z.boolean().optional(),
  magicLinks: z.boolean().optional(),
  passkeys: z.boolean().optional(),
  providers: z
    .record(z.string().regex(/^[a-z][a-z\d-]*$/, "expected small letters, digits and hyphens"), provider)
    .optional(),
  origins: z.array(z.url({ protocol: /^https?$/ })).optional(),
  record: ownRecord.optional(),
  mail: mail.optional(),
  sessions: sessions.optional(),
  tokens: tokens.optional(),
  tries: z.strictObject({ address: z.int().min(1).optional(), account: z.int().min(1).optional() }).optional(),
  authorizationServer: z.union([z.literal(false), authorizationServer]).optional(),
});

/** Fails to compile when a shape has not the very keys of the type it is of. */
type SameKeys<Type, Shape extends z.ZodObject> = [keyof Required<Type>, keyof Shape["shape"]] extends [
  keyof Shape["shape"],
  keyof Required<Type>,
]
  ? true
  : never;
true satisfies SameKeys<UsersConfiguration, typeof usersShape>;
true satisfies SameKeys<PasswordConfiguration, typeof password>;
true satisfies SameKeys<ProviderConfiguration, typeof provider>;
true satisfies SameKeys<UserRecordConfiguration, typeof ownRecord>;
true satisfies SameKeys<MailConfiguration, typeof mail>;
true satisfies SameKeys<SessionsConfiguration, typeof sessions>;
true satisfies SameKeys<TokensConfiguration, typeof tokens>;
true satisfies SameKeys<AuthorizationServerConfiguration, typeof authorizationServer>;
