// The engine with what it keeps beside it: the store of idempotency keys, and what took its time.

import { createHash } from "node:crypto";
import { createEngine, createShapes, type Engine, type EngineOptions, type Terrain } from "../engine/index.ts";
import { openStore } from "../store/index.ts";
import { watchIndexes } from "./indexes/watch.ts";
import type { ServerOptions } from "./start-server.ts";
import { storeFileOf } from "./users/store-address.ts";

/** Milliseconds a used idempotency key is remembered. */
const keyMemory = 24 * 3_600_000;

export function openEngine(
  {
    configuration: { limits = {}, server },
    record,
    sources,
  }: Pick<ServerOptions, "configuration" | "record" | "sources">,
  authenticate: EngineOptions["authenticate"],
  terrain: () => Terrain,
  opened: AsyncDisposableStack,
): Engine {
  const store = openStore(storeFileOf(server));
  opened.defer(() => store.close());
  const forgetting = setInterval(() => store.idempotency.forget(Date.now() - keyMemory), 600_000).unref();
  opened.defer(() => clearInterval(forgetting));
  const shapes = createShapes();
  const indexes = watchIndexes({ shapes, store: store.shapes, catalog: () => terrain().catalog, sources, record });
  opened.defer(() => indexes.close());
  return createEngine({
    ...terrain(),
    authenticate,
    shapes,
    idempotency: {
      ledger: store.idempotency,
      now: Date.now,
      hash: (text) => createHash("sha256").update(text).digest("hex"),
    },
    limits: {
      ...limits,
      rows: limits.rows ?? 1_000,
      depth: limits.depth ?? 6,
      concurrency: limits.concurrency ?? 1_000,
    },
    live: {
      ...(limits.subscriptions === undefined ? {} : { subscriptions: limits.subscriptions }),
      ...(limits.subscriptionsPerCaller === undefined
        ? {}
        : { subscriptionsPerPrincipal: limits.subscriptionsPerCaller }),
      ...(limits.subscriptionsPerAddress === undefined
        ? {}
        : { subscriptionsPerAddress: limits.subscriptionsPerAddress }),
      ...(limits.settle === undefined ? {} : { settle: limits.settle }),
      patience: limits.requestTimeout ?? 10_000,
    },
    record,
    clock: () => performance.now(),
  });
}
