// Who asks. There is no "no identity": a job or an event carries the system principal, a stranger the anonymous one.

export interface Principal {
  readonly kind: "anonymous" | "user" | "service" | "system";
  /** Subject of the token, id of the key; the empty text for anonymous. For logs and limits. */
  readonly id: string;
  /** In the order of the configuration. Never empty. */
  readonly roles: readonly string[];
  /** Verified claims; what policies compare with by `claim("…")`. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The tenant he acts in, of which he is a member; the claim `tenant` says the same to policies. */
  readonly tenant?: string;
}

export const anonymous: Principal = { kind: "anonymous", id: "", roles: ["anonymous"], claims: {} };

/** The value at a path in the principal's claims; `undefined` where there is none. Inherited properties do not count. */
export function claimAt(principal: Principal, path: readonly string[]): unknown {
  let value: unknown = principal.claims;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
