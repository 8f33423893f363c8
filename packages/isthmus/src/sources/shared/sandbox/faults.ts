// Faults on demand: which call is struck by which, switched while the server runs. Chance plays no part: of a hundred calls as
// many are struck as the percentage says, evenly spread.

import { z } from "zod";

export const faultKinds = [
  "latency",
  "throttle",
  "error",
  "refuse",
  "cut",
  "cut-body",
  "malformed",
  "timeout",
] as const;

/**
 * `latency`: answers `ms` later; `throttle`: 429 with `Retry-After`; `error`: a 5xx; `refuse`: no connection, so nothing is carried out;
 * `cut`: carried out, and the connection ends ahead of the answer; `cut-body`: within the answer's body; `malformed`: carried out, and
 * the answer is no JSON; `timeout`: no answer ever comes.
 */
export type FaultKind = (typeof faultKinds)[number];

export const faultShape = z.strictObject({
  /** `*`: every one. */
  source: z.string().min(1).max(200).default("*"),
  operation: z.string().min(1).max(200).default("*"),
  kind: z.enum(faultKinds),
  /** Of 100 calls. */
  percentage: z.number().min(0).max(100).default(100),
  /** Of `latency`. */
  ms: z.number().int().min(0).max(600_000).default(1_000),
  /** Of `error`. */
  status: z.number().int().min(500).max(599).default(503),
  /** Of `throttle`: seconds, or whatever else the header is to say. */
  retryAfter: z.union([z.number().int(), z.string().max(100)]).default(1),
  /** Calls it strikes before it is over: a burst. */
  times: z.number().int().min(1).optional(),
});

export type FaultSettings = z.output<typeof faultShape>;
export type Fault = FaultSettings & { readonly id: number; readonly struck: number };

export interface Faults {
  add(fault: z.input<typeof faultShape>): Fault;
  remove(id: number): boolean;
  clear(): void;
  list(): readonly Fault[];
  /** Those that strike this call, counted. */
  strike(source: string, operation: string): readonly Fault[];
}

/** A person switches; more are a mistake. */
const mostFaults = 100;

export function createFaults(): Faults {
  type Kept = FaultSettings & { readonly id: number; struck: number; asked: number };
  let faults: Kept[] = [];
  let last = 0;
  return {
    add(given) {
      const fault: Kept = { ...faultShape.parse(given), id: ++last, struck: 0, asked: 0 };
      faults = [...faults.slice(-(mostFaults - 1)), fault];
      return shown(fault);
    },
    remove(id) {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear: () => (faults = []),
    list: () => faults.map(shown),
    strike: (source, operation) =>
      faults.filter((fault) => {
        if (fault.source !== "*" && fault.source !== source) return false;
        if (fault.operation !== "*" && fault.operation !== operation) return false;
        if (fault.times !== undefined && fault.struck >= fault.times) return false;
        fault.asked += 1;
        const share = (calls: number): number => Math.floor((calls * fault.percentage) / 100);
        if (share(fault.asked) === share(fault.asked - 1)) return false;
        fault.struck += 1;
        return true;
      }),
  };

  function shown({ asked: _asked, ...fault }: Kept): Fault {
    return fault;
  }
}
