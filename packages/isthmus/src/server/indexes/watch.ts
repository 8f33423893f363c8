// While the server runs: what took its time is written to the store now and then, and a missing index that has cost a
// good deal is a line in the log, once.

import type { Catalog, Record, Source } from "../../core/index.ts";
import type { Shapes } from "../../engine/index.ts";
import type { KeptShape, ShapeStore } from "../../store/shapes.ts";
import { advise, describeAdvice } from "./advise.ts";

export interface IndexWatchOptions {
  readonly shapes: Shapes;
  readonly store: ShapeStore;
  readonly catalog: () => Catalog;
  readonly sources: ReadonlyMap<string, Source>;
  readonly record: Record;
  /** Milliseconds between looks. Default: 60,000. */
  readonly every?: number;
}

export interface IndexWatch {
  /** Writes down what there is, and says what is worth saying. */
  look(): Promise<void>;
  close(): void;
}

/** Milliseconds that questions must have taken in all before their missing index is worth a line. */
const worthSaying = 1_000;
/** Milliseconds for asking the databases about their plans. */
const patience = 10_000;

export function watchIndexes(options: IndexWatchOptions): IndexWatch {
  const said = new Set<string>();
  const timer = setInterval(() => void look().catch(() => {}), options.every ?? 60_000).unref();

  function save(): boolean {
    const taken = options.shapes.take();
    if (taken.length === 0) return false;
    const last = Date.now();
    options.store.add(
      taken.map(({ source, asked, authorized, count, ms, worst }): KeptShape => ({
        source,
        asked: JSON.stringify(asked),
        authorized: JSON.stringify(authorized),
        count,
        ms,
        worst,
        last,
      })),
    );
    return true;
  }

  async function look(): Promise<void> {
    if (!save()) return;
    const dear = options.store.all().filter(({ ms, authorized }) => ms >= worthSaying && !said.has(authorized));
    for (const { authorized } of dear) said.add(authorized);
    const advices = await advise(dear, options.catalog(), options.sources, AbortSignal.timeout(patience));
    for (const advice of advices)
      options.record({
        kind: "warning",
        message: `no index serves ${advice.source}: ${describeAdvice(advice)}${advice.create === undefined ? "" : `. ${advice.create};`}`,
      });
  }

  return {
    look,
    close() {
      clearInterval(timer);
      save();
    },
  };
}
