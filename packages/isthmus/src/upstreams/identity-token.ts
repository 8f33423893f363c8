// Who asks, told to a service in words that it can verify: a JWT (RFC 7519) of few claims and a short life.

import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign as signBytes,
} from "node:crypto";
import type { Principal } from "../core/principal.ts";
import type { IdentityOptions } from "../core/routes-configuration.ts";
import { revealed } from "../core/secret.ts";

export interface IdentityToken {
  /** Of the header, in lower case. */
  readonly header: string;
  /** Undefined: the caller is a stranger, of whom there is nothing to tell. */
  of(principal: Principal, method: string, path: string): string | undefined;
  /** The public key, where there is one. */
  readonly jwk: (JsonWebKey & { readonly kid: string }) | undefined;
}

/** Characters. */
const shortestSecret = 32;

/** @throws Error that says what is wrong with the secret or key; it shows nothing of it. */
export function createIdentityToken(options: IdentityOptions, issuer: string, now = Date.now): IdentityToken {
  const { audience, expires = 60, bound = false, claims = [] } = options;
  const { algorithm, kid, jwk, sign } = signerOf(options);
  const head = encoded({ alg: algorithm, typ: "JWT", ...(kid === undefined ? {} : { kid }) });
  const iss = options.issuer ?? issuer;
  /** A principal that comes again is the same object. */
  const known = new WeakMap<Principal, { readonly token: string; readonly until: number }>();

  function make(principal: Principal, at: number, more: object): string {
    const picked = Object.fromEntries(
      claims.filter((name) => Object.hasOwn(principal.claims, name)).map((name) => [name, principal.claims[name]]),
    );
    const { kind, id: sub, roles, tenant } = principal;
    const said = { ...picked, iss, aud: audience, sub, kind, roles, ...(tenant === undefined ? {} : { tenant }) };
    const text = `${head}.${encoded({ ...said, iat: at, nbf: at - skew, exp: at + expires, ...more })}`;
    return `${text}.${sign(text)}`;
  }

  return {
    header: (options.header ?? "isthmus-identity").toLowerCase(),
    jwk,
    of(principal, method, path) {
      if (principal.kind === "anonymous") return undefined;
      const at = now();
      if (bound) return make(principal, Math.floor(at / 1_000), { htm: method, htp: path });
      const before = known.get(principal);
      if (before !== undefined && before.until > at) return before.token;
      const token = make(principal, Math.floor(at / 1_000), {});
      // It must still live when the service gets to see it.
      known.set(principal, { token, until: at + expires * 500 });
      return token;
    },
  };
}

/** Seconds that the service's clock may be behind. */
const skew = 5;

interface Signer {
  readonly algorithm: "HS256" | "ES256" | "EdDSA";
  readonly kid: string | undefined;
  readonly jwk: IdentityToken["jwk"];
  sign(text: string): string;
}

function signerOf({ secret, key }: IdentityOptions): Signer {
  if (secret !== undefined) {
    const text = revealed(secret);
    if (text.length < shortestSecret)
      throw new Error(`identity.secret: has ${text.length} characters; it needs at least ${shortestSecret}`);
    const sign = (said: string): string => createHmac("sha256", text).update(said).digest("base64url");
    return { algorithm: "HS256", kid: undefined, jwk: undefined, sign };
  }
  if (key === undefined) throw new Error("identity: expected one of secret and key");
  return signerOfKey(privateKey(revealed(key)));
}

function signerOfKey(key: KeyObject): Signer {
  const algorithm = algorithmOf(key);
  const exported = createPublicKey(key).export({ format: "jwk" });
  const kid = thumbprint(exported);
  return {
    algorithm,
    kid,
    jwk: { ...exported, kid, alg: algorithm, use: "sig" },
    sign: (text) =>
      (algorithm === "EdDSA"
        ? signBytes(null, Buffer.from(text), key)
        : signBytes("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" })
      ).toString("base64url"),
  };
}

function privateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error("identity.key: is not a private key in PEM");
  }
}

function algorithmOf(key: KeyObject): "ES256" | "EdDSA" {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1") return "ES256";
  throw new Error("identity.key: expected a key of P-256 or Ed25519");
}

/** RFC 7638: the members that make the key what it is, in the order of the alphabet. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  const members = y === undefined ? { crv, kty, x } : { crv, kty, x, y };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
