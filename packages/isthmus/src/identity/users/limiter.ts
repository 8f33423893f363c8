// How often somebody may try to sign in: by his address and by the account he tries, in fixed windows, in the memory of
// this node. When the memory is full nobody new may try: it fails closed.

import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";

export interface Limiter {
  /** Counts a try against each key; the seconds to wait when one of them has had too many. */
  take(keys: readonly string[], most: number): number | undefined;
}

interface Window {
  count: number;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

/** Milliseconds. */
const span = 60_000;
const mostKeys = 100_000;

export function createLimiter(now: () => number = Date.now): Limiter {
  const windows = new Map<string, Window>();
  let swept = 0;

  function sweep(time: number): void {
    if (time - swept < 1_000) return;
    swept = time;
    // Windows stand in the order in which they end.
    for (const [key, { ends }] of windows) {
      if (ends > time) break;
      windows.delete(key);
    }
  }

  return {
    take(keys, most) {
      const time = now();
      sweep(time);
      let wait: number | undefined;
      for (const key of keys) {
        const slot = createHash("sha256").update(key).digest("base64url");
        let window = windows.get(slot);
        if (window !== undefined && window.ends <= time) {
          windows.delete(slot);
          window = undefined;
        }
        if (window === undefined) {
          if (windows.size >= mostKeys) return Math.ceil(span / 1_000);
          window = { count: 0, ends: time + span };
          windows.set(slot, window);
        }
        window.count += 1;
        if (window.count > most) wait = Math.max(wait ?? 1, Math.ceil((window.ends - time) / 1_000));
      }
      return wait;
    },
  };
}

/** An IPv6 address stands for its /64, which is what one customer is given; IPv4 in IPv6 for itself. */
export function addressKey(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
