// How many subscriptions each principal holds. Strangers have no id, and are counted with all the others alone.

import type { Principal } from "../../core/index.ts";
import { tooManySubscriptions } from "./limits.ts";

export interface Shares {
  /** Gives the function that gives the share back. @throws Problem when the principal holds as many as he may. */
  take(principal: Principal): () => void;
}

export function createShares(most: number): Shares {
  const held = new Map<string, number>();
  return {
    take({ kind, id }) {
      if (id === "") return () => {};
      const key = `${kind}:${id}`;
      const count = held.get(key) ?? 0;
      if (count >= most) throw tooManySubscriptions(most, "yours");
      held.set(key, count + 1);
      return () => {
        const left = (held.get(key) ?? 1) - 1;
        if (left === 0) held.delete(key);
        else held.set(key, left);
      };
    },
  };
}
