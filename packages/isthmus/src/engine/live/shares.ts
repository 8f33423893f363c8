// What is held of the subscriptions, and by whom. Strangers have no id: each is counted by his address, and all of them as
// one, so that they never hold so much that nothing is left for callers who are known.

import type { Principal } from "../../core/index.ts";
import { type LiveLimits, tooManySubscriptions } from "./limits.ts";

export interface Shares {
  /**
   * Gives the function that gives the share back. `characters`: of the request, which is kept. `address`: by which a
   * stranger is counted; without one, all of them together alone.
   * @throws Problem when the principal, or all of them together, hold as much as they may.
   */
  take(principal: Principal, characters: number, address?: string): () => void;
}

/** What strangers may hold of everything. */
const strangersShare = 0.75;

export function createShares(
  limits: Pick<LiveLimits, "subscriptions" | "subscriptionsPerPrincipal" | "subscriptionsPerAddress" | "characters">,
): Shares {
  const held = new Map<string, number>();
  const all = { count: 0, characters: 0 };
  const strangers = { count: 0, characters: 0 };

  function exceeds({ count, characters }: typeof all, more: number, share: number): boolean {
    return count + 1 > Math.ceil(limits.subscriptions * share) || characters + more > limits.characters * share;
  }

  return {
    take({ kind, id }, characters, address) {
      const stranger = id === "";
      if (exceeds(all, characters, 1) || (stranger && exceeds(strangers, characters, strangersShare)))
        throw tooManySubscriptions(limits.subscriptions, "in all");
      const key = `${kind}:${stranger ? (address ?? "") : id}`;
      const count = held.get(key) ?? 0;
      if (!stranger && count >= limits.subscriptionsPerPrincipal)
        throw tooManySubscriptions(limits.subscriptionsPerPrincipal, "yours");
      if (stranger && address !== undefined && count >= limits.subscriptionsPerAddress)
        throw tooManySubscriptions(limits.subscriptionsPerAddress, "your address's");
      held.set(key, count + 1);
      const groups = stranger ? [all, strangers] : [all];
      const add = (by: 1 | -1): void => {
        for (const group of groups) {
          group.count += by;
          group.characters += by * characters;
        }
      };
      add(1);
      return () => {
        add(-1);
        const left = (held.get(key) ?? 1) - 1;
        if (left === 0) held.delete(key);
        else held.set(key, left);
      };
    },
  };
}
