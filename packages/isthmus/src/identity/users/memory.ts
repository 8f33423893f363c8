// Who was looked up is remembered for some seconds, by the SHA-256 of what he showed. What ends a session or changes a
// user's rights on this node is felt at once; what does so on another, when the seconds are over.

import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Principal } from "../../core/index.ts";

export interface Known {
  readonly principal: Principal;
  /** Whose rights these are: of a user or a service account. */
  readonly owner: string;
  /** Milliseconds since 1970; absent: does not expire by itself. */
  readonly expires?: number;
}

export interface Memory {
  /** At once when it is remembered. `look` gives undefined for who is not known; that is remembered nowhere. */
  recall(shown: string, look: () => Promise<Known | undefined>): Principal | Promise<Principal | undefined>;
  /** Believes nothing any more of this owner; of nobody, when none is named. */
  forget(owner: string | undefined): void;
}

interface Entry {
  readonly principal: Principal;
  readonly until: number;
  readonly owner: Owner;
}

/** What all entries of one owner have in common. */
interface Owner {
  alive: boolean;
}

const mostEntries = 10_000;

/** @param seconds How long a look-up is believed. */
export function createMemory(seconds: number, now: () => number = Date.now): Memory {
  const entries = new LRUCache<string, Entry>({ max: mostEntries });
  const owners = new LRUCache<string, Owner>({ max: mostEntries * 2 });
  const running = new Map<string, Promise<Principal | undefined>>();
  let forgotten = 0;

  async function ask(slot: string, look: () => Promise<Known | undefined>): Promise<Principal | undefined> {
    const before = forgotten;
    const found = await look();
    if (found === undefined) return undefined;
    const time = now();
    const until = Math.min(found.expires ?? Infinity, time + seconds * 1_000);
    // Somebody's rights have changed while these were read: they may be the old ones.
    if (before !== forgotten || until <= time) return found.principal;
    let owner = owners.get(found.owner);
    if (owner === undefined) owners.set(found.owner, (owner = { alive: true }));
    const principal = unchanged(entries.get(slot)?.principal, found.principal);
    entries.set(slot, { principal, until, owner });
    return principal;
  }

  return {
    recall(shown, look) {
      const slot = hash("sha256", shown, "base64url");
      const entry = entries.get(slot);
      if (entry !== undefined && entry.owner.alive && entry.until > now()) return entry.principal;
      // Of many requests that come with one credential at once, one looks.
      let asking = running.get(slot);
      if (asking === undefined) {
        asking = ask(slot, look).finally(() => running.delete(slot));
        running.set(slot, asking);
      }
      return asking;
    },
    forget(owner) {
      forgotten += 1;
      // Who comes next must not be handed what was looked up before.
      running.clear();
      if (owner === undefined) return entries.clear();
      const found = owners.get(owner);
      if (found === undefined) return;
      found.alive = false;
      owners.delete(owner);
    },
  };
}

/** The very object that was known before, where it says the same: what is compiled for it is found by it. */
function unchanged(before: Principal | undefined, now: Principal): Principal {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
