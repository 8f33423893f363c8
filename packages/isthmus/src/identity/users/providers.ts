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

/** @throws Error that names the key of the configuration that is missing. */
export function providersOf({ providers = {}, signUp = true }: UsersConfiguration): Providers {
  const social: { [name: string]: unknown } = {};
  const generic: GenericOAuthConfig[] = [];
  for (const [name, provider] of Object.entries(providers)) {
    const kind = provider.kind ?? kindOf(name);
    const disableSignUp = !(provider.signUp ?? signUp);
    const shared = {
      clientId: provider.clientId,
      clientSecret: revealed(provider.clientSecret),
      disableSignUp,
      mapProfileToUser: (profile: object) => vouched(provider, profile),
      ...(provider.scopes === undefined ? {} : { scopes: [...provider.scopes] }),
    };
    if (kind === "oidc") generic.push(issuerOf(name, provider, shared));
    else if (kind === name) {
      social[kind] = {
        ...shared,
        overrideUserInfoOnSignIn: provider.roles !== undefined,
        ...(kind === "microsoft" ? { tenantId: provider.tenant ?? "common" } : {}),
      };
    } else throw new Error(`auth.users.providers.${name}: a provider of kind ${kind} goes by the name ${kind}`);
  }
  return { social: social as Social, generic };
}

function issuerOf(
  name: string,
  { issuer, scopes, roles }: ProviderConfiguration,
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
    overrideUserInfo: roles !== undefined,
  };
}

function kindOf(name: string): Known | "oidc" {
  return known.find((one) => one === name) ?? "oidc";
}

/** What the provider's claims give; always said, so that a role that was taken away there is gone here. */
function vouched({ roles }: ProviderConfiguration, profile: object): { readonly [field: string]: string } {
  if (roles === undefined) return {};
  const claims = { claims: profile as Readonly<Record<string, unknown>> };
  const given = claimAt({ kind: "user", id: "", roles: [], ...claims }, roles.claim.split("."));
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  const held = values.filter((one) => typeof one === "string" && Object.hasOwn(roles.values, one)) as string[];
  return { vouchedRoles: JSON.stringify([...new Set(held.map((one) => roles.values[one]))]) };
}
