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
  | { readonly kind: "warning"; readonly message: string };

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

export type Record = (observation: Observation) => void;
