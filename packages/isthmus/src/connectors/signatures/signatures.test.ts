// Verifiers, held against answers that senders publish, and against signatures made here by another implementation (Web Crypto).

import { generateKeyPairSync, webcrypto } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  bodySignatures,
  type Received,
  signBody,
  signHubspot,
  signSendgrid,
  signStandardWebhook,
  signTimeAndBody,
  signTwilio,
  signVonage,
  type Trust,
  type Verify,
  webhookSignatures,
} from "./index.ts";

const seconds = 1_767_225_600;
const now = seconds * 1000;
const body = Buffer.from('{"id":"evt_1","amount":1250,"name":"Zoë"}');
const secret = "whsec_dGhlIHNlY3JldCBvZiB0aGlzIHRlc3Q=";
const other = "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhpcw==";

async function hmac(
  hash: "SHA-1" | "SHA-256",
  key: string | Uint8Array,
  ...parts: (string | Uint8Array)[]
): Promise<Buffer> {
  const imported = await webcrypto.subtle.importKey("raw", Buffer.from(key as string), { name: "HMAC", hash }, false, [
    "sign",
  ]);
  return Buffer.from(
    await webcrypto.subtle.sign("HMAC", imported, Buffer.concat(parts.map((part) => Buffer.from(part as string)))),
  );
}
const sha256 = async (text: Uint8Array): Promise<string> =>
  Buffer.from(await webcrypto.subtle.digest("SHA-256", Buffer.from(text))).toString("hex");

describe("published examples", () => {
  it("of GitHub", () => {
    const signed = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const received = { body: Buffer.from("Hello, World!"), headers: { "X-Hub-Signature-256": signed } };
    expect(webhookSignatures.github(received, { secrets: ["It's a Secret to Everybody"], now })).toEqual({ ok: true });
  });

  it("of Standard Webhooks", () => {
    const headers = {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    const received = { body: Buffer.from('{"test": 2432232314}'), headers };
    const trust = { secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], now: 1_614_265_330_000 };
    expect(webhookSignatures.standardWebhooks(received, trust)).toEqual({
      ok: true,
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      signedAt: 1_614_265_330_000,
    });
  });

  it("of Twilio", () => {
    const form = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    const received = {
      url: "https://mycompany.com/myapp.php?foo=1&bar=2",
      body: Buffer.from(form),
      headers: {
        "x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "content-type": "application/x-www-form-urlencoded",
      },
    };
    expect(webhookSignatures.twilio(received, { secrets: ["12345"], now })).toEqual({ ok: true });
  });
});

interface Case {
  readonly verify: Verify;
  readonly received: Received;
  readonly secrets: readonly string[];
  /** Of another sender. */
  readonly stranger: string;
  readonly header: string;
  readonly timed: boolean;
  /** Made by the functions for tests and simulators; the same headers, but where a signature is made by chance. */
  readonly ours: Readonly<Record<string, string>>;
}

const url = "https://shop.example/hooks?from=them%2Fyes&n=1";
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const der = (key: typeof pair) => key.publicKey.export({ format: "der", type: "spki" }).toString("base64");
const pem = pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const form = Buffer.from("b=2&a=1&a=0&%C3%A9=x");

async function sendgrid(): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await webcrypto.subtle.importKey(
    "pkcs8",
    Buffer.from(pem.replaceAll(/-----.*?-----|\s/g, ""), "base64"),
    algorithm,
    false,
    ["sign"],
  );
  const raw = Buffer.from(
    await webcrypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      key,
      Buffer.concat([Buffer.from(String(seconds)), body]),
    ),
  );
  // Web Crypto gives two numbers; on the wire they stand in DER.
  const integer = (part: Buffer) => {
    const trimmed = part.subarray(
      Math.min(
        part.findIndex((byte) => byte !== 0),
        31,
      ),
    );
    const value = (trimmed[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed;
    return Buffer.concat([Buffer.of(2, value.length), value]);
  };
  const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]).toString("base64");
}

