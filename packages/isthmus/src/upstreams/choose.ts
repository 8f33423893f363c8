// Which instance a request goes to.

import type { UpstreamOptions } from "../core/routes-configuration.ts";
import { claimOn } from "./hash.ts";
import type { Instance } from "./instance.ts";

export interface Asked {
  readonly now: number;
  /** What the choice holds on to, where it is made by hash. */
  readonly key: string;
  /** Those that have failed this request already. */
  readonly tried: readonly Instance[];
}

export type Choose = (asked: Asked) => Instance | "full" | undefined;

type Way = (fit: readonly Instance[], asked: Asked) => Instance | undefined;

/** Gives an instance that is well. Of those that requests have found ill, one is tried where there is no other. */
export function createChoose(instances: readonly Instance[], balance: UpstreamOptions["balance"]): Choose {
  const way: Way = typeof balance === "object" ? byHash : balance === "round-robin" ? inTurn : leastPending;
  return (asked) => {
    const { tried } = asked;
    let full = false;
    const fit = instances.filter((one) => {
      if (!one.probed || one.ejected || tried.includes(one)) return false;
      full ||= one.full;
      return !one.full;
    });
    if (fit.length > 0) return fit.length === 1 ? fit[0] : way(fit, asked);
    if (full) return "full";
    const left = instances.filter((one) => one.probed && !one.full && !tried.includes(one));
    return left.length === 0 ? undefined : way(left, asked);
  };
}

/** Of two that have as little to do, the one that was not asked last. */
function leastPending(fit: readonly Instance[], { now }: Asked): Instance | undefined {
  let best: Instance | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of fit) {
    const load = (one.pending + 1) / one.share(now);
    if (load < least || (load === least && one.credit < (best?.credit ?? 0))) {
      best = one;
      least = load;
    }
  }
  if (best !== undefined) best.credit = ++turn;
  return best;
}

let turn = 0;

/** Smooth: weights 5 and 1 give aabaaa rather than aaaaab. */
function inTurn(fit: readonly Instance[], { now }: Asked): Instance | undefined {
  let best: Instance | undefined;
  let sum = 0;
  for (const one of fit) {
    const share = one.share(now);
    sum += share;
    one.credit += share;
    if (best === undefined || one.credit > best.credit) best = one;
  }
  if (best !== undefined) best.credit -= sum;
  return best;
}

function byHash(fit: readonly Instance[], { key, now }: Asked): Instance | undefined {
  let best: Instance | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const one of fit) {
    const claim = claimOn(key, one.seed, one.share(now));
    if (claim > highest) {
      best = one;
      highest = claim;
    }
  }
  return best;
}
