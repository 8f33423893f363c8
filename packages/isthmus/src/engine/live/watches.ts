// Listens to the sources that somebody's question depends on, and to no other.

import type { Changed, Source, Subscription } from "../../core/index.ts";

export interface Watches {
  /** From now on these sources are watched, and no other. */
  keep(names: Iterable<string>, sources: ReadonlyMap<string, Source>): void;
}

export function createWatches(told: (source: string, changed: Changed) => void): Watches {
  const watched = new Map<string, { readonly source: Source; readonly subscription: Subscription }>();
  return {
    keep(names, sources) {
      const wanted = new Map([...names].map((name) => [name, sources.get(name)]));
      for (const [name, { source, subscription }] of watched) {
        if (wanted.get(name) === source) continue;
        watched.delete(name);
        subscription.stop();
      }
      for (const [name, source] of wanted) {
        if (source?.watch === undefined || watched.has(name)) continue;
        watched.set(name, { source, subscription: source.watch((changed) => told(name, changed)) });
      }
    },
  };
}
