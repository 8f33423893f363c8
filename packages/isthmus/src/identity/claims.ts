// Checks what a verified token says: when it holds, who issued it, for whom. Pure: the time is given.

import type { JwtConfiguration } from "../core/index.ts";
import { badClaims } from "./problems.ts";

export type Claims = Readonly<Record<string, unknown>>;
export type ClaimRules = Pick<JwtConfiguration, "issuer" | "audience" | "leeway">;

/** Seconds of clock skew that are forgiven unless configured. */
export const defaultLeeway = 30;

/** Times beyond the year 9999 are no times; PostgREST takes what does not fit its integers for the year 1970. */
const latest = 253_402_300_799;

/** @throws Problem PGRST303 that names the first rule that does not hold; `now` in seconds since 1970. */
export function checkClaims(claims: Claims, rules: ClaimRules, now: number): void {
  const leeway = rules.leeway ?? defaultLeeway;
  const expires = time(claims, "exp");
  if (expires !== undefined && (expires > latest || now - leeway > expires)) throw badClaims("JWT expired");
  const notBefore = time(claims, "nbf");
  if (notBefore !== undefined && notBefore > now + leeway) throw badClaims("JWT not yet valid");
  const issued = time(claims, "iat");
  if (issued !== undefined && issued > now + leeway) throw badClaims("JWT issued at future");
  checkAudience(claims["aud"], rules.audience);
  checkIssuer(claims["iss"], rules.issuer);
}

/** The second after which the token must not be used, without any leeway; undefined when it names none. */
export function expiryOf(claims: Claims): number | undefined {
  return time(claims, "exp");
}

function time(claims: Claims, name: "exp" | "nbf" | "iat"): number | undefined {
  const value = claims[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw badClaims(`The JWT '${name}' claim must be a number`);
  if (value < 0) throw badClaims(`The JWT '${name}' claim must not be negative`);
  return value;
}

/**
 * Unlike PostgREST, for which a token that names no audience is for every audience: whoever configures one wants tokens
 * that were issued for another service of the same issuer refused, and those may name none.
 */
function checkAudience(audience: unknown, expected: string | readonly string[] | undefined): void {
  const named: readonly unknown[] = Array.isArray(audience)
    ? audience
    : audience === undefined || audience === null
      ? []
      : [audience];
  if (!named.every((one) => typeof one === "string")) {
    throw badClaims("The JWT 'aud' claim must be a string or an array of strings");
  }
  if (expected === undefined) return;
  if (named.length === 0) throw badClaims("JWT names no audience ('aud'), and this server asks for one");
  const ours = typeof expected === "string" ? [expected] : expected;
  if (!named.some((one) => ours.includes(one))) throw badClaims("JWT not in audience");
}

function checkIssuer(issuer: unknown, expected: string | undefined): void {
  if (issuer !== undefined && issuer !== null && typeof issuer !== "string") {
    throw badClaims("The JWT 'iss' claim must be a string");
  }
  if (expected !== undefined && issuer !== expected) throw badClaims("JWT not from the expected issuer");
}
