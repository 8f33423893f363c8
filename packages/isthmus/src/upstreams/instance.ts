// One instance of a service: its connections, how much it has to do, and how well it is, as far as requests and probes tell.

import type { Dispatcher } from "undici";
import { hash32 } from "./hash.ts";

export interface InstanceRules {
  /** Failures in a row after which it is left out. */
  readonly failures: number;
  /** Milliseconds it is left out at first. */
  readonly pause: number;
  readonly slowStart: number;
  readonly concurrency: number;
}

export interface Instance {
  readonly origin: string;
  /** Host and port, as `Host` has them. */
  readonly authority: string;
  readonly weight: number;
  /** For hashing; of the origin. */
  readonly seed: number;
  readonly pool: Dispatcher;
  /** Requests that are under way. */
  pending: number;
  /** Of round robin. */
  credit: number;
  readonly full: boolean;
  /** What probes say; `true` where nobody probes. */
  readonly probed: boolean;
  /** Failing requests have it left out for now. */
  readonly ejected: boolean;
  /** With what share it takes part at this time; below its weight while it comes back. */
  share(now: number): number;
  /** It has answered a request. */
  succeeded(): void;
  /** `refused`: no connection could be had. */
  failed(now: number, refused: boolean): void;
  /** What the probes have come to. */
  probe(well: boolean, now: number): void;
}

/** Milliseconds. */
const longestPause = 60_000;
/** Of its share, while it comes back. */
const least = 0.1;

export type Changed = (what: "left-out" | "back" | "down" | "up", instance: string) => void;

export function createInstance(
  origin: string,
  weight: number,
  pool: Dispatcher,
  rules: InstanceRules,
  clock: () => number,
  changed: Changed,
): Instance {
  let failures = 0;
  let until = 0;
  let pause = rules.pause;
  let out = false;
  let probed = true;
  /** When it began to come back; whoever is new takes part at once. */
  let since = Number.NEGATIVE_INFINITY;
  return {
    origin,
    authority: new URL(origin).host,
    weight,
    seed: hash32(origin, 0),
    pool,
    pending: 0,
    credit: 0,
    get full() {
      return this.pending >= rules.concurrency;
    },
    get probed() {
      return probed;
    },
    get ejected() {
      return out && clock() < until;
    },
    share(now) {
      const passed = now - since;
      return passed >= rules.slowStart ? weight : weight * Math.max(least, passed / rules.slowStart);
    },
    succeeded() {
      failures = 0;
      if (!out) return;
      out = false;
      pause = rules.pause;
      since = clock();
      changed("back", origin);
    },
    failed(now, refused) {
      failures++;
      // What comes back and fails at once is left out at once; what fails while it is out, fails for the same reason.
      if (out && now < until) return;
      if (!refused && !out && failures < rules.failures) return;
      if (out) pause = Math.min(longestPause, pause * 2);
      else changed("left-out", origin);
      out = true;
      failures = 0;
      until = now + pause;
    },
    probe(well, now) {
      if (well === probed) return;
      probed = well;
      if (well) {
        since = now;
        out = false;
        failures = 0;
      }
      changed(well ? "up" : "down", origin);
    },
  };
}
