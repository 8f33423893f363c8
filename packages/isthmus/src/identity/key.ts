// Keys that tokens are verified with. Each has one algorithm, fixed when the key is read; what a token says of itself
// never chooses it.

import { createPublicKey, createSecretKey, type KeyObject } from "node:crypto";
import type { JwtConfiguration, Secret as SecretName } from "../core/index.ts";
import { isSecretName, revealed, Secret } from "../core/secret.ts";

export type Algorithm = "HS256" | "RS256" | "ES256" | "EdDSA";

export interface VerificationKey {
  readonly kid: string | undefined;
  readonly alg: Algorithm;
  readonly key: KeyObject;
}

type ConfiguredKey = NonNullable<JwtConfiguration["keys"]>[number];

/** A shorter secret can be guessed from a single token (RFC 7518, 3.2). */
const minimumSecretBytes = 32;
const minimumRsaBits = 2048;

/** @throws Error that names the configuration key and what was expected, never the key itself. */
export function configuredKeys(jwt: JwtConfiguration): readonly VerificationKey[] {
  const keys = (jwt.keys ?? []).map((configured, index) => configuredKey(configured, `auth.jwt.keys[${index}]`));
  if (jwt.secret === undefined) return keys;
  return [
    { kid: undefined, alg: "HS256", key: sharedSecret(textOf(jwt.secret, "auth.jwt.secret"), "auth.jwt.secret") },
    ...keys,
  ];
}

/** The public part of a JWK, if it is a signing key of the algorithm; a text that says why not otherwise. */
export function publicJwk(
  jwk: Readonly<Record<string, unknown>>,
  alg: Exclude<Algorithm, "HS256">,
): KeyObject | string {
  const { kty, crv, x, y, n, e } = jwk;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: { kty, crv, x, y, n, e } as never, format: "jwk" });
  } catch {
    return "is not a public key";
  }
  return misfit(key, alg) ?? key;
}

function configuredKey(configured: ConfiguredKey, where: string): VerificationKey {
  const alg: unknown = configured.alg;
  if (alg !== "HS256" && alg !== "RS256" && alg !== "ES256" && alg !== "EdDSA") {
    throw new Error(`${where}.alg: expected HS256, RS256, ES256 or EdDSA`);
  }
  const given =
    isSecret(configured.key) || typeof configured.key === "string"
      ? textOf(configured.key, `${where}.key`)
      : configured.key;
  const jwk =
    typeof given === "string"
      ? given.trimStart().startsWith("{")
        ? parseJwk(given, where)
        : undefined
      : (given as Record<string, unknown>);
  if (jwk?.["alg"] !== undefined && jwk["alg"] !== alg)
    throw new Error(`${where}: alg is ${alg}, but the key itself is for another algorithm`);
  const kid = configured.kid ?? (typeof jwk?.["kid"] === "string" ? jwk["kid"] : undefined);
  const key =
    alg === "HS256" ? hmacKey(jwk ?? (given as string), where) : publicKey(jwk ?? (given as string), alg, where);
  return { kid, alg, key };
}

function hmacKey(given: string | Readonly<Record<string, unknown>>, where: string): KeyObject {
  if (typeof given === "string") return sharedSecret(given, `${where}.key`);
  if (given["kty"] !== "oct" || typeof given["k"] !== "string") {
    throw new Error(`${where}.key: HS256 needs a secret (a text, or a JWK of kty "oct"), found a key of another kind`);
  }
  return sharedSecret(Buffer.from(given["k"], "base64url"), `${where}.key`);
}

function publicKey(
  given: string | Readonly<Record<string, unknown>>,
  alg: Exclude<Algorithm, "HS256">,
  where: string,
): KeyObject {
  const isPrivate = typeof given === "string" ? /PRIVATE KEY/.test(given) : given["d"] !== undefined;
  if (isPrivate)
    throw new Error(`${where}.key: is a private key; the server needs the public one and must not have the other`);
  if (typeof given !== "string") {
    const key = publicJwk(given, alg);
    if (typeof key === "string") throw new Error(`${where}.key: ${key}`);
    return key;
  }
  let key: KeyObject;
  try {
    key = createPublicKey(given);
  } catch {
    throw new Error(`${where}.key: expected a public key as PEM text or JWK for ${alg}`);
  }
  const problem = misfit(key, alg);
  if (problem !== undefined) throw new Error(`${where}.key: ${problem}`);
  return key;
}

function sharedSecret(secret: string | Buffer, where: string): KeyObject {
  if (typeof secret === "string" && /-----BEGIN|^ssh-/.test(secret)) {
    // Whoever knows a public key, and everybody may, could sign tokens with it.
    throw new Error(`${where}: is a key file, not a secret; give it under auth.jwt.keys with the alg it is for`);
  }
  const bytes = typeof secret === "string" ? Buffer.from(secret, "utf8") : secret;
  if (bytes.length < minimumSecretBytes) {
    throw new Error(
      `${where}: has ${bytes.length} bytes; HS256 needs a random secret of at least ${minimumSecretBytes}`,
    );
  }
  return createSecretKey(bytes);
}

function misfit(key: KeyObject, alg: Exclude<Algorithm, "HS256">): string | undefined {
  const details = key.asymmetricKeyDetails;
  if (alg === "RS256") {
    if (key.asymmetricKeyType !== "rsa") return "RS256 needs an RSA key";
    return (details?.modulusLength ?? 0) < minimumRsaBits
      ? `an RSA key needs at least ${minimumRsaBits} bits`
      : undefined;
  }
  if (alg === "ES256") return details?.namedCurve === "prime256v1" ? undefined : "ES256 needs a key on the curve P-256";
  return key.asymmetricKeyType === "ed25519" ? undefined : "EdDSA needs an Ed25519 key";
}

function parseJwk(text: string, where: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error(`${where}.key: looks like a JWK, but is not valid JSON`);
  }
}

function isSecret(value: unknown): value is SecretName {
  return value instanceof Secret || isSecretName(value);
}

function textOf(given: SecretName | string, where: string): string {
  try {
    return revealed(given);
  } catch (failure) {
    throw new Error(`${where}: ${(failure as Error).message}`);
  }
}
