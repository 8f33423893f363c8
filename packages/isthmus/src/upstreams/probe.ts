// Asks instances how they are, all the time, on connections of its own.

import type { Instance } from "./instance.ts";
import type { Settings } from "./settings.ts";

type Rules = NonNullable<Settings["probe"]>;

/** Milliseconds until the answer's status; rejects where there is none. */
export type Ask = (origin: string, path: string, timeout: number) => Promise<number>;

export function startProbes(instances: readonly Instance[], rules: Rules, ask: Ask, clock: () => number): () => void {
  const timers = instances.map((instance, at) => {
    let row = 0;
    let asking = false;
    const look = async (): Promise<void> => {
      if (asking) return;
      asking = true;
      const well = await ask(instance.origin, rules.path, rules.timeout).then(
        (status) => status < 400,
        () => false,
      );
      asking = false;
      // So many of the same kind in a row change what is thought of it.
      row = well === row > 0 ? row + (well ? 1 : -1) : well ? 1 : -1;
      if (row >= rules.healthy) instance.probe(true, clock());
      else if (-row >= rules.unhealthy) instance.probe(false, clock());
    };
    // Not all of them at the same moment.
    const first = setTimeout(() => void look(), (at * Math.min(rules.interval, 1_000)) / instances.length).unref();
    const timer = setInterval(() => void look(), rules.interval).unref();
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  });
  return () => {
    for (const stop of timers) stop();
  };
}
