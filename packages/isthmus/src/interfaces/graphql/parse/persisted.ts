// Persisted documents: those the server was given, and those that callers have it remember by their hash.

import { LRUCache } from "lru-cache";
import type { PersistedOptions } from "../options.ts";
import type { Brought } from "./http.ts";
import { notAllowed, notGraphql, unknownDocument } from "./problems.ts";

/** Gives the text that is to be carried out. */
export type TextOf = (brought: Brought) => string;

/** Characters of all remembered documents together. */
const mostRemembered = 10_000_000;

export function persistedTexts({ documents, only = false, hash }: PersistedOptions): TextOf {
  const remembered = new LRUCache<string, string>({
    maxSize: mostRemembered,
    sizeCalculation: (text) => text.length + 64,
  });
  const allowed = only ? new Set(documents?.values()) : undefined;
  return (brought) => {
    const { query, hash: asked } = brought;
    if (allowed !== undefined) {
      const text = query ?? (asked === undefined ? undefined : documents?.get(asked));
      if (text === undefined || !allowed.has(text)) throw notAllowed();
      return text;
    }
    if (asked === undefined) return query ?? "";
    if (query === undefined) {
      const text = documents?.get(asked) ?? remembered.get(asked);
      if (text === undefined) throw unknownDocument();
      return text;
    }
    if (hash === undefined) return query;
    if (remembered.get(asked) !== query) {
      if (hash(query) !== asked) throw notGraphql("The hash is not that of the query");
      remembered.set(asked, query);
    }
    return query;
  };
}
