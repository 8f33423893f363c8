// The gate as the configuration has it.

import type { Configuration, RateRule, Record, RedisConfiguration, TlsOptions } from "../core/index.ts";
import { Problem } from "../core/index.ts";
import { revealed } from "../core/secret.ts";
import {
  createGate,
  createNetworks,
  createRules,
  type Gate,
  openSharedCounts,
  trustedNetworks,
} from "../gateway/index.ts";
import type { HttpServerOptions } from "./http/index.ts";

/** Attempts to sign in, where the configuration says nothing. */
const defaultSignIn: readonly RateRule[] = [
  { name: "sign-in", per: "address", allow: 30, every: "1m" },
  { name: "sign-in-hour", per: "address", allow: 300, every: "1h" },
];

/** @throws Problem that names what is wrong with the limits. */
export async function openGate(configuration: Configuration, record: Record): Promise<Gate> {
  const { limits = {}, redis } = configuration;
  const rules = sound(() => createRules(limits.rate ?? [], limits.quotas ?? []));
  const signIn = sound(() =>
    limits.signIn === false
      ? []
      : createRules(soundSignIn(limits.signIn ?? defaultSignIn), [], "limits.signIn").map(apart),
  );
  const needed = rules.length > 0 || (signIn.length > 0 && configuration.auth?.users !== undefined);
  const settings =
    typeof redis === "object" && "url" in redis ? redis : redis === undefined ? undefined : { url: redis };
  const shared =
    settings === undefined || !needed
      ? undefined
      : await openSharedCounts({
          ...settings,
          url: revealed(settings.url),
          tls: revealedTls(settings.tls),
          warn: (message) => record({ kind: "warning", message }),
        }).catch((thrown: unknown) => sound(() => rethrow(thrown)));
  return createGate({ rules, signIn, shared });
}

function revealedTls(tls: RedisConfiguration["tls"]): TlsOptions | boolean | undefined {
  if (typeof tls !== "object") return tls;
  const { key, ...rest } = tls;
  return key === undefined ? rest : { ...rest, key: revealed(key) };
}

function soundSignIn(rules: readonly RateRule[]): readonly RateRule[] {
  rules.forEach(({ per, role, key, resource, operation, verb }, at) => {
    if (per !== "address" || [role, key, resource, operation, verb].some((one) => one !== undefined))
      throw new Error(
        `limits.signIn[${at}]: who signs in is known by his address alone: expected per: "address", and nothing narrower`,
      );
  });
  return rules;
}

/** A rule for signing in has a count of its own, whatever it is called. */
function apart<T extends { readonly name: string }>(rule: T): T {
  return rule.name.startsWith("sign-in") ? rule : { ...rule, name: `sign-in ${rule.name}` };
}

/** What the HTTP server has to know of the gate. @throws Problem that names what is no network. */
export function gateOptions(configuration: Configuration, gate: Gate): Partial<HttpServerOptions> {
  const { trustedProxies, addresses, headers, compression = true, tls } = configuration.server ?? {};
  sound(() => {
    trustedNetworks(trustedProxies);
    createNetworks([...(addresses?.allow ?? []), ...(addresses?.deny ?? [])]);
  });
  return {
    gate: { gate, trustedProxies, addresses },
    ...(headers === undefined ? {} : { headers }),
    ...(compression === false ? {} : { compression: compression === true ? {} : compression }),
    ...(tls === undefined ? {} : { tls }),
    cookies: configuration.auth?.users !== undefined,
  };
}

function rethrow(thrown: unknown): never {
  throw thrown;
}

function sound<T>(make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Problem({ code: "ISTHMUS100", category: "invalid", message });
  }
}
