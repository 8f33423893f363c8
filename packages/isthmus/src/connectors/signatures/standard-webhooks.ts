// Family (b): Standard Webhooks, and Svix from which it comes. An HMAC-SHA256 in Base64 of id, time and body with dots between, behind
// `v1,`; several with spaces between. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

import { createHmac } from "node:crypto";
import { someEqual } from "./compare.ts";
import { headerOf, refused, secondsOf, untimely, unready, type Verify, wrong } from "./signed.ts";

const most = 20;

/** @param prefix `webhook`, or `svix`. */
export function standardWebhooks(prefix: string): Verify {
  return (received, trust) => {
    const [id, time, text] = ["id", "timestamp", "signature"].map((name) => headerOf(received, `${prefix}-${name}`));
    if (text === undefined) return refused("unsigned", `there is no header ${prefix}-signature`);
    const seconds = secondsOf(time);
    if (id === undefined || id.length > 256 || time === undefined || seconds === undefined)
      return refused("malformed", `${prefix}-id or ${prefix}-timestamp is missing or cannot be read`);
    // `v1a` is asymmetric, and others may follow: what is not known is passed over.
    const given = text.split(" ", most).flatMap((one) => (one.startsWith("v1,") ? [one.slice(3)] : []));
    if (given.length === 0) return refused("malformed", `${prefix}-signature has no signature of version v1`);
    const late = unready(trust) ?? untimely(seconds, trust);
    if (late !== undefined) return late;
    const keys = trust.secrets.map(keyOf);
    if (keys.some((key) => key === undefined)) return refused("unready", "a secret is not of the form whsec_<Base64>");
    const expected = keys.map((key) => digest(received.body, id, time, key ?? Buffer.alloc(0)));
    return someEqual(given, expected) ? { ok: true, id, signedAt: seconds * 1000 } : wrong;
  };
}

/** @param seconds Since 1970. @throws Error where the secret is no `whsec_<Base64>`. @returns The headers. */
export function signStandardWebhook(
  body: Uint8Array | string,
  { id, seconds, secret, prefix = "webhook" }: { id: string; seconds: number; secret: string; prefix?: string },
): Readonly<Record<string, string>> {
  const key = keyOf(secret);
  if (key === undefined) throw new Error("the secret is not of the form whsec_<Base64>");
  return {
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: String(seconds),
    [`${prefix}-signature`]: `v1,${digest(body, id, String(seconds), key)}`,
  };
}

/** Undefined where it is no Base64: it would be read as a key that is shorter, down to none. */
function keyOf(secret: string): Buffer | undefined {
  const text = secret.replace(/^whsec_/, "");
  return /^[A-Za-z0-9+/]{16,}={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

function digest(body: Uint8Array | string, id: string, time: string, key: Buffer): string {
  return createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest("base64");
}
