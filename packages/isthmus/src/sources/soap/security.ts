// WS-Security's username token: who calls, in a header of the envelope (OASIS, UsernameToken Profile 1.1).

import { createHash, randomBytes } from "node:crypto";
import { namespaces } from "./namespaces.ts";
import { escapeText } from "./xml/escape.ts";

export interface SecuritySettings {
  readonly username: string;
  readonly password: string;
  /** The password itself is not sent, but what only he can make who knows it. Default: false. */
  readonly digest: boolean;
  /** The message says when it was made and how long it holds. Default: false. */
  readonly timestamp: boolean;
}

const profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const base64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/** Milliseconds a message holds. */
const lifetime = 300_000;

/** @param prefix Of the envelope's own namespace. */
export function securityHeader(
  { username, password, digest, timestamp }: SecuritySettings,
  prefix: string,
  now: number,
): string {
  const created = new Date(now).toISOString();
  const nonce = randomBytes(16);
  const secret = digest
    ? createHash("sha1").update(nonce).update(created).update(password).digest("base64")
    : escapeText(password);
  const said = timestamp
    ? `<wsu:Timestamp><wsu:Created>${created}</wsu:Created><wsu:Expires>${new Date(now + lifetime).toISOString()}</wsu:Expires></wsu:Timestamp>`
    : "";
  return (
    `<wsse:Security xmlns:wsse="${namespaces.wsse}" xmlns:wsu="${namespaces.wsu}" ${prefix}:mustUnderstand="1">${said}` +
    `<wsse:UsernameToken><wsse:Username>${escapeText(username)}</wsse:Username>` +
    `<wsse:Password Type="${profile}#${digest ? "PasswordDigest" : "PasswordText"}">${secret}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${base64}">${nonce.toString("base64")}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`
  );
}
