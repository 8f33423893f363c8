// What the gate says to those it does not let pass.

import { Problem } from "../core/index.ts";
import type { Use } from "./limiter.ts";
import { rateLimitFields } from "./rate-limit-fields.ts";

/** `wait`: milliseconds; infinite where so much is never allowed at once. */
export function limitReached(use: Use, wait: number, cost: number): Problem {
  const { rule } = use;
  const { name, allow, every, per } = rule;
  const never = !Number.isFinite(wait);
  const whose = { address: "your address", principal: "you", key: "your key", role: "your role", everyone: "all" }[per];
  return new Problem({
    code: rule.quota ? "ISTHMUS751" : "ISTHMUS750",
    category: "limited",
    message: never
      ? `The request asks ${cost} questions at once, which the limit "${name}" never allows`
      : `Too many requests: the limit "${name}" allows ${whose} ${allow} in ${rule.quota ? `a ${every}` : every}`,
    details: { "violated-policies": [name], allow, every, per },
    headers: headersOf(rateLimitFields([use])),
    hint: never ? "Ask in several requests" : "Wait as long as Retry-After says",
    ...(never ? {} : { retryAfter: Math.max(1, Math.ceil(wait / 1_000)) }),
  });
}

export function addressRefused(): Problem {
  return new Problem({
    code: "ISTHMUS752",
    category: "forbidden",
    status: 403,
    message: "Requests from this address are not taken",
  });
}

export function cannotCount(): Problem {
  return new Problem({
    code: "ISTHMUS753",
    category: "unavailable",
    message: "Sign-in is closed for a moment, since attempts cannot be counted",
    retryAfter: 5,
  });
}

function headersOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < pairs.length; at += 2) headers[pairs[at] ?? ""] = pairs[at + 1] ?? "";
  return headers;
}
