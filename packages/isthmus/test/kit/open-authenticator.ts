// An authenticator with a clock that a test turns, and tokens signed as an issuer with a fault might sign them.

import { createHmac } from "node:crypto";
import { afterEach } from "vitest";
import type { AuthConfiguration, JwtConfiguration, Principal } from "../../src/core/index.ts";
import { type Authenticator, createAuthenticator } from "../../src/identity/authenticate.ts";

export const secret = "a test secret that is long enough for HS256";
const start = Date.UTC(2030, 0, 1);
export const seconds = start / 1000;
export const roles = ["anonymous", "customer", "staff"];

/** Milliseconds since 1970; a test sets it forward. */
export const clock = { time: start };
let opened: Authenticator | undefined;
afterEach(() => {
  opened?.close();
  clock.time = start;
});

export function open(
  configuration: AuthConfiguration,
  declared: readonly string[] = roles,
  fetch?: typeof globalThis.fetch,
): Authenticator {
  opened = createAuthenticator(configuration, { roles: declared, now: () => clock.time, ...(fetch && { fetch }) });
  return opened;
}

export const withSecret = (more: Partial<JwtConfiguration> = {}): Authenticator => open({ jwt: { secret, ...more } });

/** Signs any text at all, as an issuer with a fault or an attacker with the secret might. */
export function sign(payload: unknown, header: object = { alg: "HS256" }, key: string | Buffer = secret): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const head = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${Buffer.from(text).toString("base64url")}`;
  return `${head}.${createHmac("sha256", key).update(head).digest("base64url")}`;
}

export async function ask(authenticator: Authenticator, token: string): Promise<Principal> {
  return authenticator.authenticate({ authorization: `Bearer ${token}` });
}
