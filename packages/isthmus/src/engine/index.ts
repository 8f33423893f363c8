// Request time: the road, and what has to be made at boot for it.

import type { Catalog, Inside, LimitsConfiguration, Record, Reply, Soon, Source } from "../core/index.ts";
import { Problem } from "../core/index.ts";
import type { Policies } from "../catalog/index.ts";
import type { LiveGround } from "./live/place.ts";
import { createOnce, type IdempotencyOptions } from "./idempotent.ts";
import { createFlow, type ServeFlow } from "./flow/flow.ts";
import { createInside } from "./inner/inside.ts";
import { createLimit } from "./limit.ts";
import { defaultLiveLimits, type LiveLimits } from "./live/limits.ts";
import { createLive, type Live } from "./live/live.ts";
import { serve, type Incoming, type Roadside } from "./pipeline.ts";
import { createPrepare } from "./prepare.ts";
import type { Shapes } from "./shapes.ts";
import type { Validation } from "./validate/validation.ts";
import { createViews } from "./view.ts";

export type { Credentials, Incoming } from "./pipeline.ts";
export type { FlowIncoming, Flowing, ServeFlow } from "./flow/flow.ts";
export type { Live } from "./live/live.ts";
export type { LiveLimits } from "./live/limits.ts";
export type { Listener, LiveSubscription, Subscribing } from "./live/subscriber.ts";
export { explain, type Explanation } from "./explain.ts";
export { createValidation, type Validation } from "./validate/validation.ts";
export { createPrepare } from "./prepare.ts";
export { refusalOf } from "./refusal.ts";
export { createShapes, type Shapes } from "./shapes.ts";
export { createViews, type View } from "./view.ts";

export interface EngineOptions extends Terrain {
  readonly authenticate: Roadside["authenticate"];
  readonly idempotency: IdempotencyOptions;
  /** What is not named of the last three has the default of `LimitsConfiguration`. */
  readonly limits: Required<Pick<LimitsConfiguration, "rows" | "depth" | "concurrency">> &
    Pick<LimitsConfiguration, "transfers" | "importBody" | "requestTimeout" | "joined">;
  /** Of subscriptions. Default: `defaultLiveLimits`. */
  readonly live?: Partial<LiveLimits>;
  readonly shapes?: Shapes;
  readonly record: Record;
  /** Milliseconds, monotonic; `performance.now`. */
  readonly clock: () => number;
}

/** What changes when the configuration or a schema does. */
export interface Terrain {
  /** What has to hold of values that are written. Default: what the sources say. */
  readonly validation?: Validation | undefined;
  readonly catalog: Catalog;
  readonly policies: Policies;
  readonly sources: ReadonlyMap<string, Source>;
}

export interface Engine {
  serve(incoming: Incoming): Soon<Reply>;
  /** Imports and exports. */
  readonly flow: ServeFlow;
  readonly authenticate: Roadside["authenticate"];
  readonly live: Pick<Live, "subscribe" | "size" | "questions" | "reconsider" | "close">;
  /** Requests that are under way finish on the old terrain. */
  replace(terrain: Terrain): void;
  readonly inFlight: number;
  /** How the server itself asks: see `Inside`. */
  readonly inside: Inside;
}

export function createEngine(options: EngineOptions): Engine {
  const limit = createLimit(options.limits.concurrency);
  const once = createOnce(options.idempotency);
  const groundOf = ({ catalog, policies, sources, validation }: Terrain): LiveGround => ({
    catalog,
    sources,
    views: createViews(catalog, policies),
    prepare: createPrepare(catalog, sources, { ...options.limits, validation }),
  });
  const first = groundOf(options);
  const live = createLive(first, {
    authenticate: options.authenticate,
    limits: { ...defaultLiveLimits, ...options.live },
    hash: options.idempotency.hash,
    record: options.record,
    clock: options.clock,
    now: options.idempotency.now,
  });
  const lay = ({ sources, views, prepare }: LiveGround): Roadside => ({
    authenticate: options.authenticate,
    limit,
    views,
    prepare,
    inside: createInside({ views, prepare, noting: live.noting, record: options.record }),
    once,
    noting: live.noting,
    replicated: [...sources.values()].some((source) => source.replicated === true),
    outcome: (source, token, signal) => sources.get(source)?.outcome?.(token, signal) ?? Promise.resolve("unknown"),
    ...(options.shapes === undefined ? {} : { shapes: options.shapes }),
    record: options.record,
    clock: options.clock,
  });
  let road = lay(first);
  return {
    serve: (incoming) => serve(incoming, road),
    flow: createFlow({
      road: () => road,
      limit: createLimit(options.limits.transfers ?? 8, tooManyTransfers),
      importBody: options.limits.importBody ?? 10_737_418_240,
      patience: options.limits.requestTimeout ?? 10_000,
    }),
    replace: (terrain) => {
      const ground = groundOf(terrain);
      road = lay(ground);
      live.replace(ground);
    },
    authenticate: options.authenticate,
    live,
    get inside() {
      return road.inside;
    },
    get inFlight() {
      return limit.inFlight;
    },
  };
}

function tooManyTransfers(): Problem {
  return new Problem({
    code: "ISTHMUS221",
    category: "unavailable",
    message: "As many imports and exports are under way as the server takes",
    retryAfter: 10,
  });
}
