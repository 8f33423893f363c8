// Which sources answer, as far as is known: they tell when they go down and when they are back.

import type { Observation, Record } from "../core/index.ts";
import type { SourceHealth } from "./http/options.ts";
import type { Sources } from "./open-sources.ts";

export interface Health {
  readonly observe: (observation: Observation) => void;
  readonly sources: () => readonly SourceHealth[];
}

/** Milliseconds a source may take for the first sign of life. */
const patience = 5_000;

/** A source that answers is recorded as up, so that its metric is there from the start. */
export function createHealth(sources: Sources, record: Record): Health {
  const down = new Set<string>();
  for (const [name, source] of sources) {
    source.ping(AbortSignal.timeout(patience)).then(
      () => {
        down.delete(name);
        record({ kind: "source-up", source: name });
      },
      () => down.add(name),
    );
  }
  return {
    observe: (observation) => {
      if (observation.kind === "source-down") down.add(observation.source);
      else if (observation.kind === "source-up") down.delete(observation.source);
    },
    sources: () => [...sources.keys()].map((name) => ({ name, up: !down.has(name) })),
  };
}
