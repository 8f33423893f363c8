// The routes of a configuration, opened: services with their connections, and the keys by which they know who asks.

import { randomBytes } from "node:crypto";
import type { Configuration, Record, UpstreamOptions } from "../core/index.ts";
import { Problem } from "../core/index.ts";
import type { EngineOptions } from "../engine/index.ts";
import { createIdentityToken, type IdentityToken, openUpstream } from "../upstreams/index.ts";
import type { Page } from "./http/options.ts";
import type { Route, RoutesOptions } from "./http/routes/options.ts";
import { rootOf } from "./route-faults.ts";

export interface OpenRoutes {
  readonly options: RoutesOptions;
  /** Public keys, where tokens are signed by any. */
  readonly pages: readonly Page[];
  close(): Promise<void>;
}

const keysPath = "/.well-known/isthmus-identity/jwks.json";

/** @throws Problem that names what is wrong with a key or certificate. */
export async function openRoutes(
  configuration: Configuration,
  record: Record,
  authenticate: EngineOptions["authenticate"],
): Promise<OpenRoutes | undefined> {
  const { routes = {} } = configuration;
  if (Object.keys(routes).length === 0) return undefined;
  // A loop is known by it, whatever other servers of this kind stand in the row.
  const via = `isthmus-${randomBytes(6).toString("hex")}`;
  const opened: Route[] = [];
  const close = async (): Promise<void> => void (await Promise.all(opened.map(({ upstream }) => upstream.close())));
  try {
    for (const [pattern, options] of Object.entries(routes))
      opened.push(await openRoute(pattern, options, configuration, record, `1.1 ${via}`));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { options: { routes: opened, via, authenticate }, pages: keyPages(opened), close };
}

async function openRoute(
  pattern: string,
  options: UpstreamOptions,
  { auth, server = {} }: Configuration,
  record: Record,
  via: string,
): Promise<Route> {
  const { headers = {}, rewrite = {}, balance, access } = options;
  const authenticate = options.authenticate ?? auth !== undefined;
  const root = rootOf(pattern);
  const issuer = server.origin ?? "isthmus";
  const strip = rewrite.strip === true;
  const cors = options.cors === true;
  const answers = { own: lowerCase(headers.answer), cors };
  const context = { name: `routes.${JSON.stringify(pattern)}`, record, prefix: strip ? root : "", answers };
  const identity = sound(context.name, () => options.identity && createIdentityToken(options.identity, issuer));
  const upstream = await openUpstream(options, context).catch((thrown: unknown) =>
    sound(context.name, () => {
      throw thrown;
    }),
  );
  return {
    pattern,
    root,
    below: pattern.endsWith("*"),
    upstream,
    access: access && new Set(access),
    authenticate,
    identity,
    strip,
    prefix: rewrite.prefix ?? "",
    host: options.host ?? "upstream",
    request: {
      own: lowerCase(headers.request),
      reserved: new Set(identity === undefined ? [] : [identity.header]),
      via,
      credentials: authenticate ? "kept" : "passed",
      prefix: strip && root !== "" ? root : undefined,
    },
    common: headers.common ?? true,
    cors,
    key: typeof balance === "object" ? balance.hash : undefined,
    canary: options.canary?.sticky ?? "cookie",
    largestBody: options.body ?? 1_073_741_824,
  };
}

function keyPages(routes: readonly Route[]): readonly Page[] {
  const keys = new Map<string, IdentityToken["jwk"]>();
  for (const { identity } of routes) if (identity?.jwk !== undefined) keys.set(identity.jwk.kid, identity.jwk);
  if (keys.size === 0) return [];
  const body = JSON.stringify({ keys: [...keys.values()] });
  return [
    { path: keysPath, type: "application/jwk-set+json", body, headers: { "cache-control": "public, max-age=300" } },
  ];
}

function lowerCase(
  given: Readonly<{ [name: string]: string | false }> = {},
): Readonly<{ [name: string]: string | false }> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
}

function sound<T>(name: string, make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    const message = `${name}.${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new Problem({ code: "ISTHMUS100", category: "invalid", message });
  }
}
