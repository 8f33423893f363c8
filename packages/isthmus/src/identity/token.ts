// Verifies a token's form and signature and gives what it claims. Whether the claims hold is asked elsewhere.

import { compactVerify, errors } from "jose";
import type { Problem } from "../core/index.ts";
import type { Claims } from "./claims.ts";
import { hasDuplicateNames } from "./duplicate-names.ts";
import type { VerificationKey } from "./key.ts";
import { badClaims, undecodable } from "./problems.ts";

/** Characters. No issuer in use comes near; what is longer is not worth the work. */
const longestToken = 16_384;

export type KeysFor = (kid: string | undefined) => Promise<readonly VerificationKey[]> | readonly VerificationKey[];

/** @throws Problem PGRST301 when no key has signed the token, PGRST303 when what was signed is no set of claims. */
export async function verifyToken(token: string, keysFor: KeysFor): Promise<Claims> {
  if (token === "") throw undecodable("Empty JWT is sent in Authorization header");
  if (token.length > longestToken) throw undecodable("JWT is too long");
  const parts = token.split(".");
  if (parts.length !== 3) throw undecodable(`Expected 3 parts in JWT; got ${parts.length}`);
  const isSigned = isBase64url(parts.pop() ?? "");
  if (!parts.every(isBase64url)) throw undecodable("JWT cryptographic operation failed");
  const { alg, kid } = readHeader(parts[0] ?? "");
  if (!isSigned) throw unsigned();
  const keys = (await keysFor(kid)).filter((key) => kid === undefined || key.kid === kid);
  const fitting = keys.filter((key) => key.alg === alg);
  if (keys.length > 0 && fitting.length === 0) throw undecodable("Wrong or unsupported encoding algorithm");
  for (const key of fitting) {
    const payload = await payloadSignedBy(key, token);
    if (payload !== undefined) return readClaims(payload);
  }
  throw unsigned();
}

function unsigned(): Problem {
  return undecodable("No suitable key or wrong key type", "None of the keys was able to decode the JWT");
}

/** The one spelling that its bytes have (RFC 7515, 2): no padding, no white space, no bits left over. */
function isBase64url(part: string): boolean {
  return Buffer.from(part, "base64url").toString("base64url") === part;
}

function readHeader(part: string): { readonly alg: string; readonly kid: string | undefined } {
  const header = readObject(Buffer.from(part, "base64url"));
  if (header === undefined) throw undecodable("JWT cryptographic operation failed");
  const alg = header["alg"];
  if (alg === "none") {
    throw undecodable("Wrong or unsupported encoding algorithm", "JWT is unsecured but expected 'alg' was not 'none'");
  }
  if (typeof alg !== "string") throw undecodable("Wrong or unsupported encoding algorithm");
  // Extensions change what a signature means; none is understood here, and RFC 7515 then wants a refusal.
  if (Object.hasOwn(header, "crit")) throw undecodable("JWT uses critical extensions that are not supported");
  const kid = header["kid"];
  if (kid !== undefined && typeof kid !== "string") throw undecodable("JWT couldn't be decoded");
  return { alg, kid };
}

async function payloadSignedBy(key: VerificationKey, token: string): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, key.key, { algorithms: [key.alg] })).payload;
  } catch (failure) {
    if (failure instanceof errors.JOSEError || failure instanceof TypeError) return undefined;
    throw failure;
  }
}

function readClaims(payload: Uint8Array): Claims {
  const claims = readObject(payload);
  if (claims === undefined) throw badClaims("Parsing claims failed");
  return claims;
}

/** A JSON object in strict UTF-8 without a name given twice; undefined when it is anything else. */
function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value) || hasDuplicateNames(text))
      return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
