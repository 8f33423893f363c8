// The keys of an issuer, fetched from its JWKS address: kept, refreshed when they grow old or an unknown one is named,
// and kept on while the issuer is down. At most one fetch runs at a time, and a flood of made-up key ids causes few.

import type { JwtConfiguration } from "../core/index.ts";
import { type VerificationKey, publicJwk } from "./key.ts";
import { issuerUnreachable } from "./problems.ts";

export interface IssuerKeys {
  /** The keys as last fetched. Fetches when there are none, or when none has the id and the last try is long enough ago. */
  keysFor(kid: string | undefined): Promise<readonly VerificationKey[]>;
  close(): void;
}

export interface IssuerOptions {
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
  /** Called when other keys have come than were known: what was verified by the old ones must be verified again. */
  readonly onChange: () => void;
}

type Jwks = NonNullable<JwtConfiguration["jwks"]>;
type PublicAlgorithm = "RS256" | "ES256" | "EdDSA";

/** Milliseconds. */
const fresh = 600_000;
const coolDown = 30_000;
const fetchTimeout = 5_000;
const largestDocument = 262_144;
const mostKeys = 100;

/** @throws Error when the address is not https (http is for loopback only). */
export function createIssuerKeys(jwks: Jwks, options: IssuerOptions): IssuerKeys {
  const url = checkedAddress(jwks.url);
  const closing = new AbortController();
  let keys: readonly VerificationKey[] | undefined;
  let print = "";
  let lastGood = -Infinity;
  let lastTry = -Infinity;
  let lastFailure: unknown;
  let running: Promise<void> | undefined;

  async function load(): Promise<void> {
    lastTry = options.now();
    try {
      const text = await download(url, options.fetch, closing.signal);
      const loaded = readKeys(text, jwks.algorithms);
      if (loaded.length === 0) throw new Error("The JWKS holds no key that may be used");
      if (text !== print && keys !== undefined) options.onChange();
      keys = loaded;
      print = text;
      lastGood = lastTry;
    } catch (failure) {
      lastFailure = failure;
    } finally {
      running = undefined;
    }
  }

  const refresh = (): Promise<void> => (running ??= load());
  const rested = (): boolean => options.now() - lastTry >= coolDown;

  return {
    async keysFor(kid) {
      if (keys === undefined) {
        if (running !== undefined || rested()) await refresh();
        if (keys === undefined) throw issuerUnreachable(Math.ceil(coolDown / 1000), lastFailure);
        return keys;
      }
      const known = kid === undefined || keys.some((key) => key.kid === kid);
      if (!known && (running !== undefined || rested())) await refresh();
      // What is merely old is renewed behind the caller's back.
      else if (options.now() - lastGood >= fresh && rested()) void refresh();
      return keys;
    },
    close: () => closing.abort(),
  };
}

/** Keys without `alg` are taken only when the configuration names the one algorithm that fits their kind. */
export function readKeys(text: string, allowed: readonly PublicAlgorithm[] | undefined): readonly VerificationKey[] {
  const document: unknown = JSON.parse(text);
  const listed: unknown = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(listed)) throw new Error('The JWKS has no list "keys"');
  const usable: VerificationKey[] = [];
  for (const jwk of listed.slice(0, mostKeys) as unknown[]) {
    if (typeof jwk !== "object" || jwk === null) continue;
    const key = readKey(jwk as Record<string, unknown>, allowed);
    if (key !== undefined) usable.push(key);
  }
  return usable;
}

function readKey(
  jwk: Readonly<Record<string, unknown>>,
  allowed: readonly PublicAlgorithm[] | undefined,
): VerificationKey | undefined {
  if (jwk["use"] !== undefined && jwk["use"] !== "sig") return undefined;
  if (Array.isArray(jwk["key_ops"]) && !jwk["key_ops"].includes("verify")) return undefined;
  const alg =
    jwk["alg"] === undefined ? allowed?.find((one) => one === algorithmOfKind(jwk["kty"])) : asPublic(jwk["alg"]);
  if (alg === undefined || (allowed !== undefined && !allowed.includes(alg))) return undefined;
  const key = publicJwk(jwk, alg);
  if (typeof key === "string") return undefined;
  return { kid: typeof jwk["kid"] === "string" ? jwk["kid"] : undefined, alg, key };
}

function asPublic(alg: unknown): PublicAlgorithm | undefined {
  return alg === "RS256" || alg === "ES256" || alg === "EdDSA" ? alg : undefined;
}

function algorithmOfKind(kty: unknown): PublicAlgorithm | undefined {
  if (kty === "RSA") return "RS256";
  if (kty === "EC") return "ES256";
  return kty === "OKP" ? "EdDSA" : undefined;
}

function checkedAddress(text: string): URL {
  if (!URL.canParse(text)) throw new Error(`auth.jwt.jwks.url: expected an address, found ${JSON.stringify(text)}`);
  const url = new URL(text);
  const loopback =
    url.hostname === "localhost" || url.hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
    throw new Error("auth.jwt.jwks.url: must be https, or anybody on the way could put his own keys in");
  }
  return url;
}

async function download(url: URL, fetch: typeof globalThis.fetch, closing: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: "application/jwk-set+json, application/json" },
    // A redirect could lead to anybody's keys.
    redirect: "error",
    signal: AbortSignal.any([closing, AbortSignal.timeout(fetchTimeout)]),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`The JWKS address answered ${response.status}`);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > largestDocument) throw new Error(`The JWKS is larger than ${largestDocument} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
