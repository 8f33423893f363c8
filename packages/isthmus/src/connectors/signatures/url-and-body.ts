// Family (d): what is signed is also where it was sent. `Received.url` has to be the address as the sender knows it, which behind a
// proxy is not the one that arrived. Twilio: https://www.twilio.com/docs/usage/security; HubSpot:
// https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation.

import { createHash, createHmac } from "node:crypto";
import { someEqual } from "./compare.ts";
import { headerOf, refused, secondsOf, untimely, unready, type Verify, wrong } from "./signed.ts";

/** HMAC-SHA1 in Base64 of the address and the form's fields in their order; of a body that is no form, the address has its SHA-256. */
export const twilioSignature: Verify = (received, trust) => {
  const { body, url } = received;
  const given = headerOf(received, "x-twilio-signature");
  if (given === undefined) return refused("unsigned", "there is no header x-twilio-signature");
  const late = unready(trust);
  if (late !== undefined) return late;
  if (url === undefined || !URL.canParse(url)) return refused("unready", "the address it was sent to is not known");
  const named = new URL(url).searchParams.get("bodySHA256");
  const isForm = (headerOf(received, "content-type") ?? "").startsWith("application/x-www-form-urlencoded");
  if (!isForm && body.length > 0) {
    if (named === null) return refused("malformed", "a body that is no form needs bodySHA256 in the address");
    if (!someEqual([named.toLowerCase()], [createHash("sha256").update(body).digest("hex")])) return wrong;
  }
  const fields = isForm ? fieldsOf(body) : "";
  // With the port and without: its own software is not of one mind.
  const expected = trust.secrets.flatMap((secret) => spellings(url).map((one) => sha1(one + fields, secret)));
  return someEqual([given], expected) ? { ok: true } : wrong;
};

/** @returns The header's value. */
export function signTwilio(url: string, form: Uint8Array | string, secret: string): string {
  return sha1(url + fieldsOf(Buffer.from(form)), secret);
}

/** HMAC-SHA256 in Base64 of method, address, body and time in milliseconds. */
export const hubspotSignature: Verify = (received, trust) => {
  const given = headerOf(received, "x-hubspot-signature-v3");
  if (given === undefined) return refused("unsigned", "there is no header x-hubspot-signature-v3");
  const time = headerOf(received, "x-hubspot-request-timestamp");
  const ms = secondsOf(time);
  if (time === undefined || ms === undefined)
    return refused("malformed", "x-hubspot-request-timestamp is missing or cannot be read");
  const late = unready(trust) ?? untimely(ms / 1000, trust);
  if (late !== undefined) return late;
  const { url } = received;
  if (url === undefined) return refused("unready", "the address it was sent to is not known");
  const expected = trust.secrets.map((secret) => hubspotDigest({ ...received, url }, time, secret));
  return someEqual([given], expected) ? { ok: true, signedAt: ms } : wrong;
};

/** @param ms Milliseconds since 1970. @returns The header's value. */
export function signHubspot(
  sent: { readonly method?: string; readonly url: string; readonly body: Uint8Array | string },
  ms: number,
  secret: string,
): string {
  return hubspotDigest(sent, String(ms), secret);
}

function hubspotDigest(
  {
    method = "POST",
    url,
    body,
  }: { readonly method?: string; readonly url: string; readonly body: Uint8Array | string },
  time: string,
  secret: string,
): string {
  return createHmac("sha256", secret)
    .update(method + spelledOut(url))
    .update(body)
    .update(time)
    .digest("base64");
}

/** These, where they are encoded in the address, are signed as they are. */
const plain: Readonly<Record<string, string>> = {
  ...{ "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")" },
  ...{ "%2A": "*", "%2C": ",", "%3B": ";" },
};

function spelledOut(url: string): string {
  return url.replaceAll(/%[0-9a-f]{2}/gi, (code) => plain[code.toUpperCase()] ?? code);
}

function fieldsOf(form: Uint8Array): string {
  const pairs = [...new URLSearchParams(Buffer.from(form).toString())];
  const byName = new Map<string, Set<string>>();
  for (const [name, value] of pairs) byName.set(name, (byName.get(name) ?? new Set()).add(value));
  return [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values]) =>
      [...values]
        .toSorted()
        .map((value) => name + value)
        .join(""),
    )
    .join("");
}

function spellings(url: string): readonly string[] {
  const found = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s.exec(url);
  if (found === null) return [url];
  const [, scheme = "", host = "", port, rest = ""] = found;
  const usual = scheme === "https" ? ":443" : ":80";
  return [url, port === undefined ? `${scheme}://${host}${usual}${rest}` : `${scheme}://${host}${rest}`];
}

function sha1(text: string, secret: string): string {
  return createHmac("sha1", secret).update(text).digest("base64");
}
