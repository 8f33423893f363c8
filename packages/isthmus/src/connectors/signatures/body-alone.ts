// Family (c): an HMAC of the body, in hex or Base64, maybe behind a prefix. Nothing says when it was signed, so that a copy is as good as
// the first one: whoever receives it remembers the ids of what he has done.

import { createHmac } from "node:crypto";
import { someEqual } from "./compare.ts";
import { headerOf, refused, unready, type Verify, wrong } from "./signed.ts";

export interface BodySignature {
  /** In lower case. */
  readonly header: string;
  /** What stands ahead of the digest: `sha256=`. */
  readonly prefix?: string;
  readonly encoding: "hex" | "base64";
  /** Default: sha256. */
  readonly algorithm?: "sha256" | "sha1" | "sha512";
  /** The header that has the delivery's id. */
  readonly id?: string;
  /** What the sender makes of a secret ahead of its use. */
  readonly secret?: (text: string) => string;
}

export function bodyAlone(spelling: BodySignature): Verify {
  const { header, prefix = "", encoding } = spelling;
  return (received, trust) => {
    const text = headerOf(received, header);
    if (text === undefined) return refused("unsigned", `there is no header ${header}`);
    if (!text.startsWith(prefix)) return refused("malformed", `${header} does not begin with ${prefix}`);
    const late = unready(trust);
    if (late !== undefined) return late;
    const given = encoding === "hex" ? text.slice(prefix.length).toLowerCase() : text.slice(prefix.length);
    const expected = trust.secrets.map((secret) => digest(received.body, spelling, secret));
    if (!someEqual([given], expected)) return wrong;
    const id = spelling.id === undefined ? undefined : headerOf(received, spelling.id);
    return id === undefined ? { ok: true } : { ok: true, id };
  };
}

/** @returns The header's value. */
export function signBody(body: Uint8Array | string, spelling: BodySignature, secret: string): string {
  return `${spelling.prefix ?? ""}${digest(body, spelling, secret)}`;
}

function digest(
  body: Uint8Array | string,
  { algorithm = "sha256", encoding, secret: made = (text) => text }: BodySignature,
  secret: string,
): string {
  return createHmac(algorithm, made(secret)).update(body).digest(encoding);
}
