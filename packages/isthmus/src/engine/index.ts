// Request time: the road, and what has to be made at boot for it.

import type { Catalog, LimitsConfiguration, Record, Reply, Source } from "../core/index.ts";
import type { Policies } from "../catalog/index.ts";
import { createOnce, type IdempotencyOptions } from "./idempotent.ts";
import { createLimit } from "./limit.ts";
import { serve, type Incoming, type Roadside } from "./pipeline.ts";
import { createPrepare } from "./prepare.ts";
import { createViews } from "./view.ts";

export type { Credentials, Incoming } from "./pipeline.ts";
export { createViews, type View } from "./view.ts";

export interface EngineOptions extends Terrain {
  readonly authenticate: Roadside["authenticate"];
  readonly idempotency: IdempotencyOptions;
  readonly limits: Required<Pick<LimitsConfiguration, "rows" | "depth" | "concurrency">>;
  readonly record: Record;
  /** Milliseconds, monotonic; `performance.now`. */
  readonly clock: () => number;
}

/** What changes when the configuration or a schema does. */
export interface Terrain {
  readonly catalog: Catalog;
  readonly policies: Policies;
  readonly sources: ReadonlyMap<string, Source>;
}

export interface Engine {
  serve(incoming: Incoming): Promise<Reply>;
  /** Requests that are under way finish on the old terrain. */
  replace(terrain: Terrain): void;
  readonly inFlight: number;
}

export function createEngine(options: EngineOptions): Engine {
  const limit = createLimit(options.limits.concurrency);
  const once = createOnce(options.idempotency);
  const lay = ({ catalog, policies, sources }: Terrain): Roadside => ({
    authenticate: options.authenticate,
    limit,
    views: createViews(catalog, policies),
    prepare: createPrepare(catalog, sources, options.limits),
    once,
    outcome: (source, token, signal) => sources.get(source)?.outcome?.(token, signal) ?? Promise.resolve("unknown"),
    record: options.record,
    clock: options.clock,
  });
  let road = lay(options);
  return {
    serve: (incoming) => serve(incoming, road),
    replace: (terrain) => {
      road = lay(terrain);
    },
    get inFlight() {
      return limit.inFlight;
    },
  };
}
