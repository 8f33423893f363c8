// Family (a): `t=…,v1=…`, an HMAC-SHA256 in hex of the time, a dot and the body. Stripe: https://docs.stripe.com/webhooks/signature.

import { createHmac } from "node:crypto";
import { someEqual } from "./compare.ts";
import { headerOf, refused, secondsOf, untimely, unready, type Verify, wrong } from "./signed.ts";

/** Signatures that are looked at; senders give one for each secret. */
const most = 20;

/** @param header In lower case. */
export function timeAndBody(header: string): Verify {
  return (received, trust) => {
    const text = headerOf(received, header);
    if (text === undefined) return refused("unsigned", `there is no header ${header}`);
    const parts = text.split(",").map((part) => part.trim().split("=", 2));
    const times = parts.filter(([name]) => name === "t");
    const seconds = times.length === 1 ? secondsOf(times[0]?.[1]) : undefined;
    const given = parts.flatMap(([name, value = ""]) => (name === "v1" ? [value.toLowerCase()] : [])).slice(0, most);
    if (seconds === undefined || given.length === 0)
      return refused("malformed", `${header} is not of the form t=<seconds>,v1=<hex>`);
    const late = unready(trust) ?? untimely(seconds, trust);
    if (late !== undefined) return late;
    const expected = trust.secrets.map((secret) => digest(received.body, times[0]?.[1] ?? "", secret));
    return someEqual(given, expected) ? { ok: true, signedAt: seconds * 1000 } : wrong;
  };
}

/** @param seconds Since 1970. @returns The header's value. */
export function signTimeAndBody(body: Uint8Array | string, seconds: number, secret: string): string {
  return `t=${seconds},v1=${digest(body, String(seconds), secret)}`;
}

function digest(body: Uint8Array | string, time: string, secret: string): string {
  return createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
}
