// One who listens: what he asked, who he is, and when that has to be looked at again.

import type { Admission, Interface, Principal, Problem, Reply, Request } from "../../core/index.ts";
import type { Credentials } from "../pipeline.ts";
import type { Cohort, Member, Voice } from "./cohort.ts";

/** A request whose answer is wanted again whenever it changes. */
export interface Subscribing {
  readonly interface: Interface;
  /** Kept as long as the subscription; only headers that shape the answer belong in it. */
  readonly request: Request;
  readonly credentials: Credentials;
  /** `performance.now()` when it came in. */
  readonly received: number;
  readonly trace?: string;
  /** Whom strangers are counted by. */
  readonly address?: string;
  readonly admission?: Admission | undefined;
}

export interface Listener {
  /** The newest answer. Called soon after the beginning, and whenever the answer has changed. */
  next(reply: Reply): void;
  /** Nothing follows. `reply`: the interface's refusal. */
  end(reply: Reply, problem: Problem): void;
}

export interface LiveSubscription {
  /** Nothing follows, and nothing is told any more. */
  close(): void;
}

export interface Subscriber extends Member {
  readonly asked: Subscribing;
  principal: Principal;
  /** Gives back his principal's share of the subscriptions. */
  giveBack: () => void;
  /** Milliseconds since 1970 at which his token ends. */
  expires: number;
  /** Milliseconds since 1970. */
  recheckAt: number;
  place: { readonly cohort: Cohort; readonly voiceKey: string; readonly voice: Voice } | undefined;
  closed: boolean;
}

/** When a verified token ends; what a service's key stands for has no end of its own that could be seen here. */
export function expiryOf({ kind, claims }: Principal): number {
  const { exp } = claims;
  return kind !== "service" && typeof exp === "number" ? exp * 1_000 : Number.POSITIVE_INFINITY;
}

/** Whether the same things may be said to both. */
export function samePrincipal(a: Principal, b: Principal): boolean {
  return (
    a === b || JSON.stringify([a.kind, a.id, a.roles, a.claims]) === JSON.stringify([b.kind, b.id, b.roles, b.claims])
  );
}
