// How much listening the server takes, and how soon it answers a change.

import { Problem } from "../../core/index.ts";

export interface LiveLimits {
  /** Most subscriptions in all. */
  readonly subscriptions: number;
  /** Most subscriptions of one principal that has an id; strangers together may have three quarters of all. */
  readonly subscriptionsPerPrincipal: number;
  /** Most subscriptions of strangers from one address. */
  readonly subscriptionsPerAddress: number;
  /** Characters of all the requests that are kept; what is made of one takes a few times as many bytes. */
  readonly characters: number;
  /** Milliseconds a change waits for others, so that they are answered together. */
  readonly settle: number;
  /** Milliseconds after which a subscriber's credentials are looked at again. */
  readonly recheck: number;
  /** Questions that are asked again at the same time; the others wait their turn. */
  readonly atOnce: number;
  /** Milliseconds one execution may take. */
  readonly patience: number;
  /** Milliseconds before a question is asked again that failed because its source could not be reached: doubled each time. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const defaultLiveLimits: LiveLimits = {
  subscriptions: 10_000,
  subscriptionsPerPrincipal: 100,
  subscriptionsPerAddress: 100,
  characters: 50_000_000,
  settle: 15,
  recheck: 30_000,
  atOnce: 8,
  patience: 10_000,
  firstPause: 250,
  longestPause: 4_000,
};

export function tooManySubscriptions(limit: number, whose: "in all" | "yours" | "your address's"): Problem {
  return new Problem({
    code: "ISTHMUS230",
    category: "limited",
    message:
      whose === "yours"
        ? `You have as many subscriptions as one caller may: ${limit}`
        : whose === "your address's"
          ? `There are as many subscriptions from your address as there may be: ${limit}`
          : "The server has as many subscriptions as it takes; try again later",
    retryAfter: 10,
  });
}

/** Characters of a request that is kept as long as somebody listens. */
export const longestQuestion = 65_536;

export function questionTooLong(): Problem {
  return new Problem({
    code: "ISTHMUS413",
    category: "limited",
    status: 413,
    message: `A live question may have ${longestQuestion} characters, its variables included`,
  });
}

export function notSubscribable(): Problem {
  return new Problem({
    code: "ISTHMUS231",
    category: "invalid",
    message: "Only a question can be subscribed to; this one changes something",
    hint: "Send it as an ordinary request",
  });
}

/** Of a token that held when the subscription began. */
export function credentialsExpired(): Problem {
  return new Problem({
    code: "PGRST303",
    category: "unauthenticated",
    message: "JWT expired",
    headers: { "WWW-Authenticate": 'Bearer error="invalid_token", error_description="JWT expired"' },
  });
}
