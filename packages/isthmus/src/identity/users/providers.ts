// Other parties that vouch for people: presets of the well-known ones, and any issuer by its discovery document.

import type { BetterAuthOptions } from "better-auth";
import type { GenericOAuthConfig } from "better-auth/plugins/generic-oauth";
import type { ProviderConfiguration, UsersConfiguration } from "../../core/index.ts";
import { claimAt } from "../../core/index.ts";
import { revealed } from "../../core/secret.ts";

type Social = NonNullable<BetterAuthOptions["socialProviders"]>;

export interface Providers {
  readonly social: Social;
  readonly generic: GenericOAuthConfig[];
}

const known = ["google", "github", "microsoft", "apple"] as const;
type Known = (typeof known)[number];

/** Takes down the roles that a provider's verified claims give to a subject of its own. */
export type Vouch = (provider: string, subject: string, roles: readonly string[]) => Promise<void>;

/** @throws Error that names the key of the configuration that is missing. */
export function providersOf({ providers = {}, signUp = true }: UsersConfiguration, vouch: Vouch): Providers {
  const social: { [name: string]: unknown } = {};
  const generic: GenericOAuthConfig[] = [];
  for (const [name, provider] of Object.entries(providers)) {
    const kind = provider.kind ?? kindOf(name);
    const disableSignUp = !(provider.signUp ?? signUp);
    const shared = {
      clientId: provider.clientId,
      clientSecret: revealed(provider.clientSecret),
      disableSignUp,
      mapProfileToUser: async (profile: object) => {
        const { sub, id, oid } = profile as { readonly [name in "sub" | "id" | "oid"]?: unknown };
        // Of Microsoft `sub` is another for every application; an account here stands for the `oid`.
        const subject = kind === "microsoft" ? oid : (sub ?? id);
        // Always said, so that a role that was taken away there is gone here.
        if (provider.roles !== undefined && (typeof subject === "string" || typeof subject === "number"))
          await vouch(name, String(subject), rolesIn(provider.roles, profile));
        return {};
      },
    };
    if (kind === "oidc") generic.push(issuerOf(name, provider, shared));
    else if (kind === name) {
      social[kind] = {
        ...shared,
        // Who shows an ID token may have found it; who comes by his browser has asked for it.
        disableIdTokenSignIn: true,
        ...(provider.scopes === undefined ? {} : { scope: [...provider.scopes] }),
        ...(kind === "microsoft" ? { tenantId: provider.tenant ?? "common", disableProfilePhoto: true } : {}),
      };
    } else throw new Error(`auth.users.providers.${name}: a provider of kind ${kind} goes by the name ${kind}`);
  }
  return { social: social as Social, generic };
}

function issuerOf(
  name: string,
  { issuer, scopes }: ProviderConfiguration,
  shared: Pick<GenericOAuthConfig, "clientId"> & Partial<GenericOAuthConfig>,
): GenericOAuthConfig {
  if (issuer === undefined) throw new Error(`auth.users.providers.${name}.issuer: expected the address of an issuer`);
  const url = new URL(issuer);
  const loopback = url.hostname === "localhost" || url.hostname === "127.0.0.1" || url.hostname === "[::1]";
  if (url.protocol !== "https:" && !loopback)
    throw new Error(`auth.users.providers.${name}.issuer: must be https, or anybody on the way could sign people in`);
  return {
    ...shared,
    providerId: name,
    discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    pkce: true,
    scopes: [...(scopes ?? ["openid", "email", "profile"])],
  };
}

function kindOf(name: string): Known | "oidc" {
  return known.find((one) => one === name) ?? "oidc";
}

/** The roles that a provider's claims give. */
function rolesIn({ claim, values }: NonNullable<ProviderConfiguration["roles"]>, profile: object): readonly string[] {
  const claims = profile as Readonly<Record<string, unknown>>;
  const given = claimAt({ kind: "user", id: "", roles: [], claims }, claim.split("."));
  const named: readonly unknown[] = Array.isArray(given) ? given : [given];
  const held = named.filter((one): one is string => typeof one === "string" && Object.hasOwn(values, one));
  return [...new Set(held.map((one) => values[one] ?? ""))];
}
