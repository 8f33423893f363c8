// Where answers are kept. A small port: memory here, others behind the same two verbs.

import { LRUCache } from "lru-cache";
import type { HttpAnswer } from "./exchange.ts";

export interface Kept {
  /** What was sent with the call: the same URL may be answered in several ways. */
  readonly headers: string;
  readonly answer: HttpAnswer;
  /** Milliseconds since 1970, all of them. */
  readonly fresh: number;
  /** Until then it is given while it is asked for anew. */
  readonly revalidate: number;
  /** Until then it may stand in for an answer that cannot be had. */
  readonly stale: number;
}

export interface CacheStore {
  get(url: string): readonly Kept[] | undefined | Promise<readonly Kept[] | undefined>;
  /** An empty list removes what is kept of the URL. */
  set(url: string, kept: readonly Kept[]): void | Promise<void>;
}

/** Bytes that an entry takes beside its body. */
const overhead = 512;

/** @param most Bytes in all. */
export function memoryCache(most: number): CacheStore {
  const kept = new LRUCache<string, readonly Kept[]>({
    maxSize: most,
    // One answer is not worth all the others.
    maxEntrySize: Math.max(1, Math.floor(most / 4)),
    sizeCalculation: (list, url) =>
      list.reduce(
        (sum, { answer, headers }) => sum + answer.body.length + headers.length * 2 + overhead,
        url.length * 2,
      ),
  });
  return {
    get: (url) => kept.get(url),
    set: (url, list) => {
      if (list.length === 0) kept.delete(url);
      else kept.set(url, list);
    },
  };
}
