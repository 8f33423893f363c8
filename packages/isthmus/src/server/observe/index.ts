// What is noticed, made visible: log lines and metrics out of one stream of observations.

import { type DestinationStream, pino } from "pino";
import type { Record, ServerConfiguration } from "../../core/index.ts";
import { createLog } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";

export interface Observer {
  readonly record: Record;
  /** Text for `/metrics`. */
  readonly metrics: () => Promise<string>;
  /** Adds a number to the metrics that is read when they are, e.g. the requests in flight. */
  readonly measure: Metrics["measure"];
}

export interface ObserverOptions {
  readonly level: NonNullable<ServerConfiguration["logLevel"]>;
  /** Takes the log's lines. Default: standard output, in batches of 4 KiB and at least once a second. */
  readonly destination?: DestinationStream;
}

/** Lines that are still held back are written when the process ends in any way but a kill. */
export function createObserver({ level, destination }: ObserverOptions): Observer {
  const lines = destination ?? pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 1_000 });
  const logger = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, lines);
  const log = createLog(logger);
  const metrics = createMetrics();
  return {
    record: (observation) => {
      log(observation);
      metrics.record(observation);
    },
    metrics: metrics.text,
    measure: metrics.measure,
  };
}
