// Family (e): signed with a private key, or by a token. SendGrid: ECDSA over P-256 and SHA-256 of time and body,
// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features. Vonage: a JWT with
// HS256 whose `payload_hash` is the SHA-256 of the body, https://developer.vonage.com/en/getting-started/concepts/webhooks.

import { createHash, createHmac, createPublicKey, createSign, createVerify, type KeyObject } from "node:crypto";
import { someEqual } from "./compare.ts";
import { headerOf, refused, secondsOf, untimely, unready, type Verify, wrong } from "./signed.ts";

/** The secrets are public keys, as the sender shows them: Base64 of their DER, or PEM. */
export const sendgridSignature: Verify = (received, trust) => {
  const given = headerOf(received, "x-twilio-email-event-webhook-signature");
  if (given === undefined) return refused("unsigned", "there is no header x-twilio-email-event-webhook-signature");
  const time = headerOf(received, "x-twilio-email-event-webhook-timestamp");
  const seconds = secondsOf(time);
  if (time === undefined || seconds === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(given))
    return refused("malformed", "its signature or its time cannot be read");
  const late = unready(trust) ?? untimely(seconds, trust);
  if (late !== undefined) return late;
  const keys = trust.secrets.map(publicKeyOf);
  if (keys.includes(undefined)) return refused("unready", "a public key cannot be read");
  const signature = Buffer.from(given, "base64");
  const fits = keys.some(
    (key) => key !== undefined && createVerify("sha256").update(time).update(received.body).verify(key, signature),
  );
  return fits ? { ok: true, signedAt: seconds * 1000 } : wrong;
};

/** @param privateKey PEM. @returns The header's value. */
export function signSendgrid(body: Uint8Array | string, seconds: number, privateKey: string): string {
  return createSign("sha256").update(String(seconds)).update(body).sign(privateKey, "base64");
}

function publicKeyOf(text: string): KeyObject | undefined {
  try {
    const key = text.startsWith("-----")
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ec" ? key : undefined;
  } catch {
    return undefined;
  }
}

export const vonageSignature: Verify = (received, trust) => {
  const authorization = headerOf(received, "authorization");
  if (authorization === undefined) return refused("unsigned", "there is no header authorization");
  const [, head = "", claims = "", signature = ""] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
  const [header, told] = [objectIn(head), objectIn(claims)];
  if (header === undefined || told === undefined)
    return refused("malformed", "authorization has no token that can be read");
  // The token's own word for how it is signed is taken for this one alone: `none` would be anybody's.
  if (header["alg"] !== "HS256") return refused("malformed", "its token is not signed by HS256");
  const late = unready(trust);
  if (late !== undefined) return late;
  const expected = trust.secrets.map((secret) => tokenDigest(`${head}.${claims}`, secret));
  if (!someEqual([signature], expected)) return wrong;
  const { iat, exp, jti, payload_hash: hash } = told;
  if (typeof iat !== "number") return refused("malformed", "its token does not say when it was signed");
  const { now, tolerance = 300 } = trust;
  const old = untimely(iat, trust);
  if (old !== undefined) return old;
  if (typeof exp === "number" && now / 1000 > exp + tolerance) return refused("expired", "its token has expired");
  // Without it a token would fit any body.
  if (typeof hash !== "string") return refused("malformed", "its token does not say what body it is for");
  if (!someEqual([hash.toLowerCase()], [createHash("sha256").update(received.body).digest("hex")]))
    return refused("wrong", "its token is for another body");
  return { ok: true, signedAt: iat * 1000, ...(typeof jti === "string" ? { id: jti } : {}) };
};

/** @returns The header `authorization`. */
export function signVonage(
  body: Uint8Array | string,
  { id, seconds, secret }: { id: string; seconds: number; secret: string },
): string {
  const hash = createHash("sha256").update(body).digest("hex");
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { iss: "Vonage", iat: seconds, jti: id, payload_hash: hash },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return `Bearer ${parts.join(".")}.${tokenDigest(parts.join("."), secret)}`;
}

function tokenDigest(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
