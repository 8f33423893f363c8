// What a source has been used for, and what it cost: counted by operation.

import { CallFailure, type FailureKind } from "./call-failure.ts";
import type { Send } from "./exchange.ts";

export interface OperationUsage {
  /** Calls that were asked for. */
  readonly calls: number;
  /** Requests that were sent to the API for them, repeats included. */
  readonly requests: number;
  readonly cost: number;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  /** Milliseconds all requests took together. */
  readonly ms: number;
}

export interface Usage {
  /** A call has come. */
  called(operation: string): void;
  /** Stands at the head of the pipe. */
  readonly calls: (next: Send) => Send;
  /** Stands where requests leave. */
  readonly requests: (next: Send) => Send;
  readonly counts: { retries: number; hedges: number; shared: number; cached: number };
  byOperation(): ReadonlyMap<string, OperationUsage>;
}

interface Counts {
  calls: number;
  requests: number;
  cost: number;
  failures: Partial<Record<FailureKind, number>>;
  ms: number;
}

export function createUsage(now: () => number): Usage {
  const operations = new Map<string, Counts>();
  const of = (operation: string): Counts => {
    let counts = operations.get(operation);
    if (counts === undefined)
      operations.set(operation, (counts = { calls: 0, requests: 0, cost: 0, failures: {}, ms: 0 }));
    return counts;
  };
  const called = (operation: string): void => {
    of(operation).calls++;
  };
  return {
    counts: { retries: 0, hedges: 0, shared: 0, cached: 0 },
    byOperation: () => operations,
    called,
    calls: (next) => (call) => {
      called(call.operation);
      return next(call);
    },
    requests: (next) => async (call) => {
      const counts = of(call.operation);
      counts.requests++;
      counts.cost += call.rules.cost ?? 1;
      const begun = now();
      try {
        return await next(call);
      } catch (reason) {
        if (reason instanceof CallFailure) counts.failures[reason.kind] = (counts.failures[reason.kind] ?? 0) + 1;
        throw reason;
      } finally {
        counts.ms += now() - begun;
      }
    },
  };
}
