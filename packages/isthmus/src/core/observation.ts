// The union of all that can be noticed. The engine and the sources record; the server turns it into logs and metrics.

import type { Problem } from "./problem.ts";

export type Observation =
  | { readonly kind: "request"; readonly request: RequestObservation }
  | { readonly kind: "source-up"; readonly source: string }
  | { readonly kind: "source-down"; readonly source: string; readonly problem: Problem; readonly retryInMs: number }
  | {
      readonly kind: "catalog-loaded";
      readonly resources: number;
      readonly operations: number;
      readonly ms: number;
      readonly from: "lock" | "source";
    }
  | { readonly kind: "configuration-reloaded" }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "refusal"; readonly refusal: Refusal }
  | {
      /** A user's own code has something to say, or does something as the system. */
      readonly kind: "function";
      readonly level: "debug" | "info" | "warn" | "error";
      /** Id of its operation, and of the request that called it. */
      readonly operation: string;
      readonly request: string;
      readonly principal: string;
      readonly message: string;
      readonly details?: { readonly [name: string]: unknown };
    };

export interface RequestObservation {
  readonly id: string;
  readonly trace: string | undefined;
  readonly interface: string;
  readonly method: string;
  /** Resource or operation ids, never values. */
  readonly targets: readonly string[];
  readonly principal: string;
  readonly roles: readonly string[];
  readonly status: number;
  readonly code: string | undefined;
  readonly cause: unknown;
  /** Milliseconds by stage, in the order of the road. */
  readonly stages: readonly (readonly [stage: string, ms: number])[];
  readonly ms: number;
}

/** Somebody was not let do what he asked. */
export interface Refusal {
  /** Of the request. */
  readonly id: string;
  readonly principal: string;
  /** As far as the log may have it. */
  readonly address: string | undefined;
  readonly code: string;
  readonly status: number;
  /** Our own words; nothing of what was sent. */
  readonly reason: string;
  /** Resource, operation or path. */
  readonly target: string;
}

export type Record = (observation: Observation) => void;