async function cases(): Promise<Readonly<Record<string, Case>>> {
  const timeAndBody = async (verify: Verify, header: string): Promise<Case> => ({
    verify,
    header,
    received: {
      body,
      headers: { [header]: `t=${seconds},v1=${(await hmac("SHA-256", secret, `${seconds}.`, body)).toString("hex")}` },
    },
    secrets: [secret],
    stranger: other,
    timed: true,
    ours: { [header]: signTimeAndBody(body, seconds, secret) },
  });
  const standard = async (verify: Verify, prefix: string): Promise<Case> => {
    const key = Buffer.from(secret.slice(6), "base64");
    const digest = (await hmac("SHA-256", key, `msg_1.${seconds}.`, body)).toString("base64");
    return {
      verify,
      header: `${prefix}-signature`,
      received: {
        body,
        headers: {
          [`${prefix}-id`]: "msg_1",
          [`${prefix}-timestamp`]: String(seconds),
          [`${prefix}-signature`]: `v1a,AAAA v1,${digest}`,
        },
      },
      secrets: [secret],
      stranger: other,
      timed: true,
      ours: signStandardWebhook(body, { id: "msg_1", seconds, secret, prefix }),
    };
  };
  const alone = async (
    name: keyof typeof bodySignatures,
    prefix: string,
    encoding: "hex" | "base64",
  ): Promise<Case> => {
    const { header } = bodySignatures[name];
    return {
      verify: webhookSignatures[name],
      header,
      received: { body, headers: { [header]: prefix + (await hmac("SHA-256", secret, body)).toString(encoding) } },
      secrets: [secret],
      stranger: other,
      timed: false,
      ours: { [header]: signBody(body, bodySignatures[name], secret) },
    };
  };
  const token = [
    { alg: "HS256", typ: "JWT" },
    { iss: "Vonage", iat: seconds, jti: "j1", payload_hash: await sha256(body) },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const formHeaders = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const twilio = (await hmac("SHA-1", secret, `${url}a0a1b2éx`)).toString("base64");
  const hubspot = (
    await hmac("SHA-256", secret, "POSThttps://shop.example/hooks?from=them/yes&n=1", body, String(now))
  ).toString("base64");
  const ecdsa = "x-twilio-email-event-webhook";
  return {
    stripe: await timeAndBody(webhookSignatures.stripe, "stripe-signature"),
    shippo: await timeAndBody(webhookSignatures.shippo, "shippo-auth-signature"),
    mailchimp: await timeAndBody(webhookSignatures.mailchimp, "x-mailchimp-signature"),
    standardWebhooks: await standard(webhookSignatures.standardWebhooks, "webhook"),
    openai: await standard(webhookSignatures.openai, "webhook"),
    svix: await standard(webhookSignatures.svix, "svix"),
    resend: await standard(webhookSignatures.resend, "svix"),
    github: await alone("github", "sha256=", "hex"),
    easypost: await alone("easypost", "hmac-sha256-hex=", "hex"),
    shopify: await alone("shopify", "", "base64"),
    woocommerce: await alone("woocommerce", "", "base64"),
    twilio: {
      verify: webhookSignatures.twilio,
      header: "x-twilio-signature",
      received: { url, body: form, headers: { ...formHeaders, "x-twilio-signature": twilio } },
      secrets: [secret],
      stranger: other,
      timed: false,
      ours: { ...formHeaders, "x-twilio-signature": signTwilio(url, form, secret) },
    },
    hubspot: {
      verify: webhookSignatures.hubspot,
      header: "x-hubspot-signature-v3",
      received: {
        url,
        body,
        headers: { "x-hubspot-signature-v3": hubspot, "x-hubspot-request-timestamp": String(now) },
      },
      secrets: [secret],
      stranger: other,
      timed: true,
      ours: {
        "x-hubspot-signature-v3": signHubspot({ url, body }, now, secret),
        "x-hubspot-request-timestamp": String(now),
      },
    },
    sendgrid: {
      verify: webhookSignatures.sendgrid,
      header: `${ecdsa}-signature`,
      received: {
        body,
        headers: { [`${ecdsa}-signature`]: await sendgrid(), [`${ecdsa}-timestamp`]: String(seconds) },
      },
      secrets: [der(pair)],
      stranger: der(stranger),
      timed: true,
      ours: { [`${ecdsa}-signature`]: signSendgrid(body, seconds, pem), [`${ecdsa}-timestamp`]: String(seconds) },
    },
    vonage: {
      verify: webhookSignatures.vonage,
      header: "authorization",
      received: {
        body,
        headers: { authorization: `Bearer ${token}.${(await hmac("SHA-256", secret, token)).toString("base64url")}` },
      },
      secrets: [secret],
      stranger: other,
      timed: true,
      ours: { authorization: signVonage(body, { id: "j1", seconds, secret }) },
    },
  };
}

const all = await cases();

describe.each(Object.entries(all))("a webhook of %s", (_, one) => {
  const { verify, received, secrets, header, timed } = one;
  const ask = (changed: Partial<Received> = {}, trust: Partial<Trust> = {}) =>
    verify({ ...received, ...changed }, { secrets, now, ...trust });

  it("is taken as its sender signs it, and as we do", () => {
    expect(ask()).toMatchObject({ ok: true, ...(timed ? { signedAt: now } : {}) });
    expect(ask({ headers: one.ours })).toMatchObject({ ok: true });
  });

  it("is taken under any of several secrets, and header names in any case", () => {
    expect(ask({}, { secrets: [one.stranger, ...secrets] }).ok).toBe(true);
    const upper = Object.fromEntries(
      Object.entries(received.headers).map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect(ask({ headers: upper }).ok).toBe(true);
  });

  it("is refused with another secret, and when a byte of it has changed", () => {
    expect(ask({}, { secrets: [one.stranger] })).toMatchObject({ refusal: "wrong" });
    const changed = Buffer.from(received.body);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    expect(ask({ body: changed })).toMatchObject({ refusal: "wrong" });
    expect(ask({ body: Buffer.alloc(0) })).toMatchObject({ refusal: "wrong" });
  });

  it("is refused without a signature, with two, and with one that is none", () => {
    const { [header]: signed, ...rest } = received.headers;
    expect(ask({ headers: rest })).toMatchObject({ refusal: "unsigned" });
    expect(ask({ headers: { ...rest, [header]: [String(signed), String(signed)] } })).toMatchObject({
      refusal: "unsigned",
    });
    for (const text of [
      "x",
      "t=,v1=",
      "v1,",
      "sha256=",
      "Bearer a.b.c",
      "Bearer",
      "0".repeat(5_000),
      "__proto__",
      "\u0000",
    ])
      expect(["malformed", "wrong"]).toContain(
        (ask({ headers: { ...rest, [header]: text } }) as { refusal?: string }).refusal,
      );
  });

  it("is not taken where there is no secret to verify it with", () => {
    expect(ask({}, { secrets: [] })).toMatchObject({ refusal: "unready" });
    expect(ask({}, { secrets: ["", ...secrets] })).toMatchObject({ refusal: "unready" });
  });

  it.runIf(timed)("is taken five minutes late or early, and not later or earlier", () => {
    expect(ask({}, { now: now + 300_000 }).ok).toBe(true);
    expect(ask({}, { now: now - 300_000 }).ok).toBe(true);
    expect(ask({}, { now: now + 301_000 })).toMatchObject({ refusal: "expired" });
    expect(ask({}, { now: now - 301_000 })).toMatchObject({ refusal: "early" });
    expect(ask({}, { now: now + 301_000, tolerance: 600 }).ok).toBe(true);
  });
});

describe("what somebody might try", () => {
  const { stripe, vonage, twilio, standardWebhooks } = webhookSignatures;
  const trust = { secrets: [secret], now };

  it("a second time beside the one that is signed", () => {
    const signed = signTimeAndBody(body, seconds - 9_000, secret);
    const headers = { "stripe-signature": `t=${seconds},${signed}` };
    expect(stripe({ body, headers }, trust)).toMatchObject({ refusal: "malformed" });
  });

  it("a token that says of itself that it is not signed, or is for any body", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const none = `Bearer ${part({ alg: "none" })}.${part({ iat: seconds, payload_hash: await sha256(body) })}.AAAA`;
    expect(vonage({ body, headers: { authorization: none } }, trust)).toMatchObject({ refusal: "malformed" });
    const token = `${part({ alg: "HS256" })}.${part({ iat: seconds })}`;
    const signed = `Bearer ${token}.${(await hmac("SHA-256", secret, token)).toString("base64url")}`;
    expect(vonage({ body, headers: { authorization: signed } }, trust)).toMatchObject({ refusal: "malformed" });
  });

  it("a body of JSON under an address that says nothing of it", async () => {
    const headers = { "content-type": "application/json", "x-twilio-signature": signTwilio(url, "", secret) };
    expect(twilio({ url, body, headers }, trust)).toMatchObject({ refusal: "malformed" });
    const named = `${url}&bodySHA256=${await sha256(body)}`;
    const right = { ...headers, "x-twilio-signature": signTwilio(named, "", secret) };
    expect(twilio({ url: named, body, headers: right }, trust)).toEqual({ ok: true });
    expect(twilio({ url: named, body: form, headers: right }, trust)).toMatchObject({ refusal: "wrong" });
  });

  it("a secret that is read as an empty one", () => {
    const headers = { "webhook-id": "m", "webhook-timestamp": String(seconds), "webhook-signature": "v1,AAAA" };
    expect(standardWebhooks({ body, headers }, { secrets: ["whsec_"], now })).toMatchObject({ refusal: "unready" });
    expect(standardWebhooks({ body, headers }, { secrets: ["whsec_not base64!"], now })).toMatchObject({
      refusal: "unready",
    });
  });

  it("a thousand signatures, of which twenty are looked at", () => {
    const right = signTimeAndBody(body, seconds, secret).split(",")[1] ?? "";
    const headers = {
      "stripe-signature": [`t=${seconds}`, ...Array.from({ length: 1_000 }, () => "v1=00"), right].join(","),
    };
    expect(stripe({ body, headers }, trust)).toMatchObject({ refusal: "wrong" });
  });
});
