// `auth.users` of the configuration: people who sign in, and what they may sign in with.

import type { Secret } from "./configuration.ts";

/** Every duration is in seconds. */
export interface UsersConfiguration {
  /**
   * Signs cookies and tokens in mails, and encrypts the private keys of JWTs; at least 32 characters. Needed where the
   * store is shared. Default: made once and kept beside the users, which is told at every start.
   */
  readonly secret?: Secret | string;
  /** Roles of everybody who is signed in, ahead of what he is given by name. Default: `user`, where it is declared. */
  readonly roles?: readonly string[];
  /** Whoever has this role manages users, roles, tenants and keys at `/auth/admin/…`. Default: nobody but the command line. */
  readonly admin?: string;
  /** Strangers may make an account. Default: true. */
  readonly signUp?: boolean;
  /** `false`: nobody has a password. */
  readonly password?: PasswordConfiguration | false;
  /** Nobody signs in by password before he has followed the link in a mail. Default: true. */
  readonly verifyEmail?: boolean;
  /** Sign-in by a link in a mail. Default: false. */
  readonly magicLinks?: boolean;
  /** Passkeys (WebAuthn), for the host of `server.origin`. Default: false. */
  readonly passkeys?: boolean;
  /** Other parties that vouch for people, by the name that stands in `/auth/callback/<name>`. */
  readonly providers?: Readonly<Record<string, ProviderConfiguration>>;
  /**
   * Origins of web pages that may sign people in and act with their cookies, beside `server.origin`. Mails and redirects
   * lead to these alone. Default: none; in development, pages of this machine.
   */
  readonly origins?: readonly string[];
  /** The record that stands for a user among the site's own data, such as his row in `customers`. Default: none. */
  readonly record?: UserRecordConfiguration;
  readonly mail?: MailConfiguration;
  readonly sessions?: SessionsConfiguration;
  readonly tokens?: TokensConfiguration;
  /** How often somebody may try to get in, in a minute, on each node. Default: 30 of an address, 10 of an account. */
  readonly tries?: { readonly address?: number; readonly account?: number };
  /** Other people's applications may ask a user for access (OAuth 2.1). Default: false. */
  readonly authorizationServer?: AuthorizationServerConfiguration | false;
}

/**
 * A user's own record. It is looked for when he comes, and made where there is none; its key is a claim of his, by which
 * policies know what is his: `where: { customer_id: claim("customer") }`. Nobody whose address is not verified has one by it.
 */
export interface UserRecordConfiguration {
  /** Id of the resource. It has one field as its key. */
  readonly resource: string;
  /** Field → what of the user it equals; together they are unique. */
  readonly match: Readonly<Record<string, "id" | "email">>;
  /** Fields of a new record, beside those of `match`. Default: none is made. */
  readonly insert?: Readonly<Record<string, "id" | "email" | "name">>;
  /** Name of the claim that has the record's key. */
  readonly claim: string;
}

export interface PasswordConfiguration {
  /** Characters. Default: 10. */
  readonly minimum?: number;
  /** Argon2id's cost: KiB of memory, passes, lanes. Default: 19,456, 2, 1 (OWASP). Lower it in tests alone. */
  readonly cost?: { readonly memory: number; readonly passes: number; readonly parallelism: number };
}

export interface ProviderConfiguration {
  /** Default: the name under which it stands here. `oidc`: any issuer, found by its discovery document. */
  readonly kind?: "google" | "github" | "microsoft" | "apple" | "oidc";
  readonly clientId: string;
  readonly clientSecret: Secret | string;
  /** For `oidc`: `<issuer>/.well-known/openid-configuration` must answer. For `microsoft`: the tenant's id stands in `tenant`. */
  readonly issuer?: string;
  /** Of `microsoft`. Default: `common`. */
  readonly tenant?: string;
  readonly scopes?: readonly string[];
  /** Which roles a claim gives: `{ claim: "groups", values: { "shop-admins": "staff" } }`. */
  readonly roles?: { readonly claim: string; readonly values: Readonly<Record<string, string>> };
  /** People it vouches for may be new here. Default: as `signUp`. */
  readonly signUp?: boolean;
}

export interface MailConfiguration {
  /** e.g. `smtps://user:password@mail.shop.example`. Default: mails are kept in a file beside the store, and sent to nobody. */
  readonly smtp?: Secret | string;
  /** e.g. `Shop <hello@shop.example>`. */
  readonly from?: string;
}

export interface SessionsConfiguration {
  /** Default: 604,800 (7 days); renewed daily while in use. */
  readonly expires?: number;
  /** How long what was looked up is believed; a session ended on another node dies within these. Default: 5. */
  readonly remembered?: number;
}

export interface TokensConfiguration {
  /** Of a JWT from `/auth/token`. Default: 300. */
  readonly expires?: number;
  /** Of a refresh token; each is good for one use. Default: 2,592,000 (30 days). */
  readonly refresh?: number;
  /** After how long another key signs; the old one is published for as long as its tokens may live. Default: 2,592,000 (30 days). */
  readonly rotation?: number;
  /** `aud` of JWTs. Default: `server.origin`. */
  readonly audience?: string;
}

export interface AuthorizationServerConfiguration {
  /** Path of the page where somebody signs in. */
  readonly loginPage: string;
  /** Path of the page where he consents. */
  readonly consentPage: string;
  /**
   * What applications may ask for beside `openid`, `profile`, `email` and `offline_access`: scope → roles. A token has, of
   * the roles of its scopes, those that the user has himself or by extension. Default: none, so a token is a stranger's here.
   */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
  /** Who is signed in may register an application; otherwise those with the role of `admin` alone. Default: false. */
  readonly registration?: boolean;
}
