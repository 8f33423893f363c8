// The fields by which callers learn how much is left (draft-ietf-httpapi-ratelimit-headers-11): `RateLimit-Policy` says
// what is allowed, `RateLimit` what is left of it. The older `X-RateLimit-*` are not sent: nobody has ever said whether
// their reset is a moment or a span.

import type { Rule } from "./rules.ts";

export interface Standing {
  readonly rule: Rule;
  readonly left: number;
  /** Milliseconds within which no more than that may be used. */
  readonly untilMore: number;
}

/** Pairs of names and values; none where no limit was looked at. */
export function rateLimitFields(standings: readonly Standing[]): readonly string[] {
  const [only] = standings;
  if (only === undefined) return [];
  if (standings.length === 1) return ["ratelimit-policy", only.rule.policy, "ratelimit", limitOf(only)];
  return [
    "ratelimit-policy",
    standings.map(({ rule }) => rule.policy).join(", "),
    "ratelimit",
    standings.map(limitOf).join(", "),
  ];
}

function limitOf({ rule, left, untilMore }: Standing): string {
  return `"${rule.name}";r=${left};t=${Math.ceil(untilMore / 1_000)}`;
}
